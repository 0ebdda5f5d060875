"""One function's definition -> the body of its function op."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import calls
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.closures import bind_captures
from cn_migrate.parsers.cuda.device.construction import construct_parts
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.statements import statements
from cn_migrate.parsers.cuda.device.types import base_field, field_name, is_reference

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.module import DeviceModule

K = CursorKind


def fill(module: DeviceModule, cursor: Cursor, function: func.FuncOp) -> None:
    """Translate the definition `cursor` into `function`; Refusal where a construct is not supported."""
    compound = next((c for c in cursor.get_children() if c.kind == K.COMPOUND_STMT), None)
    if compound is None:
        raise Refusal("undefined-device-function", None, name=cursor.spelling)
    body = Body(module, cursor.result_type)
    entry = function.add_entry_block()
    body.entry = entry
    with ir.InsertionPoint(entry):
        _parameters(body, cursor, entry)
        if cursor.kind == K.CONSTRUCTOR:
            _member_initialisers(body, cursor)
        statements(body, compound)
        if not body.terminated:
            _fall_off(body, function)


def _parameters(body: Body, cursor: Cursor, entry: ir.Block) -> None:
    arguments = list(entry.arguments)
    parameters = list(cursor.get_arguments())
    if len(arguments) > len(parameters):
        body.this = _parameter(body, "self", arguments.pop(0), reference=False)
        body.this_class = cursor.semantic_parent
        if cursor.is_const_method():
            body.this.owner.attributes["const_pointee"] = ir.UnitAttr.get()
        bind_captures(body, cursor)
    for number, (parameter, argument) in enumerate(zip(parameters, arguments, strict=True)):
        name = parameter.spelling or f"unnamed_{number}"
        with body.at(parameter):
            slot = _parameter(body, name, argument, is_reference(parameter.type))
        if parameter.type.is_const_qualified():
            slot.owner.attributes["const"] = ir.UnitAttr.get()
        pointee = parameter.type.get_canonical().get_pointee()
        if pointee.is_const_qualified():
            slot.owner.attributes["const_pointee"] = ir.UnitAttr.get()
        if parameter.type.is_restrict_qualified():
            slot.owner.attributes["restrict"] = ir.UnitAttr.get()
        body.slots[parameter.hash] = slot


def _parameter(body: Body, name: str, argument: ir.Value, reference: bool) -> ir.Value:
    op = memory.SlotOp(a.text(name), t.ptr(argument.type, t.Space.PRIVATE), init=argument)
    if reference:
        op.operation.attributes["reference"] = ir.UnitAttr.get()
    return op.result


def _fall_off(body: Body, function: func.FuncOp) -> None:
    """The end of a body without `return`: fine for void, undefined in C++ for the rest."""
    results = function.type.results
    if not results:
        control.ReturnOp()
        return
    control.ReturnOp(value=body.zero(results[0]))


def _member_initialisers(body: Body, cursor: Cursor) -> None:
    """`: x(a), Base(b)` and the initial values that the class gives its fields."""
    assert body.this is not None
    written: set[str] = set()
    member: Cursor | None = None
    for child in cursor.get_children():
        if child.kind == K.MEMBER_REF:
            member = child.referenced
        elif child.kind == K.TYPE_REF:
            member = None
        elif member is not None and child.kind.is_expression():
            _initialise_field(body, member, child)
            written.add(field_name(member))
            member = None
        elif (
            child.kind == K.CALL_EXPR
            and child.referenced is not None
            and child.referenced.kind == K.CONSTRUCTOR
        ):
            _initialise_base(body, child)
            written.add(base_field(child.type))
    construct_parts(body, body.load(body.this), cursor.semantic_parent.type, frozenset(written))


def _initialise_field(body: Body, field: Cursor, init: Cursor) -> None:
    with body.at(init):
        type_ = body.type(field.type)
        assert body.this is not None
        place = body.member(body.load(body.this), field_name(field), type_)
        first = initial_value(body, init, type_)
        body.store(first, place)


def _initialise_base(body: Body, call: Cursor) -> None:
    assert body.this is not None
    type_ = body.type(call.type)
    owner = t.pointee(body.load(body.this).type)
    fields = body.module.types.records[t.record_name(owner)].fields
    name = base_field(call.type)
    if not any(f.name == name for f in fields):
        return  # an empty base class
    place = body.member(body.load(body.this), name, type_)
    result = calls.call(body, call)
    if result is not None:
        body.store(result, place)

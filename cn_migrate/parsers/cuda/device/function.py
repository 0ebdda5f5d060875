"""One function's definition -> the body of its function op."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clang.cindex import Cursor, CursorKind, Type

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.clang import attributes
from cn_migrate.parsers.cuda.device import destruction
from cn_migrate.parsers.cuda.device.bases import part_of_base
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.closures import bind_captures
from cn_migrate.parsers.cuda.device.construction import (
    construct_fields,
    default_construct,
    initialise,
)
from cn_migrate.parsers.cuda.device.initialisers import ARRAYS
from cn_migrate.parsers.cuda.device.statements import statements
from cn_migrate.parsers.cuda.device.types import field_name, is_reference

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.module import DeviceModule

K = CursorKind


def fill(module: DeviceModule, cursor: Cursor, function: func.FuncOp) -> None:
    """Translate the definition `cursor` into `function`; Refusal where a construct is not supported."""
    compound = next((c for c in cursor.get_children() if c.kind == K.COMPOUND_STMT), None)
    if compound is None:
        raise Refusal("undefined-device-function", None, name=cursor.spelling)
    entry = function.add_entry_block()
    body = module.body(cursor, entry)
    with ir.InsertionPoint(entry):
        _parameters(body, cursor, entry)
        if cursor.kind == K.CONSTRUCTOR:
            _member_initialisers(body, cursor)
        if cursor.kind == K.DESTRUCTOR:
            body.set_class(body.object(), cursor.semantic_parent.type)
            for part, type_ in destruction.parts(body, body.object(), cursor.semantic_parent.type):
                body.lifetimes.begin(part, type_)
        statements(body, compound)
        if not body.terminated:
            with module.end_location(cursor):
                body.lifetimes.finish()
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
    is_kernel = K.CUDAGLOBAL_ATTR in attributes(cursor)
    for number, (parameter, argument) in enumerate(zip(parameters, arguments, strict=True)):
        name = parameter.spelling or f"unnamed_{number}"
        with body.at(parameter):
            slot = _parameter(body, name, argument, is_reference(parameter.type))
        if parameter.type.is_const_qualified():
            slot.owner.attributes["const"] = ir.UnitAttr.get()
        if _points_to_const(parameter.type):
            slot.owner.attributes["const_pointee"] = ir.UnitAttr.get()
        if parameter.type.is_restrict_qualified():
            slot.owner.attributes["restrict"] = ir.UnitAttr.get()
        body.slots[parameter.hash] = slot
        if (
            not is_reference(parameter.type) and not is_kernel
        ):  # the host destroys arguments of launches
            body.lifetimes.begin(slot, parameter.type)


def _points_to_const(type_: Type) -> bool:
    canonical = type_.get_canonical()
    of_array = (
        canonical.kind in ARRAYS
    )  # to clang, the canonical one is as a whole what its elements are
    return bool((canonical if of_array else canonical.get_pointee()).is_const_qualified())


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
    """`: x(a), Base(b)` and the initial values that the class gives its fields, in the order of the class."""
    class_ = cursor.semantic_parent
    bases, fields = _written(cursor)
    own = bases.get(class_.type.get_canonical().spelling)
    if own is not None:  # a delegating constructor
        initialise(body, body.object(), class_.type, own)
        return
    for base in class_.type.get_canonical().get_bases():
        init = bases.get(base.type.get_canonical().spelling)
        place = part_of_base(body, body.object(), base.type)
        if init is not None:
            with body.at(init):
                initialise(body, place, base.type, init)
        else:
            default_construct(body, place, base.type)
    body.set_class(body.object(), class_.type)
    construct_fields(body, None, class_.type, fields)


def _written(cursor: Cursor) -> tuple[dict[str, Cursor], dict[str, Cursor]]:
    """The initialisers of bases, by canonical type, and of fields, by name."""
    bases: dict[str, Cursor] = {}
    fields: dict[str, Cursor] = {}
    named: Cursor | None = None
    for child in cursor.get_children():
        if child.kind == K.MEMBER_REF:
            named = child
        elif not child.kind.is_expression():
            continue
        elif named is not None:
            fields[field_name(named.referenced)] = child
            named = None
        else:
            bases[child.type.get_canonical().spelling] = child
    return bases, fields

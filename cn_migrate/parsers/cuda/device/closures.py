"""Lambda expressions: what a closure captures, its construction, and its captures seen from inside.

A closure is a record with one field for each capture, in clang's order, which is the host compilers' too.  libclang
gives the fields places, but no names: that of an implicit capture is where the lambda first uses it, that of an
explicit one where it stands in the brackets.  ISO C++17, [expr.prim.lambda.capture].
"""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.closures import Capture, captures, is_closure
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.construction import each_element
from cn_migrate.parsers.cuda.device.dispatch import VALUES, address_or_temporary
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.types import field_name, is_reference

K = CursorKind
_ARRAY = TypeKind.CONSTANTARRAY


# -- inside of the call operator --------------------------------------------------------------------


def bind_captures(body: Body, operator: Cursor) -> None:
    """Let the names that the lambda captured mean the closure's fields."""
    closure = operator.semantic_parent
    if not is_closure(closure):
        return
    for capture in captures(closure, operator):
        if capture.variable is not None:
            body.captures[capture.variable.hash] = capture.field
        else:
            _bind_this(body, capture.field)


def _bind_this(body: Body, field: Cursor) -> None:
    assert body.this is not None
    place = _field_place(body, body.load(body.this), field)
    canonical = field.type.get_canonical()
    if canonical.kind != TypeKind.POINTER:  # [*this]: the object itself
        body.this_class = canonical.get_declaration()
        pointer = body.generic(place)
        op = memory.SlotOp(a.text("self"), t.ptr(pointer.type, t.Space.PRIVATE), init=pointer)
        op.operation.attributes["reference"] = ir.UnitAttr.get()
        body.closure, body.this = body.this, op.result
        return
    body.closure, body.this = body.this, place
    body.this_class = canonical.get_pointee().get_declaration()


def captured(body: Body, declaration: Cursor) -> ir.Value | None:
    """The address of a captured variable; None where the lambda being translated captures none such."""
    field = body.captures.get(declaration.hash)
    holder = body.closure or body.this
    if field is None or holder is None:
        return None
    place = _field_place(body, body.load(holder), field)
    return body.load(place) if is_reference(field.type) else place


def _field_place(body: Body, closure: ir.Value, field: Cursor) -> ir.Value:
    return body.member(closure, field_name(field), body.type(field.type))


# -- construction -----------------------------------------------------------------------------------


def _closure(body: Body, cursor: Cursor) -> ir.Value:
    """The value of a lambda expression."""
    declaration = cursor.type.get_canonical().get_declaration()
    type_ = body.type(cursor.type)
    found = captures(declaration, cursor)
    if any(c.field.type.get_canonical().kind == _ARRAY for c in found):
        return _with_arrays(body, found, type_)
    result = e.ZeroOp(type_).result
    for capture in found:
        with body.at(cursor):
            part = _captured_value(body, capture)
        name = a.text(field_name(capture.field))
        result = e.InsertOp(name, result, part, type_).result
    return result


def _captured_value(body: Body, capture: Capture) -> ir.Value:
    type_ = body.type(capture.field.type)
    if capture.variable is None:
        assert body.this is not None
        this = body.load(body.this)
        return this if t.is_ptr(type_) else body.load(this)
    init = clang.initialiser(capture.variable) if capture.is_init else None
    if is_reference(capture.field.type):
        place = _variable(body, capture) if init is None else address_or_temporary(body, init)
        return body.generic(place)
    if init is not None:
        return initial_value(body, init, type_)
    return body.load(_variable(body, capture))


def _variable(body: Body, capture: Capture) -> ir.Value:
    assert capture.variable is not None
    return body.variable(capture.variable)


def _with_arrays(body: Body, found: list[Capture], type_: ir.Type) -> ir.Value:
    """Arrays are captured element by element, so the closure is built in its place."""
    closure = body.slot("closure", type_)
    for capture in found:
        place = _field_place(body, closure, capture.field)
        if capture.field.type.get_canonical().kind == _ARRAY:
            _copy_array(body, place, _variable(body, capture), capture.field)
        else:
            body.store(_captured_value(body, capture), place)
    return body.load(closure)


def _copy_array(body: Body, to: ir.Value, source: ir.Value, field: Cursor) -> None:
    def copy(index: ir.Value) -> None:
        body.store(body.load(body.element(source, index)), body.element(to, index))

    each_element(body, field.type.get_canonical().element_count, copy)


VALUES[K.LAMBDA_EXPR] = _closure

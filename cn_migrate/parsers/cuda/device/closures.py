"""Lambda expressions: what a closure captures, its construction, and its captures seen from inside.

A closure is a record with one field for each capture, in clang's order, which is the host compilers' too.  libclang
gives the fields places, but no names: that of an implicit capture is where the lambda first uses it, that of an
explicit one where it stands in the brackets.  ISO C++17, [expr.prim.lambda.capture].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clang.cindex import Cursor, CursorKind, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.closures import capture_name, is_closure
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.construction import each_element
from cn_migrate.parsers.cuda.device.dispatch import VALUES, address_or_temporary
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.types import field_name, is_reference

K = CursorKind
_ARRAY = TypeKind.CONSTANTARRAY


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture: its field, and the variable; None for `this` and `*this`."""

    field: Cursor
    variable: Cursor | None

    @property
    def is_init(self) -> bool:
        """Does it declare its own variable, `[v = x]`?"""
        return self.variable is not None and self.variable.location == self.field.location


def captures(closure: Cursor, node: Cursor) -> list[Capture]:
    """The captures of a closure class; `node` is its LAMBDA_EXPR or its call operator.

    A variable that is captured by name and never used has no entry where `node` is the call operator.
    """
    fields = list(closure.type.get_canonical().get_fields())
    if not fields:
        return []
    uses = [c for c in _walk(node) if c.kind in (K.VARIABLE_REF, K.DECL_REF_EXPR)]
    members = [c for c in _walk(node) if c.kind in (K.MEMBER_REF_EXPR, K.CXX_THIS_EXPR)]
    found: list[Capture] = []
    taken: set[int] = set()  # a pack's elements are captured at one place
    for field in fields:
        name = capture_name(field)
        by_place = [
            u.referenced
            for u in uses
            if u.location == field.location and u.referenced.hash not in taken
        ]
        by_name = [
            u.referenced
            for u in uses
            if u.spelling == name
            and u.referenced is not None
            and u.referenced.hash not in taken
            and not _inside(u.referenced, node)
        ]
        if name in ("this", "*"):
            found.append(Capture(field, None))
        elif by_place or by_name:
            variable = (by_place or by_name)[0]
            found.append(Capture(field, variable))
            taken.add(variable.hash)
        elif any(m.location == field.location for m in members):
            found.append(Capture(field, None))
    return found


def _walk(cursor: Cursor) -> Iterator[Cursor]:
    yield cursor
    for child in cursor.get_children():
        yield from _walk(child)


def _inside(declaration: Cursor, node: Cursor) -> bool:
    """Is a variable declared in the lambda's body, or one of its parameters?"""
    body = next((c for c in node.get_children() if c.kind == K.COMPOUND_STMT), None)
    if body is None or declaration.location.file is None or body.location.file is None:
        return False
    if declaration.location.file.name != body.location.file.name:
        return False
    at = int(declaration.location.offset)
    starts = [c.extent.start.offset for c in node.get_children() if c.kind == K.PARM_DECL]
    first = min([body.extent.start.offset, *starts])
    return bool(first <= at <= body.extent.end.offset)


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

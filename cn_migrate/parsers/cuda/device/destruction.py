"""What C++ does at the end of an object's life (ISO C++17, [class.dtor]): its destructor, then fields and bases."""

from __future__ import annotations

from collections.abc import Iterator

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, memory
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device.bases import part_of_base
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.construction import element_type
from cn_migrate.parsers.cuda.device.types import field_name

K = CursorKind


def needed(body: Body, type_: Type) -> bool:
    """Has the end of an object's life an effect that the user wrote?"""
    canonical = element_type(type_)
    if canonical.kind != TypeKind.RECORD:
        return False
    known = body.module.destructible
    key = f"{canonical.spelling}@{canonical.get_declaration().hash}"
    if key not in known:
        parts = [*canonical.get_bases(), *canonical.get_fields()]
        known[key] = destructor(body, canonical) is not None or any(
            needed(body, part.type) for part in parts
        )
    return known[key]


def destructor(body: Body, type_: Type) -> Cursor | None:
    """The destructor that the user wrote for a class, if any."""
    for method in type_.get_canonical().get_methods():
        if method.kind == K.DESTRUCTOR:
            return body.user_provided(method)
    return None


def destroy(body: Body, place: ir.Value, type_: Type) -> None:
    """End the life of the object at `place`."""
    canonical = type_.get_canonical()
    if not needed(body, canonical):
        return
    if canonical.kind == TypeKind.CONSTANTARRAY:
        _each_element(body, place, canonical)
        return
    own = destructor(body, canonical)
    if own is not None:
        body.call(own, [body.generic(place)])
        return
    for part, part_type in reversed(list(parts(body, place, canonical))):
        destroy(body, part, part_type)


def parts(body: Body, place: ir.Value, type_: Type) -> Iterator[tuple[ir.Value, Type]]:
    """The bases and fields of the object at `place` whose end matters, in the order of their construction."""
    canonical = type_.get_canonical()
    for base in canonical.get_bases():
        if needed(body, base.type):
            yield part_of_base(body, place, base.type), base.type
    for field in canonical.get_fields():
        if needed(body, field.type):
            yield body.member(place, field_name(field), body.type(field.type)), field.type


def _each_element(body: Body, place: ir.Value, type_: Type) -> None:
    """Last first."""
    index = t.signed(32)
    scope = control.ScopeOp()
    with body.block(scope.body):
        last = body.constant(index, type_.element_count - 1)
        i = body.slot("element", index, last)
        op = control.ForOp()
        with body.block(op.condition):
            zero = body.constant(index, 0)
            body.yield_(e.CompareOp(a.text("ge"), body.load(i), zero, t.boolean()).result)
        with body.block(op.step):
            memory.UpdateOp(a.text("sub"), a.text("pre"), i, body.constant(index, 1), index)
        with body.block(op.body):
            destroy(body, body.element(place, body.load(i)), type_.element_type)

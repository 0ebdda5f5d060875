"""Bases: the parts of an object that are of its base classes, and the way back."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Field
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.types import base_field, is_reference

K = CursorKind
_CLASSES = {K.STRUCT_DECL, K.CLASS_DECL, K.UNION_DECL}


def part_of_base(body: Body, place: ir.Value, base: Type) -> ir.Value:
    """The part of the object at `place` that is its direct base class `base`."""
    type_ = body.type(base)
    if any(f.name == base_field(base) for f in _fields_of(body, t.pointee(place.type))):
        return body.member(place, base_field(base), type_)
    # an empty base has no part of its own
    return e.PtrCastOp(place, t.ptr(type_, t.space(place.type))).result


def to_class(body: Body, place: ir.Value, class_: Cursor, derived: Cursor) -> ir.Value:
    """The part of the object at `place`, of class `derived`, that is of class `class_`."""
    if t.pointee(place.type) == body.type(class_.type):
        return place
    return _to_base(body, place, derived, class_)


def base_part(body: Body, place: ir.Value, inner: Cursor, outer: Cursor) -> ir.Value:
    """The part of a derived object that a conversion to a base class designates."""
    derived, base = _classes(inner, outer)
    wanted = body.type(base)
    if TypeKind.RECORD not in (derived.kind, base.kind) or t.pointee(place.type) == wanted:
        return place
    whole, part = derived.get_declaration(), base.get_declaration()
    path = _path_to_base(part, whole)
    if path is not None:  # static_cast to the class that the object is really of
        return _to_derived(body, place, path, part)
    return _to_base(body, place, whole, part)


def is_derived(class_: Cursor, base: Cursor) -> bool:
    """Is `base` a class itself or one of its bases?"""
    return _path_to_base(class_, base) is not None


def to_derived(body: Body, place: ir.Value, base: Cursor, derived: Cursor) -> ir.Value:
    """The object of class `derived` whose part of class `base` is at `place`."""
    path = _path_to_base(derived, base)
    assert path is not None
    return _to_derived(body, place, path, derived) if path else place


def related(inner: Cursor, outer: Cursor) -> bool:
    """Does a cast go from a class to another one, of which one is a base of the other?"""
    first, second = (x.get_declaration() for x in _classes(inner, outer))
    if first == second or not {first.kind, second.kind} <= _CLASSES:
        return False
    return _path_to_base(first, second) is not None or _path_to_base(second, first) is not None


def _classes(inner: Cursor, outer: Cursor) -> tuple[Type, Type]:
    """The types of both, or what they point or refer to."""
    first, second = inner.type.get_canonical(), outer.type.get_canonical()
    if is_reference(second):
        second = second.get_pointee().get_canonical()
    if first.kind == TypeKind.POINTER and second.kind == TypeKind.POINTER:
        first, second = first.get_pointee().get_canonical(), second.get_pointee().get_canonical()
    return first, second


def _to_base(body: Body, place: ir.Value, derived: Cursor, base: Cursor) -> ir.Value:
    path = _path_to_base(derived, base)
    if path is None:
        raise body.refuse(f"conversion of '{derived.spelling}' to '{base.spelling}'")
    for base_type in path:
        place = part_of_base(body, place, base_type)
    return place


def _to_derived(body: Body, place: ir.Value, path: list[Type], derived: Cursor) -> ir.Value:
    """The object of class `derived` whose part, `path` down from it, is at `place`."""
    outer, distance = derived.type, 0
    for base in path:
        fields = _fields_of(body, body.type(outer))
        distance += next((f.offset for f in fields if f.name == base_field(base)), 0)
        outer = base
    if distance:
        byte = t.ptr(t.unsigned(8), t.space(place.type))
        first = e.PtrCastOp(place, byte).result
        place = memory.OffsetOp(first, body.constant(t.signed(32), -distance), byte).result
    return e.PtrCastOp(place, t.ptr(body.type(derived.type), t.space(place.type))).result


def _fields_of(body: Body, type_: ir.Type) -> tuple[Field, ...]:
    return body.module.types.records[t.record_name(type_)].fields


def _path_to_base(derived: Cursor, base: Cursor) -> list[Type] | None:
    if derived.type.get_canonical() == base.type.get_canonical():
        return []
    for parent in derived.type.get_canonical().get_bases():
        rest = _path_to_base(parent.type.get_canonical().get_declaration(), base)
        if rest is not None:
            return [parent.type, *rest]
    return None

"""Structured bindings: `auto [x, y] = pair;` (ISO C++17, [dcl.struct.bind])."""

from __future__ import annotations

from clang.cindex import Cursor, CursorKind, Type, TypeKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import memory
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.construction import each_element
from cn_migrate.parsers.cuda.device.dispatch import address, address_or_temporary
from cn_migrate.parsers.cuda.device.initialisers import initial_value
from cn_migrate.parsers.cuda.device.lifetimes import Extent
from cn_migrate.parsers.cuda.device.types import base_field, field_name, is_reference

K = CursorKind


def bind(body: Body, cursor: Cursor) -> None:
    """The hidden object, and the names as its parts; their addresses go to `body.slots`."""
    names = [c for c in cursor.get_children() if c.kind == K.UNEXPOSED_DECL]
    init = shape.initialiser(cursor)
    if init is None:
        raise body.refuse("a structured binding without a visible initial value")
    canonical = cursor.type.get_canonical()
    whole = canonical.get_pointee() if is_reference(canonical) else canonical
    name = "_".join(c.spelling for c in names)
    with body.lifetimes.scope(Extent.EXPRESSION):
        if is_reference(canonical):
            place = address_or_temporary(body, init)
        elif whole.kind == TypeKind.CONSTANTARRAY:
            place = _array_copy(body, name, init, whole)
        else:
            type_ = body.type(whole)
            place = body.slot(name, type_, initial_value(body, init, type_))
    parts = _parts(body, place, whole.get_canonical())
    if len(parts) != len(names):
        raise body.refuse(f"a structured binding of '{whole.spelling}'")
    for binding, part in zip(names, parts, strict=True):
        body.slots[binding.hash] = part


def _array_copy(body: Body, name: str, init: Cursor, type_: Type) -> ir.Value:
    """Arrays are copied element by element; the initial value names the source first."""
    inner = shape.children(init)[0] if init.kind == K.UNEXPOSED_EXPR else init
    source = address(body, inner)
    copy = body.slot(name, body.type(type_))

    def copied(index: ir.Value) -> None:
        body.store(body.load(body.element(source, index)), body.element(copy, index))

    each_element(body, type_.element_count, copied)
    return copy


def _parts(body: Body, place: ir.Value, type_: Type) -> list[ir.Value]:
    if type_.kind == TypeKind.CONSTANTARRAY:
        index = t.signed(32)
        count = range(type_.element_count)
        return [body.element(place, body.constant(index, n)) for n in count]
    fields = list(type_.get_fields())
    if not fields:
        return next(
            (
                _parts(body, body.member(place, base_field(b.type), body.type(b.type)), b.type)
                for b in type_.get_bases()
                if next(b.type.get_fields(), None) is not None
            ),
            [],
        )
    if len(fields) == 1 and fields[0].type.get_canonical().kind == TypeKind.CONSTANTARRAY:
        elements = body.member(place, field_name(fields[0]), body.type(fields[0].type))
        return _parts(body, elements, fields[0].type.get_canonical())
    if any(f.is_bitfield() for f in fields):
        raise body.refuse("a structured binding to a bit-field")
    return [_field(body, place, f) for f in fields]


def _field(body: Body, place: ir.Value, field: Cursor) -> ir.Value:
    member = memory.MemberOp(
        a.text(field_name(field)), place, t.ptr(body.type(field.type), t.space(place.type))
    ).result
    return body.load(member) if is_reference(field.type) else member

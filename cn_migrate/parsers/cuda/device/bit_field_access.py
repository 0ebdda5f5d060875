"""Expressions that name a bit-field: read, assigned, updated."""

from __future__ import annotations

from clang.cindex import Cursor

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device import bit_fields, shape
from cn_migrate.parsers.cuda.device.addresses import owner_address
from cn_migrate.parsers.cuda.device.bit_fields import BitField
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import is_lvalue, value
from cn_migrate.parsers.cuda.device.updates import COMPOUND, STEPS


def loaded(body: Body, cursor: Cursor) -> ir.Value:
    """The value of the bit-field that the member expression `cursor` names."""
    place = bit_fields.place(cursor.referenced)
    type_ = body.type(cursor.referenced.type)
    inner = shape.children(cursor)
    if inner and not shape.is_pointer(inner[0]) and not is_lvalue(inner[0]):
        held = e.ExtractOp(a.text(place.holder), value(body, inner[0]), place.holder_type).result
    else:
        held = body.load_partly(_holder(body, cursor, place), shape.is_volatile(cursor))
    return bit_fields.read(body, place, held, type_)


def assigned(body: Body, cursor: Cursor, first: ir.Value) -> ir.Value:
    """Store `first`, of the field's type, in the bit-field; what the bit-field holds then."""
    place = bit_fields.place(cursor.referenced)
    holder = _holder(body, cursor, place)
    return _stored(body, cursor, place, holder, first)


def updated(body: Body, cursor: Cursor, target: Cursor) -> ir.Value:
    """`target op= value`; the new value."""
    type_ = body.type(target.referenced.type)
    by = value(body, shape.children(cursor)[1])
    return _changed(body, target, COMPOUND[cursor.binary_operator], by, type_)[1]


def stepped(body: Body, cursor: Cursor, target: Cursor) -> ir.Value:
    """`++` or `--`; the new value, or with the postfix form the old one."""
    name, form = STEPS[clang.unary_operator(cursor)]
    type_ = body.type(target.referenced.type)
    old, new = _changed(body, target, name, body.constant(type_, 1), type_)
    return old if form == "post" else new


def _changed(
    body: Body, target: Cursor, name: str, by: ir.Value, type_: ir.Type
) -> tuple[ir.Value, ir.Value]:
    place = bit_fields.place(target.referenced)
    holder = _holder(body, target, place)
    old = bit_fields.read(body, place, body.load_partly(holder, shape.is_volatile(target)), type_)
    common = t.promoted(type_) if name in e.SHIFTS else t.promoted(by.type)
    right = by if name in e.SHIFTS else body.convert(by, common)
    result = e.BinaryOp(a.text(name), body.convert(old, common), right, common).result
    return old, _stored(body, target, place, holder, body.convert(result, type_))


def _stored(
    body: Body, cursor: Cursor, place: BitField, holder: ir.Value, first: ir.Value
) -> ir.Value:
    volatile = shape.is_volatile(cursor)
    held = body.load_partly(holder, volatile)
    bits = bit_fields.written(body, place, held, first)
    body.store(bits, holder, volatile)
    return bit_fields.read(body, place, bits, first.type)


def _holder(body: Body, cursor: Cursor, place: BitField) -> ir.Value:
    return body.member(owner_address(body, cursor), place.holder, place.holder_type)


def target_of(cursor: Cursor) -> Cursor | None:
    """The bit-field's member expression where an assignment or update changes one."""
    target = shape.strip(shape.children(cursor)[0])
    return target if bit_fields.is_bit_field(target) else None

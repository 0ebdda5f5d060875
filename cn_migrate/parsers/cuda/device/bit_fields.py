"""Bit-fields: where they lie, and how they are read and written through the integer that holds them.

The layout is clang's, which is the host's.  OpenCL C has no bit-fields (1.2, 6.9.c): each lies in an integer field of
its record, shared with its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clang.cindex import Cursor, CursorKind, Type

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Refusal
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.body import Body

_BYTE = 8
_SIZES = (1, 2, 4, 8)  # bytes of a holder


@dataclass(frozen=True, slots=True)
class BitField:
    """A bit-field of `width` bits at bit `shift` of the unsigned field `holder`."""

    holder: str
    holder_type: ir.Type
    shift: int
    width: int


@dataclass(frozen=True, slots=True)
class Holder:
    """An unsigned field of `size` bytes at byte `offset`, aligned to its size."""

    offset: int
    size: int

    @property
    def name(self) -> str:
        """The field's name."""
        return f"bits_{self.offset}"

    @property
    def end(self) -> int:
        """The byte behind it."""
        return self.offset + self.size


def holders(type_: Type) -> list[Holder]:
    """The fields that hold the bit-fields of a record, in memory order.  Raises Refusal where none can."""
    taken = [_bytes(f) for f in type_.get_fields() if not f.is_bitfield()]
    found: set[Holder] = set()
    for field in type_.get_fields():
        if field.is_bitfield() and field.get_bitfield_width():
            found.add(_holder(field, taken, type_))
    outermost = [h for h in found if not any(h != o and _covers(o, h) for o in found)]
    return sorted(outermost, key=lambda h: h.offset)


def place(field: Cursor) -> BitField:
    """Where a bit-field lies."""
    offset, width = field.get_field_offsetof(), field.get_bitfield_width()
    owner = field.semantic_parent.type
    inside = (h for h in holders(owner) if h.offset * _BYTE <= offset < h.end * _BYTE)
    holder = next(inside)
    return BitField(
        holder.name, t.unsigned(holder.size * _BYTE), offset - holder.offset * _BYTE, width
    )


def is_bit_field(cursor: Cursor) -> bool:
    """Does the expression or declaration name a bit-field?"""
    declaration = cursor if cursor.kind == CursorKind.FIELD_DECL else cursor.referenced
    if declaration is None or declaration.kind != CursorKind.FIELD_DECL:
        return False
    return bool(declaration.is_bitfield())


def read(body: Body, place_: BitField, held: ir.Value, type_: ir.Type) -> ir.Value:
    """The value of a bit-field of `type_` in the holder's value `held`."""
    width = max(32, held.type.width)
    wide = t.unsigned(width) if t.is_unsigned(type_) else t.signed(width)
    bits = body.convert(held, wide)
    if t.is_unsigned(type_):
        whole = place_.shift + place_.width == held.type.width
        moved = _shifted(body, "shr", bits, place_.shift)
        return body.convert(moved if whole else _masked(body, moved, place_), type_)
    raised = _shifted(body, "shl", bits, width - place_.shift - place_.width)
    return body.convert(_shifted(body, "shr", raised, width - place_.width), type_)


def written(body: Body, place_: BitField, held: ir.Value, value: ir.Value) -> ir.Value:
    """The holder's value `held` with the bit-field set to `value`."""
    holder, wide = held.type, t.unsigned(max(32, held.type.width))
    part = _masked(body, body.convert(value, wide), place_)
    part = _shifted(body, "shl", part, place_.shift)
    if place_.width < holder.width and not _is_zero(held):
        all_bits = (1 << holder.width) - 1
        others = body.constant(wide, all_bits & ~(_mask(place_) << place_.shift))
        kept = e.BinaryOp(a.text("and"), body.convert(held, wide), others, wide).result
        part = e.BinaryOp(a.text("or"), kept, part, wide).result
    return body.convert(part, holder)


def placed(place_: BitField, value: int) -> int:
    """The bits of a constant at their place in the holder."""
    return (value & _mask(place_)) << place_.shift


def _is_zero(value: ir.Value) -> bool:
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    return isinstance(op, e.ConstantOp) and not a.value_of(op.value)


def _mask(place_: BitField) -> int:
    return (1 << place_.width) - 1


def _masked(body: Body, value: ir.Value, place_: BitField) -> ir.Value:
    if place_.width == value.type.width:
        return value
    mask = body.constant(value.type, _mask(place_))
    return e.BinaryOp(a.text("and"), value, mask, value.type).result


def _shifted(body: Body, name: str, value: ir.Value, by: int) -> ir.Value:
    if not by:
        return value
    return e.BinaryOp(a.text(name), value, body.constant(t.signed(32), by), value.type).result


def _bytes(field: Cursor) -> tuple[int, int]:
    start = field.get_field_offsetof() // _BYTE
    return start, start + max(1, field.type.get_size())


def _covers(outer: Holder, inner: Holder) -> bool:
    return outer.offset <= inner.offset and inner.end <= outer.end


def _holder(field: Cursor, taken: list[tuple[int, int]], record: Type) -> Holder:
    """The declared type's unit where nothing else lies in it, else the largest part of it that is free."""
    offset, width = field.get_field_offsetof(), field.get_bitfield_width()
    union = record.get_declaration().kind == CursorKind.UNION_DECL
    for size in sorted(_SIZES, reverse=True):
        if size > field.type.get_canonical().get_size():
            continue
        start = offset // (size * _BYTE) * size
        free = union or all(end <= start or start + size <= begin for begin, end in taken)
        if free and start + size <= record.get_size() and offset + width <= (start + size) * _BYTE:
            return Holder(start, size)
    raise Refusal("device-construct", None, construct=f"the layout of bit-field '{field.spelling}'")

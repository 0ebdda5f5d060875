"""What each op without effect computes, as a term."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.verify.same_ir.addresses import member_offset, moved
from cn_migrate.verify.same_ir.kinds import integer, kind_of, leaves, range_of
from cn_migrate.verify.same_ir.mathematics import mathematical
from cn_migrate.verify.same_ir.state import State
from cn_migrate.verify.same_ir.terms import Term

# What ids may be (CUDA C++ Programming Guide, "Technical Specifications").
_LARGEST_BLOCK = 1 << 10
_LARGEST_GRID = ((1 << 31) - 1, 1 << 16, 1 << 16)
_SIGNED_BITS = {16: "h", 32: "i", 64: "q"}
_FLOATS = {16: "e", 32: "f", 64: "d"}


def _constant(s: State, op: e.ConstantOp) -> Term:
    known = a.value_of(op.value)
    if t.is_int(op.result.type):
        return s.terms.integer(int(known))
    return floating(s, op.result.type, float(known))


def floating(s: State, type_: ir.Type, value: float) -> Term:
    """A known floating-point number, by its bits."""
    if value != value:
        return s.terms.make("float", data=(type_.width, "nan"))
    rounded = struct.unpack(_FLOATS[type_.width], struct.pack(_FLOATS[type_.width], value))[0]
    return s.terms.make("float", data=(type_.width, float(rounded).hex()))


def zero(s: State, type_: ir.Type, kind: str = "zero") -> Term:
    """All bytes zero, or (`undef`) anything."""
    if isinstance(type_, (t.RecordType, t.VecType, t.ArrayType)):
        parts = [zero(s, inner, kind) for _, inner in leaves(type_, s.layout)]
        return s.terms.make("record", *parts)
    if kind == "undef":
        return s.terms.make("undef", range_=range_of(type_))
    if t.is_int(type_):
        return s.terms.integer(0)
    if t.is_float(type_):
        return floating(s, type_, 0.0)
    return s.terms.make("null")


def _zero(s: State, op: e.ZeroOp) -> Term:
    return zero(s, op.result.type)


def _undef(s: State, op: e.UndefOp) -> Term:
    return zero(s, op.result.type, "undef")


def _aggregate(s: State, op: e.AggregateOp) -> Term:
    parts: list[Term] = []
    for part in op.parts:
        known = s.value(part)
        parts += known.parts if known.kind == "record" else [known]
    whole = list(zero(s, op.result.type).parts)
    return s.terms.make("record", *parts, *whole[len(parts) :])


def _slice(s: State, whole: ir.Type, field: str) -> slice:
    """Which of the leaves of a record belong to a field."""
    offset, type_ = member_offset(s, whole, field)
    before = sum(at < offset for at, _ in leaves(whole, s.layout))
    return slice(before, before + len(leaves(type_, s.layout)))


def _extract(s: State, op: e.ExtractOp) -> Term:
    parts = s.value(op.value).parts[_slice(s, op.value.type, op.field.value)]
    is_whole = isinstance(op.result.type, (t.RecordType, t.VecType, t.ArrayType))
    if is_whole:
        return s.terms.make("record", *parts)
    return _as_truth(s, op.result.type, parts[0])


def _as_truth(s: State, type_: ir.Type, term: Term) -> Term:
    """A byte in memory that is a truth value."""
    return s.terms.truth(term) if t.is_bool(type_) else term


def _insert(s: State, op: e.InsertOp) -> Term:
    parts = list(s.value(op.value).parts)
    part = s.value(op.part)
    if not any(field.name == op.field.value for field in s.layout.fields(op.value.type)):
        return s.value(op.value)  # padding
    parts[_slice(s, op.value.type, op.field.value)] = (
        part.parts if part.kind == "record" else [part]
    )
    return s.terms.make("record", *parts)


def _convert(s: State, op: e.ConvertOp) -> Term:
    rounding = a.text("")
    if "rounding" in op.attributes:
        rounding = ir.StringAttr(op.attributes["rounding"])
    return converted(s, s.value(op.value), op.value.type, op.result.type, rounding.value)


def converted(s: State, term: Term, source: ir.Type, type_: ir.Type, rounding: str = "") -> Term:
    """C's conversion of `term`, of type `source`, to `type_`."""
    if t.is_ptr(source):
        return s.terms.negate(
            s.terms.make("same_place", *_sorted(term, s.terms.make("null")), range_=(0, 1))
        )
    if t.is_bool(type_) and t.is_int(source):
        return s.terms.truth(term)
    if t.is_bool(type_):
        zero_ = floating(s, source, 0.0)
        return s.terms.negate(compared(s, "eq", source, term, zero_))
    if t.is_int(source) and t.is_int(type_):
        held = integer(type_)
        assert held is not None
        return s.terms.wrap(term, *held)
    if t.is_int(source):
        exact = term.value is not None and abs(term.value) < 1 << 24
        if exact and rounding in ("", "rn") and term.value is not None:
            return floating(s, type_, float(term.value))
        return s.terms.make(
            "to_float", term, data=(type_.width, "" if rounding == "rn" else rounding)
        )
    if t.is_int(type_):
        return s.terms.make(
            "to_integer",
            term,
            data=(str(type_), "" if rounding == "rz" else rounding),
            range_=range_of(type_),
        )
    if source == type_:
        return term
    if term.kind == "float" and isinstance(term.data, tuple) and rounding in ("", "rn"):
        text = str(term.data[1])
        return floating(s, type_, float("nan") if text == "nan" else float.fromhex(text))
    return s.terms.make(
        "change_width", term, data=(type_.width, "" if rounding == "rn" else rounding)
    )


def _sorted(left: Term, right: Term) -> list[Term]:
    return sorted((left, right), key=lambda part: part.number)


def _bitcast(s: State, op: e.BitcastOp) -> Term:
    known, type_ = s.value(op.value), op.result.type
    if known.kind == "bits" and known.data == (
        kind_of(type_, s.layout),
        kind_of(op.value.type, s.layout),
    ):
        return known.parts[0]
    held = integer(op.value.type)
    both = integer(type_)
    if held is not None and both is not None:
        return s.terms.wrap(known, *both)
    data = (kind_of(op.value.type, s.layout), kind_of(type_, s.layout))
    made = s.terms.make("bits", known, data=data, range_=range_of(type_))
    return s.spread(made, type_)


def _ptr_cast(s: State, op: e.PtrCastOp) -> Term:
    known = s.value(op.value)
    if t.is_ptr(op.value.type) == t.is_ptr(op.result.type):
        return known
    if t.is_ptr(op.result.type):
        return known.parts[0] if known.kind == "number_of" else s.terms.make("place_at", known)
    held = integer(op.result.type)
    assert held is not None
    if known.kind == "place_at":
        return s.terms.wrap(known.parts[0], *held)
    return s.terms.wrap(s.terms.make("number_of", known, range_=(0, (1 << 64) - 1)), *held)


def _binary(s: State, op: e.BinaryOp) -> Term:
    left, right, type_ = s.value(op.lhs), s.value(op.rhs), op.result.type
    if op.op.value in e.SHIFTS:  # a negative count is beyond any width, as is what it becomes here
        right = s.terms.wrap(right, False, op.rhs.type.width)
    return arithmetic(s, op.op.value, type_, left, right)


def arithmetic(s: State, kind: str, type_: ir.Type, left: Term, right: Term) -> Term:
    """An operator of C on two values of `type_` (of a shift the count is of any integer type)."""
    if t.is_float(type_):
        if kind == "rem":
            return s.terms.make("math", left, right, data=("fmod", type_.width))
        if kind in ("add", "mul"):
            left, right = _sorted(left, right)
        return s.terms.make(f"float_{kind}", left, right, data=type_.width)
    held = integer(type_)
    assert held is not None
    return s.terms.wrap(s.terms.operate(kind, left, right), *held)


def _compare(s: State, op: e.CompareOp) -> Term:
    return compared(s, op.op.value, op.lhs.type, s.value(op.lhs), s.value(op.rhs))


def compared(s: State, kind: str, type_: ir.Type, left: Term, right: Term) -> Term:
    """A comparison of two values of `type_`."""
    if t.is_int(type_):
        return s.terms.compare(kind, left, right)
    if kind == "ne":
        return s.terms.negate(compared(s, "eq", type_, left, right))
    if kind in ("gt", "ge"):
        kind, left, right = {"gt": "lt", "ge": "le"}[kind], right, left
    if kind == "eq":
        left, right = _sorted(left, right)
    if t.is_ptr(type_):
        name = "same_place" if kind == "eq" else f"place_{kind}"
        return s.terms.make(name, left, right, range_=(0, 1))
    return s.terms.make(f"float_{kind}", left, right, range_=(0, 1))


def _unary(s: State, op: e.UnaryOp) -> Term:
    known, kind, type_ = s.value(op.value), op.op.value, op.result.type
    if kind == "lnot":
        return s.terms.negate(s.terms.truth(known))
    if t.is_float(type_):
        if known.kind == "float" and isinstance(known.data, tuple) and known.data[1] != "nan":
            return floating(s, type_, -float.fromhex(str(known.data[1])))
        return s.terms.make("float_neg", known, data=type_.width)
    held = integer(type_)
    assert held is not None
    return s.terms.wrap(s.terms.operate(kind, known), *held)


def _math(s: State, op: e.MathOp) -> Term:
    values = [s.value(argument) for argument in op.args]
    return mathematical(
        s, op.fn.value, [argument.type for argument in op.args], op.result.type, values
    )


def _id(s: State, op: x.IdOp) -> Term:
    in_grid = op.kind.value in ("block_id", "grid_dim")
    most = _LARGEST_GRID[op.dim.value] if in_grid else _LARGEST_BLOCK
    least = int(op.kind.value in ("block_dim", "grid_dim"))
    return s.terms.make("id", data=(op.kind.value, op.dim.value), range_=(least, most))


def _offset(s: State, op: m.OffsetOp) -> Term:
    size = s.layout.size(t.pointee(op.base.type))
    return moved(s, s.value(op.base), s.value(op.index), size)


def _element(s: State, op: m.ElementOp) -> Term:
    size = s.layout.size(t.pointee(op.result.type))
    return moved(s, s.value(op.base), s.value(op.index), size)


def _decay(s: State, op: m.DecayOp) -> Term:
    return s.value(op.base)


def _member(s: State, op: m.MemberOp) -> Term:
    offset, _ = member_offset(s, t.pointee(op.base.type), op.field.value)
    return moved(s, s.value(op.base), s.terms.integer(offset), 1)


def _ptr_diff(s: State, op: m.PtrDiffOp) -> Term:
    size = s.layout.size(t.pointee(op.lhs.type))
    ends = s.value(op.lhs), s.value(op.rhs)
    held = integer(op.result.type)
    assert held is not None
    far = s.terms.make("distance", *ends, data=size, range_=(-(1 << 62), 1 << 62))
    return s.terms.wrap(far, *held)


def _part(s: State, op: Any) -> Term:
    return s.value(op.operation.operands[0])


VALUES: dict[str, Callable[[State, Any], Term]] = {
    "cnative.constant": _constant,
    "cnative.zero": _zero,
    "cnative.undef": _undef,
    "cnative.aggregate": _aggregate,
    "cnative.extract": _extract,
    "cnative.insert": _insert,
    "cnative.convert": _convert,
    "cnative.bitcast": _bitcast,
    "cnative.ptr_cast": _ptr_cast,
    "cnative.binary": _binary,
    "cnative.compare": _compare,
    "cnative.unary": _unary,
    "cnative.math": _math,
    "cnative.id": _id,
    "cnative.offset": _offset,
    "cnative.element": _element,
    "cnative.decay": _decay,
    "cnative.member": _member,
    "cnative.ptr_diff": _ptr_diff,
    "cnative.part": _part,
}

"""Integers that are known before a program runs."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import value_of

_COMPUTED = {"add": int.__add__, "sub": int.__sub__, "mul": int.__mul__}


def integer_of(value: ir.Value) -> int | None:
    """The integer that `value` always is: a constant, or arithmetic on constants that does not wrap."""
    if isinstance(value.owner, ir.Block) or not t.is_int(value.type) or t.is_bool(value.type):
        return None
    number = _computed(value.owner.opview)
    if number is None:
        return None
    signed = not t.is_unsigned(value.type)
    end = 1 << (value.type.width - signed)
    return number if (-end if signed else 0) <= number < end else None


def _computed(op: ir.OpView) -> int | None:
    if isinstance(op, e.ConstantOp):
        return int(value_of(op.value))
    if isinstance(op, e.ConvertOp):
        return integer_of(op.value)
    if isinstance(op, e.UnaryOp) and op.op.value == "neg":
        number = integer_of(op.value)
        return None if number is None else -number
    if not isinstance(op, e.BinaryOp) or op.op.value not in _COMPUTED:
        return None
    left, right = integer_of(op.lhs), integer_of(op.rhs)
    return None if left is None or right is None else _COMPUTED[op.op.value](left, right)

"""C's integer promotions and usual arithmetic conversions (C99 6.3.1), over the dialect's types."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t


def promoted(type_: ir.Type) -> ir.Type:
    """The type after C's integer promotions; other types stay."""
    if t.is_int(type_) and type_.width < 32:
        return t.signed(32)
    return type_


def usual(lhs: ir.Type, rhs: ir.Type) -> ir.Type:
    """The common type of two arithmetic operands by C's usual arithmetic conversions."""
    lhs, rhs = promoted(lhs), promoted(rhs)
    floats = [x for x in (lhs, rhs) if t.is_float(x)]
    if floats:
        return max(floats, key=lambda x: x.width)
    if lhs.width != rhs.width:
        return lhs if lhs.width > rhs.width else rhs
    return rhs if t.is_unsigned(rhs) else lhs


def value_range(type_: ir.Type) -> tuple[int, int]:
    """Least and greatest value of an integer type (`bool`: 0 and 1)."""
    if t.is_unsigned(type_):
        return 0, (1 << type_.width) - 1
    return -(1 << (type_.width - 1)), (1 << (type_.width - 1)) - 1


def within(bounds: tuple[int, int] | None, type_: ir.Type) -> bool:
    """Do all values of `bounds` fit into `type_`?"""
    if bounds is None:
        return False
    low, high = value_range(type_)
    return low <= bounds[0] and bounds[1] <= high


def is_subset(inner: ir.Type, outer: ir.Type) -> bool:
    """Does integer type `outer` hold every value of `inner`?  A type of fractions is never held."""
    return t.is_int(inner) and within(value_range(inner), outer)


def combined_bounds(
    op: str, lhs: tuple[int, int] | None, rhs: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Bounds of `lhs op rhs` where both are known (or the right one alone tells); None otherwise."""
    if rhs is not None and rhs[0] >= 0:
        if op == "and":
            return 0, rhs[1]
        if op == "rem" and lhs is not None and lhs[0] >= 0 and rhs[0] > 0:
            return 0, rhs[1] - 1
    if lhs is None or rhs is None:
        return None
    if op == "add":
        return lhs[0] + rhs[0], lhs[1] + rhs[1]
    if op == "sub":
        return lhs[0] - rhs[1], lhs[1] - rhs[0]
    if op == "mul":
        products = [x * y for x in lhs for y in rhs]
        return min(products), max(products)
    if lhs[0] < 0 or rhs[0] < 0:
        return None
    if op == "div" and rhs[0] > 0:
        return lhs[0] // rhs[1], lhs[1] // rhs[0]
    if op == "shl" and rhs[1] < 64:
        return lhs[0] << rhs[0], lhs[1] << rhs[1]
    if op == "shr":
        return lhs[0] >> rhs[1], lhs[1] >> rhs[0]
    return None

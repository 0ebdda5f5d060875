"""Arithmetic that Python's operators do not give: C's division and its conversions."""

from __future__ import annotations

import math
from collections.abc import Callable

from cn_migrate.dialects.cnative.interpreter.scalars import Scalar

ROUNDINGS: dict[str, Callable[[float], int]] = {
    "rn": round,
    "rz": math.trunc,
    "ru": math.ceil,
    "rd": math.floor,
}


def quotient(lhs: int, rhs: int) -> int:
    """C's `lhs / rhs`: towards zero.  `rhs` is not zero."""
    result = abs(lhs) // abs(rhs)
    return result if (lhs < 0) == (rhs < 0) else -result


def remainder(lhs: int, rhs: int) -> int:
    """C's `lhs % rhs`: the sign of `lhs`.  `rhs` is not zero."""
    result = abs(lhs) % abs(rhs)
    return -result if lhs < 0 else result


def divide(lhs: float, rhs: float) -> float:
    """IEEE 754 division: by zero gives an infinity or NaN."""
    if rhs != 0:
        return lhs / rhs
    if lhs == 0 or lhs != lhs:
        return math.nan
    return math.copysign(math.inf, math.copysign(1, lhs) * math.copysign(1, rhs))


def to_integer(value: float, scalar: Scalar, rounding: str = "rz") -> int:
    """Float to integer; out of range saturates and NaN gives 0.

    So does PTX's `cvt` (PTX ISA, "Data Movement and Conversion"); C leaves both undefined.
    """
    if value != value:
        return 0
    low, high = scalar.bounds
    if math.isinf(value):
        return high if value > 0 else low
    return min(max(ROUNDINGS[rounding](value), low), high)


def to_float(value: int | float, scalar: Scalar, rounding: str = "rn") -> float:
    """Integer or wider float to `scalar`, rounded once."""
    if rounding == "rn":
        return scalar.round(float(sticky(value) if scalar.bits < 64 else value))
    nearest = to_float(value, scalar)
    if nearest == value or nearest != nearest:
        return nearest
    above = nearest > value
    wanted = {"ru": True, "rd": False, "rz": value < 0}[rounding]
    return nearest if above == wanted else neighbour(nearest, scalar, upwards=wanted)


def sticky(value: int | float) -> int | float:
    """`value` with at most 53 digits, the last one set where digits were lost (round to odd).

    Rounding the result once more, to 51 digits or fewer, equals rounding `value` itself.
    """
    if isinstance(value, float) or abs(value) < 1 << 53:
        return value
    lost = value.bit_length() - 53
    mask = (1 << lost) - 1
    magnitude = abs(value)
    odd = (magnitude & ~mask) | ((magnitude & mask != 0) << lost)
    return odd if value > 0 else -odd


def neighbour(value: float, scalar: Scalar, *, upwards: bool) -> float:
    """The next value of the float type `scalar` above or below `value`."""
    if value != value or value == (math.inf if upwards else -math.inf):
        return value
    mask = (1 << scalar.bits) - 1
    sign = 1 << (scalar.bits - 1)
    bits = int.from_bytes(scalar.pack(value), "little")
    if bits & ~sign & mask == 0:
        bits = 1 if upwards else sign | 1
    else:
        bits += 1 if (bits & sign == 0) == upwards else -1
    result: float = scalar.unpack(bits.to_bytes(scalar.size, "little"))
    return result

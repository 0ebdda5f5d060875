"""What the conversions between float and the bits of binary16 compute (IEEE 754-2019, 4.3 and 5.4.2)."""

from __future__ import annotations

import math
from collections.abc import Callable

from cn_migrate.dialects.cnative.interpreter.scalars import SCALARS, Scalar

_F16 = SCALARS["f16"]
_NOT_A_NUMBER = 0x7FFF  # CUDA's canonical one
_LARGEST = 65504.0


def _bits(value: float) -> int:
    return _NOT_A_NUMBER if value != value else int.from_bytes(_F16.pack(value), "little")


def _nearest(_scalar: Scalar, value: float) -> int:
    return _bits(_F16.round(value))


def _toward(limit: Callable[[float], float]) -> Callable[[Scalar, float], int]:
    """Rounding to the neighbour on the side of `limit(value)`."""

    def rounded(_scalar: Scalar, value: float) -> int:
        bits, nearest = _nearest(_scalar, value), _F16.round(value)
        if value != value or nearest == value:
            return bits
        end = limit(value)
        if math.isinf(nearest) and abs(end) < math.inf:
            return _bits(math.copysign(_LARGEST, value))
        grows = abs(end) > abs(value)
        too_small, too_large = abs(nearest) < abs(value), abs(nearest) > abs(value)
        return bits + (grows and too_small) - (not grows and too_large)

    return rounded


def _value(_scalar: Scalar, bits: int) -> float:
    return float(_F16.unpack(bits.to_bytes(2, "little")))


HALF_SEMANTICS = {
    "half_bits_rn": _nearest,
    "half_bits_rz": _toward(lambda value: 0.0 * value),
    "half_bits_ru": _toward(lambda value: math.inf if value > 0 else 0.0),
    "half_bits_rd": _toward(lambda value: -math.inf if value < 0 else 0.0),
    "half_value": _value,
}

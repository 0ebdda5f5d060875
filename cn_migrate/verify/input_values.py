"""Other values for the inputs of a launch: of the same types, and as far as possible of the same kind.

What an integer is for, its type does not tell: a number, an index, a size.  Hence degrees of boldness: an input that
makes the original read out of bounds is none, and a tamer one is tried.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from cn_migrate.dialects.cnative.interpreter.scalars import Scalar
from cn_migrate.verify.compare import Array

Random = np.random.Generator

_RARE = 0.1  # of the numbers are special ones, where special ones are wanted
# Not the largest number: what overflows on the way hangs on whether products and sums are fused.
_LIMITS = {  # the smallest normal number, the largest number, the distance from 1 to the next
    "f64": (2.0**-1022, float(np.finfo(np.float64).max), 2.0**-52),
    "f32": (2.0**-126, float(np.finfo(np.float32).max), 2.0**-23),
    "f16": (2.0**-14, 65504.0, 2.0**-10),
    "bf16": (2.0**-126, 3.3895313892515355e38, 2.0**-7),
}


class Boldness(IntEnum):
    """What is done to integers in memory; floating-point numbers are always new."""

    KEPT = 0
    MIXED = 1  # the same ones in another order
    RANGE = 2  # any from the smallest to the largest
    ANY = 3  # any that the type holds and can calculate with


def other_numbers(
    random: Random, scalar: Scalar, old: Array, boldness: Boldness, special: bool
) -> Array:
    """As many numbers as there were; `special` ones (NaN, infinities, zeros) among them where wanted."""
    if scalar.kind == "float":
        return _floats(random, scalar, old, special)
    if boldness is Boldness.KEPT:
        return old
    if boldness is Boldness.MIXED:
        return random.permutation(old)
    if scalar.kind == "bool":
        return random.integers(0, 2, old.size, np.uint8)
    if boldness is Boldness.RANGE:
        return random.integers(int(old.min()), int(old.max()), old.size, old.dtype, endpoint=True)
    # Signed numbers whose products fit: what overflows has no meaning, which compilers make use of.
    bits = scalar.bits // 2 - 1 if scalar.signed and scalar.bits > 8 else scalar.bits
    largest = (1 << bits) - 1
    made = random.integers(0, largest, old.size, np.uint64, endpoint=True)
    made >>= random.integers(0, bits, old.size).astype(np.uint64)  # of every magnitude
    signs = random.integers(0, 2, old.size).astype(bool) & scalar.signed
    made = np.where(signs, ~made, made).astype(old.dtype)
    return _sprinkled(random, made, (0, 1, largest if largest <= np.iinfo(old.dtype).max else -1))


def _floats(random: Random, scalar: Scalar, old: Array, special: bool) -> Array:
    """Numbers from the range of the old ones, so that what was positive stays so; else around zero."""
    known = old[np.isfinite(old)].astype(np.float64)
    low, high = (known.min(), known.max()) if known.size else (0.0, 0.0)
    if low == high:
        low, high = (-1.0, 1.0) if low == 0 else (min(low, 2 * low), max(low, 2 * low))
    made = low + (high - low) * random.random(old.size)
    if special:
        tiny = _LIMITS[scalar.name][0]
        made = _sprinkled(random, made, (np.nan, np.inf, -np.inf, -0.0, tiny, 1.0))
    with np.errstate(over="ignore"):
        return made.astype(old.dtype)


def _sprinkled(random: Random, numbers: Array, special: tuple[float, ...]) -> Array:
    """The numbers with special ones among them: each one where there is room, but never more than half."""
    count = min(max(len(special), int(_RARE * numbers.size)), (numbers.size + 1) // 2)
    places = random.permutation(numbers.size)[:count]
    numbers[places] = np.resize(random.permutation(np.array(special, numbers.dtype)), count)
    return numbers


def nudged(random: Random, scalar: Scalar, old: Array) -> Array:
    """The numbers with their last digits changed, as far as roundings of other orders and kinds would."""
    if scalar.kind != "float":
        return old
    _, huge, step = _LIMITS[scalar.name]
    finite = np.isfinite(old)
    changed = np.where(finite, old, 0).astype(np.float64) / (1 + 4 * step * random.random(old.size))
    return np.where(finite, np.clip(changed, -huge, huge), old).astype(old.dtype)


def other_size(random: Random, scalar: Scalar, old: Array) -> Array:
    """Another integer argument: sizes become smaller and odd, so that arrays stay large enough."""
    value = int(old[0])
    if scalar.kind != "int" or value < 2:
        return old
    smaller = [value - 1, (value // 2) | 1, 1, 1 + int(random.random() * (value - 1))]
    return np.array([smaller[int(random.integers(len(smaller)))]], old.dtype)

"""What each row of the table `math_functions` computes.

A function takes the scalar type of its (first arithmetic) argument, then the arguments; floats are
computed in double and rounded by the caller, so f32 results are correctly rounded or next to it.
Special values are those of C99, annex F, which CUDA follows.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import math
from collections.abc import Callable
from statistics import NormalDist

from cn_migrate.dialects.cnative.interpreter.arithmetic import divide, neighbour
from cn_migrate.dialects.cnative.interpreter.half_semantics import HALF_SEMANTICS
from cn_migrate.dialects.cnative.interpreter.scalars import SCALARS, Scalar, Value

Semantics = Callable[..., Value]
_C_MATH = ctypes.CDLL(ctypes.util.find_library("m") or None)


def _c(name: str, arity: int = 1) -> Semantics:
    """The C library's function on doubles: no exceptions, C99's special values."""
    function = getattr(_C_MATH, name)
    function.restype = ctypes.c_double
    function.argtypes = [ctypes.c_double] * arity
    return _plain(function)


def _plain(function: Callable[..., Value]) -> Semantics:
    """A function whose type does not matter."""
    return lambda _scalar, *args: function(*args)


_SQRT, _EXP2, _LOG2, _POW = _c("sqrt"), _c("exp2"), _c("log2"), _c("pow", 2)
_FMA, _ERF, _ERFC, _CBRT = _c("fma", 3), _c("erf"), _c("erfc"), _c("cbrt")
_C99_ONE = (
    "sqrt fabs floor ceil trunc rint round nearbyint cbrt exp exp2 expm1 log log2 log10 log1p"
    " sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc lgamma tgamma logb"
    " j0 j1 y0 y1"
).split()


# -- floats ----------------------------------------------------------------------------------------


def _exp10(x: float) -> float:
    return float(_POW(None, 10.0, x))


def _pi_turn(x: float, shift: int) -> float:
    """sin(pi * x + shift * pi / 2), exact at multiples of a half."""
    if not math.isfinite(x):
        return math.nan
    half_turns = round(2 * math.fmod(x, 2.0))
    rest = (math.fmod(x, 2.0) - half_turns / 2) * math.pi
    quarter = (half_turns + shift) % 4
    result = math.cos(rest) if quarter % 2 else math.sin(rest)
    result = -result if quarter >= 2 else result
    return math.copysign(0.0, x) if result == 0 else result


def _erfcinv(x: float) -> float:
    """Inverse of erfc on (0, 2): the normal quantile, sharpened by one Newton step on erfc."""
    if not 0 <= x <= 2:
        return math.nan
    if x in (0, 2):
        return math.inf if x == 0 else -math.inf
    if x > 1:
        return -_erfcinv(2 - x)
    guess = -NormalDist().inv_cdf(x / 2) / math.sqrt(2)
    return guess + (math.erfc(guess) - x) * math.sqrt(math.pi) / 2 * math.exp(guess * guess)


def _erfinv(x: float) -> float:
    if not abs(x) <= 1:
        return math.nan
    if abs(x) >= 0.5:
        return math.copysign(_erfcinv(1 - abs(x)), x)
    guess = x * math.sqrt(math.pi) / 2
    for _ in range(6):  # Newton: doubles the digits each time
        guess -= (math.erf(guess) - x) * math.sqrt(math.pi) / 2 * math.exp(guess * guess)
    return math.copysign(guess, x)


def _fused(scalar: Scalar, x: float, y: float, z: float) -> float:
    """Computes x * y + z, rounded once to `scalar`."""
    if scalar.bits == 64:
        return float(_FMA(scalar, x, y, z))
    product = x * y  # exact in double
    total = product + z
    if not math.isfinite(total):
        return total
    high = total - product
    error = (product - (total - high)) + (z - high)
    last = int.from_bytes(SCALARS["f64"].pack(total), "little") & 1
    if error == 0 or last:
        return total
    return neighbour(
        total, SCALARS["f64"], upwards=error > 0
    )  # to odd, so that the next rounding is right


def _smaller(x: float, y: float) -> float:
    if x != x or y != y:
        return y if x != x else x
    return min(x, y, key=lambda v: (v, math.copysign(1, v)))


def _larger(x: float, y: float) -> float:
    return -_smaller(-x, -y)


def _next_after(scalar: Scalar, x: float, y: float) -> float:
    if x != x or y != y:
        return math.nan
    return y if x == y else neighbour(x, scalar, upwards=y > x)


def _ilogb(x: float) -> int:
    if x == 0 or x != x:
        return -(1 << 31)
    return (1 << 31) - 1 if math.isinf(x) else math.frexp(x)[1] - 1


def _ldexp(x: float, exponent: float) -> float:
    try:
        return math.ldexp(x, int(exponent))
    except OverflowError:
        return math.copysign(math.inf, x)


def _saturate(x: float) -> float:
    return min(max(x, 0.0), 1.0) if x == x else 0.0


# -- integers --------------------------------------------------------------------------------------


def _bits(scalar: Scalar, x: int) -> int:
    return x & ((1 << scalar.bits) - 1)


def _min(scalar: Scalar, x: Value, y: Value) -> Value:
    return _smaller(x, y) if scalar.kind == "float" else min(x, y)


def _max(scalar: Scalar, x: Value, y: Value) -> Value:
    return _larger(x, y) if scalar.kind == "float" else max(x, y)


def _reverse(scalar: Scalar, x: int) -> int:
    return int(format(_bits(scalar, x), f"0{scalar.bits}b")[::-1], 2)


def _low24(scalar: Scalar, x: int) -> int:
    low = x & 0xFFFFFF
    return low - (1 << 24) if scalar.signed and low >> 23 else low


def _mul24(scalar: Scalar, x: int, y: int) -> int:
    return _low24(scalar, x) * _low24(scalar, y)


def _mad24(scalar: Scalar, x: int, y: int, z: int) -> int:
    return _mul24(scalar, x, y) + z


def _mulhi(scalar: Scalar, x: int, y: int) -> int:
    return (x * y) >> scalar.bits


def _hadd(x: int, y: int) -> int:
    return (x + y) >> 1


def _rhadd(x: int, y: int) -> int:
    return (x + y + 1) >> 1


def _popcount(scalar: Scalar, x: int) -> int:
    return _bits(scalar, x).bit_count()


def _clz(scalar: Scalar, x: int) -> int:
    return scalar.bits - _bits(scalar, x).bit_length()


def _ffs(x: int) -> int:
    return (x & -x).bit_length() if x else 0


def _selected(source: bytes, selector: int) -> int:
    """One byte of eight, or its sign in all bits (PTX ISA, "prmt")."""
    byte = source[selector & 7]
    return (0xFF if byte >> 7 else 0) if selector & 8 else byte


def _byte_perm(x: int, y: int, selector: int) -> int:
    source = (x | y << 32).to_bytes(8, "little")
    return int.from_bytes(bytes(_selected(source, selector >> 4 * i) for i in range(4)), "little")


def _funnel_shl(low: int, high: int, shift: int) -> int:
    return ((high << 32 | low) << (shift & 31)) >> 32


def _funnel_shr(low: int, high: int, shift: int) -> int:
    return (high << 32 | low) >> (shift & 31)


SEMANTICS: dict[str, Semantics] = {
    **{name: _c(name) for name in _C99_ONE},
    **{
        name: _c(name, 2)
        for name in ("fmod", "remainder", "copysign", "fdim", "pow", "atan2", "hypot")
    },
    "rsqrt": lambda s, x: divide(1.0, _SQRT(s, x)),
    "rcbrt": lambda s, x: divide(1.0, _CBRT(s, x)),
    "exp10": _plain(_exp10),
    "sinpi": _plain(lambda x: _pi_turn(x, 0)),
    "cospi": _plain(lambda x: _pi_turn(x, 1)),
    "erfinv": _plain(_erfinv),
    "erfcinv": _plain(_erfcinv),
    "normcdf": lambda s, x: 0.5 * _ERFC(s, -x / math.sqrt(2)),
    "normcdfinv": _plain(lambda x: -math.sqrt(2) * _erfcinv(2 * x)),
    "fmin": _plain(_smaller),
    "fmax": _plain(_larger),
    "nextafter": _next_after,
    "fma": _fused,
    "fast_exp": _c("exp"),
    "fast_exp10": _plain(_exp10),
    "fast_log": _c("log"),
    "fast_log2": _c("log2"),
    "fast_log10": _c("log10"),
    "fast_sin": _c("sin"),
    "fast_cos": _c("cos"),
    "fast_tan": _c("tan"),
    "fast_div": _plain(divide),
    "fast_pow": lambda s, x, y: _EXP2(s, y * _LOG2(s, x)),
    "saturate": _plain(_saturate),
    "recip_rn": _plain(lambda x: divide(1.0, x)),
    "add_rn": _plain(lambda x, y: x + y),
    "sub_rn": _plain(lambda x, y: x - y),
    "mul_rn": _plain(lambda x, y: x * y),
    "div_rn": _plain(divide),
    "isnan": _plain(lambda x: x != x),
    "isinf": _plain(math.isinf),
    "isfinite": _plain(math.isfinite),
    "signbit": _plain(lambda x: math.copysign(1, x) < 0),
    "min": _min,
    "max": _max,
    "abs": _plain(abs),
    "brev": _reverse,
    "mul24": _mul24,
    "mulhi": _mulhi,
    "hadd": _plain(_hadd),
    "rhadd": _plain(_rhadd),
    "mad24": _mad24,
    "sad": _plain(lambda x, y, z: abs(x - y) + z),
    **HALF_SEMANTICS,
    "popcount": _popcount,
    "clz": _clz,
    "ffs": _plain(_ffs),
    "ldexp": _plain(_ldexp),
    "ilogb": _plain(_ilogb),
    "byte_perm": _plain(_byte_perm),
    "funnel_shl": _plain(_funnel_shl),
    "funnel_shr": _plain(_funnel_shr),
}

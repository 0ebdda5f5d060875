"""The functions that `cnative.math` can name: arity, kind, and how exact they have to be.

Kinds: "float" (arguments and result of one float type), "integer" (of one integer type), "predicate"
(float -> bool), "any" (one arithmetic type), "special" (signature in the note).
`ulp` is the error that CUDA documents for float32 (CUDA C++ Programming Guide, "Mathematical
Functions"); 0 means correctly rounded or exact.  `fast_*` are CUDA's intrinsics (`__expf`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MathFunction:
    """One function: `ulp` is CUDA's documented maximum error for float32."""

    arity: int
    kind: str
    ulp: float = 0.0
    note: str = ""


def _rows(arity: int, kind: str, names: str, ulp: float = 0.0) -> dict[str, MathFunction]:
    return {name: MathFunction(arity, kind, ulp) for name in names.split()}


MATH_FUNCTIONS: dict[str, MathFunction] = {
    **_rows(1, "float", "sqrt fabs floor ceil trunc rint round nearbyint"),
    **_rows(1, "float", "rsqrt cbrt exp exp2 exp10 expm1 log log2 log10 log1p", 2),
    **_rows(
        1, "float", "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh sinpi cospi", 4
    ),
    **_rows(
        1,
        "float",
        "erf erfc erfinv erfcinv normcdf normcdfinv rcbrt lgamma tgamma logb j0 j1 y0 y1",
        6,
    ),
    **_rows(2, "float", "fmin fmax fmod remainder copysign fdim nextafter"),
    **_rows(2, "float", "pow atan2 hypot", 8),
    **_rows(3, "float", "fma"),
    **_rows(
        1,
        "float",
        "fast_exp fast_exp10 fast_log fast_log2 fast_log10 fast_sin fast_cos fast_tan",
        32,
    ),
    **_rows(1, "float", "saturate recip_rn"),
    **_rows(2, "float", "fast_div fast_pow", 32),
    **_rows(
        2, "float", "add_rn sub_rn mul_rn div_rn"
    ),  # never contracted into a fused multiply-add
    **_rows(1, "predicate", "isnan isinf isfinite signbit"),
    **_rows(2, "any", "min max"),
    **_rows(1, "integer", "abs brev"),
    **_rows(2, "integer", "mul24 mulhi hadd rhadd"),
    **_rows(3, "integer", "mad24 sad"),
    "half_bits_rn": MathFunction(1, "special", note="f32 -> ui16: nearest binary16, its bits"),
    "half_bits_rz": MathFunction(1, "special", note="the same, toward zero"),
    "half_bits_ru": MathFunction(1, "special", note="the same, upwards"),
    "half_bits_rd": MathFunction(1, "special", note="the same, downwards"),
    "half_value": MathFunction(1, "special", note="ui16, the bits of a binary16 -> f32"),
    "popcount": MathFunction(1, "special", note="integer -> si32: set bits"),
    "clz": MathFunction(1, "special", note="integer -> si32: leading zeros, width for 0"),
    "ffs": MathFunction(1, "special", note="integer -> si32: index of lowest set bit + 1, 0 for 0"),
    "ldexp": MathFunction(2, "special", note="float, integral number as float -> float"),
    "ilogb": MathFunction(1, "special", note="float -> si32"),
    "byte_perm": MathFunction(3, "special", note="ui32 x 3 -> ui32"),
    "funnel_shl": MathFunction(3, "special", note="lo, hi, shift: ui32 -> ui32, shift modulo 32"),
    "funnel_shr": MathFunction(3, "special", note="lo, hi, shift: ui32 -> ui32, shift modulo 32"),
}

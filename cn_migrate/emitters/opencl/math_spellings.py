"""How each function of the dialect's table is written in OpenCL C.

A row is a format over the printed arguments `{0}`, `{1}`, `{2}`, the scalar type's name `{type}` and the
suffix of its literals `{f}`; each argument stands once.  `{helper}` names a function of `prelude.HELPERS`.
OpenCL C 1.2, sections 6.12.2 (math), 6.12.3 (integer), 6.12.6 (relational).
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate.emitters.opencl.expr import Prec


@dataclass(frozen=True, slots=True)
class Spelling:
    """`text` with its binding strength; `helper` (a format) is a function that the module must hold."""

    text: str
    prec: Prec = Prec.POSTFIX
    helper: str = ""


def _argument(number: int) -> str:
    return f"{{{number}}}"


def _call(name: str, arity: int) -> Spelling:
    return Spelling(f"{name}({', '.join(_argument(i) for i in range(arity))})")


def _same(arity: int, names: str) -> dict[str, Spelling]:
    return {name: _call(name, arity) for name in names.split()}


def _helped(name: str, arity: int, helper: str) -> dict[str, Spelling]:
    arguments = ", ".join(_argument(i) for i in range(arity))
    return {name: Spelling(f"{{helper}}({arguments})", helper=helper)}


SPELLINGS: dict[str, Spelling] = {
    **_same(
        1,
        "sqrt fabs floor ceil trunc rint round rsqrt cbrt exp exp2 exp10 expm1 log log2 log10 log1p logb",
    ),
    **_same(
        1,
        "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh sinpi cospi erf erfc lgamma tgamma",
    ),
    **_same(1, "abs popcount clz ilogb"),
    **_same(
        2,
        "fmin fmax fmod remainder copysign fdim nextafter pow atan2 hypot min max hadd rhadd mul24",
    ),
    **_same(3, "fma mad24"),
    "nearbyint": _call("rint", 1),
    "rcbrt": Spelling("1 / cbrt({0})", Prec.MUL),
    "mulhi": _call("mul_hi", 2),
    "sad": Spelling("abs_diff({0}, {1}) + {2}", Prec.ADD),
    # CUDA bounds the error of its fast functions; OpenCL leaves that of native_* to the device (1e-4 was seen).
    "fast_exp": _call("exp", 1),
    "fast_exp10": _call("exp10", 1),
    "fast_log": _call("log", 1),
    "fast_log2": _call("log2", 1),
    "fast_log10": _call("log10", 1),
    "fast_sin": _call("sin", 1),
    "fast_cos": _call("cos", 1),
    "fast_tan": _call("tan", 1),
    "fast_div": Spelling("{0} / {1}", Prec.MUL),
    "fast_pow": Spelling("exp2({1} * log2({0}))"),
    "saturate": Spelling("fmin(fmax({0}, 0.0{f}), 1.0{f})"),  # NaN becomes 0, as CUDA has it
    "recip_rn": Spelling("1 / {0}", Prec.MUL),
    **_helped("add_rn", 2, "cn_add_rn_{type}"),
    **_helped("sub_rn", 2, "cn_sub_rn_{type}"),
    **_helped("mul_rn", 2, "cn_mul_rn_{type}"),
    **_helped("div_rn", 2, "cn_div_rn_{type}"),
    **_same(1, "isnan isinf isfinite signbit"),
    **_helped("ffs", 1, "cn_ffs_{type}"),
    **_helped("brev", 1, "cn_brev_u{type}"),
    **_helped("half_bits_rn", 1, "cn_half_bits_rn"),
    **_helped("half_bits_rz", 1, "cn_half_bits_rz"),
    **_helped("half_bits_ru", 1, "cn_half_bits_ru"),
    **_helped("half_bits_rd", 1, "cn_half_bits_rd"),
    **_helped("half_value", 1, "cn_half_value"),
    **_helped("byte_perm", 3, "cn_byte_perm"),
    "funnel_shl": Spelling("(uint)(((ulong){1} << 32 | {0}) << ({2} & 31) >> 32)", Prec.UNARY),
    "funnel_shr": Spelling("(uint)(((ulong){1} << 32 | {0}) >> ({2} & 31))", Prec.UNARY),
    "ldexp": Spelling("ldexp({0}, (int){1})", Prec.POSTFIX),
    **_helped("erfinv", 1, "cn_erfinv_{type}"),
    **_helped("erfcinv", 1, "cn_erfcinv_{type}"),
    **_helped("normcdfinv", 1, "cn_normcdfinv_{type}"),
    **_helped("normcdf", 1, "cn_normcdf_{type}"),
    **_helped("j0", 1, "cn_j0_{type}"),
    **_helped("j1", 1, "cn_j1_{type}"),
    **_helped("y0", 1, "cn_y0_{type}"),
    **_helped("y1", 1, "cn_y1_{type}"),
}

"""Every row of the table of functions has semantics, and they agree with numpy."""

import math

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter.math_semantics import SEMANTICS
from cn_migrate.dialects.cnative.interpreter.scalars import SCALARS
from cn_migrate.dialects.cnative.math_functions import MATH_FUNCTIONS
from tests.dialects.evaluation import evaluate

F32, F64, SI32, UI32 = (SCALARS[name] for name in ("f32", "f64", "si32", "ui32"))
INT_MIN = -(2**31)


def test_the_table_is_complete() -> None:
    assert set(SEMANTICS) == set(MATH_FUNCTIONS)


NUMPY = {
    "fabs": np.fabs,
    "floor": np.floor,
    "ceil": np.ceil,
    "trunc": np.trunc,
    "rint": np.rint,
    "nearbyint": np.rint,
    "sqrt": np.sqrt,
    "cbrt": np.cbrt,
    "exp": np.exp,
    "exp2": np.exp2,
    "expm1": np.expm1,
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "log1p": np.log1p,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "exp10": lambda x: np.power(10.0, x),
    "rsqrt": lambda x: 1 / np.sqrt(x),
    "rcbrt": lambda x: 1 / np.cbrt(x),
    "recip_rn": lambda x: 1 / x,
    "fast_exp": np.exp,
    "fast_exp10": lambda x: np.power(10.0, x),
    "fast_log": np.log,
    "fast_log2": np.log2,
    "fast_log10": np.log10,
    "fast_sin": np.sin,
    "fast_cos": np.cos,
    "fast_tan": np.tan,
}
NUMPY_TWO = {
    "fmod": np.fmod,
    "copysign": np.copysign,
    "pow": np.power,
    "atan2": np.arctan2,
    "hypot": np.hypot,
    "fmin": np.fmin,
    "fmax": np.fmax,
    "fast_div": np.divide,
    "add_rn": np.add,
    "sub_rn": np.subtract,
    "mul_rn": np.multiply,
    "div_rn": np.divide,
    "nextafter": np.nextafter,
}
VALUES = [0.0, -0.0, 0.3, -0.7, 1.0, -1.0, 2.5, -2.5, 17.25, 88.0, np.inf, -np.inf, np.nan]


@pytest.mark.parametrize("name", NUMPY)
def test_functions_of_one_float(name: str) -> None:
    x = np.array(VALUES, np.float32)
    result, report = evaluate(lambda b, p: b.math(name, p), "f32", ("f32", x))
    with np.errstate(all="ignore"):
        expected = NUMPY[name](x.astype(np.float64)).astype(np.float32)
    np.testing.assert_array_max_ulp(
        result[np.isfinite(expected)], expected[np.isfinite(expected)], 1
    )
    np.testing.assert_array_equal(result[~np.isfinite(expected)], expected[~np.isfinite(expected)])
    assert not report.findings


@pytest.mark.parametrize("name", NUMPY_TWO)
def test_functions_of_two_floats(name: str) -> None:
    x, y = (grid.ravel().astype(np.float32) for grid in np.meshgrid(VALUES, VALUES))
    result, _ = evaluate(lambda b, p, q: b.math(name, p, q), "f32", ("f32", x), ("f32", y))
    wide = (x, y) if name == "nextafter" else (x.astype(np.float64), y.astype(np.float64))
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(result, NUMPY_TWO[name](*wide).astype(np.float32))


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("round", (2.5,), 3.0),
        ("round", (-2.5,), -3.0),
        ("remainder", (5.0, 3.0), -1.0),
        ("fdim", (5.0, 3.0), 2.0),
        ("fdim", (3.0, 5.0), 0.0),
        ("logb", (10.0,), 3.0),
        ("erf", (0.5,), math.erf(0.5)),
        ("erfc", (0.5,), math.erfc(0.5)),
        ("erfinv", (math.erf(0.3),), 0.3),
        ("erfinv", (math.erf(1.7),), 1.7),
        ("erfinv", (-0.0,), -0.0),
        ("erfinv", (1.0,), math.inf),
        ("erfcinv", (math.erfc(3.0),), 3.0),
        ("erfcinv", (math.erfc(-0.4),), -0.4),
        ("normcdf", (0.0,), 0.5),
        ("normcdf", (-3.0,), 0.0013498980316300946),
        ("normcdfinv", (0.975,), 1.959963984540054),
        ("lgamma", (10.0,), math.log(362880)),
        ("tgamma", (5.0,), 24.0),
        ("j0", (1.0,), 0.7651976865579666),
        ("j1", (1.0,), 0.44005058574493355),
        ("y0", (1.0,), 0.08825696421567697),
        ("y1", (1.0,), -0.7812128213002887),
        ("sinpi", (0.5,), 1.0),
        ("sinpi", (1.0,), 0.0),
        ("sinpi", (-0.25,), -math.sqrt(0.5)),
        ("cospi", (1.0,), -1.0),
        ("cospi", (0.5,), 0.0),
        ("cospi", (7.25,), math.cos(math.pi * 0.75)),
        ("fast_pow", (2.0, 0.5), math.sqrt(2)),
        ("saturate", (1.5,), 1.0),
        ("saturate", (-1.0,), 0.0),
        ("saturate", (math.nan,), 0.0),
        ("ldexp", (1.5, 4), 24.0),
        ("ldexp", (1.5, 5000), math.inf),
        ("min", (math.nan, 2.0), 2.0),
        ("max", (-0.0, 0.0), 0.0),
    ],
)
def test_chosen_values(name: str, arguments: tuple[float, ...], expected: float) -> None:
    result = SEMANTICS[name](F64, *arguments)
    assert result == pytest.approx(expected, rel=2e-15, abs=1e-300)
    assert math.copysign(1, result) == math.copysign(1, expected)


@pytest.mark.parametrize(
    ("name", "scalar", "arguments", "expected"),
    [
        ("abs", SI32, (-5,), 5),
        ("abs", SI32, (INT_MIN,), INT_MIN),
        ("brev", UI32, (1,), 2**31),
        ("brev", UI32, (0xF0,), 0x0F000000),
        ("popcount", SI32, (-1,), 32),
        ("clz", SI32, (0,), 32),
        ("clz", SI32, (1,), 31),
        ("clz", SCALARS["si64"], (1,), 63),
        ("ffs", SI32, (0,), 0),
        ("ffs", SI32, (INT_MIN,), 32),
        ("mul24", SI32, (-3, 5), -15),
        ("mul24", UI32, (0x1000002, 3), 6),
        ("mad24", SI32, (-3, 5, 1), -14),
        ("mulhi", SI32, (-1, 2), -1),
        ("mulhi", UI32, (2**31, 6), 3),
        ("hadd", SI32, (INT_MIN, INT_MIN + 1), INT_MIN),
        ("rhadd", SI32, (3, 4), 4),
        ("sad", SI32, (-3, 4, 10), 17),
        ("min", SI32, (-3, 4), -3),
        ("max", UI32, (3, 4), 4),
        ("byte_perm", UI32, (0x33221100, 0x77665544, 0x7041), 0x77004411 ^ 0x00000000),
        ("funnel_shl", UI32, (0x80000000, 1, 1), 3),
        ("funnel_shr", UI32, (0x80000000, 1, 31), 3),
        ("isnan", F32, (math.nan,), True),
        ("isinf", F32, (-math.inf,), True),
        ("isfinite", F32, (1.0,), True),
        ("signbit", F32, (-0.0,), True),
        ("ilogb", F32, (10.0,), 3),
        ("ilogb", F32, (0.0,), INT_MIN),
    ],
)
def test_integers_and_predicates(name: str, scalar, arguments: tuple, expected: int) -> None:
    result = SEMANTICS[name](scalar, *arguments)
    assert (scalar.wrap(result) if scalar.kind == "int" else result) == expected


def test_fused_multiply_add_rounds_once() -> None:
    from fractions import Fraction

    random = np.random.default_rng(3)
    x, y = (random.normal(0, 1, 400).astype(np.float32) for _ in range(2))
    z = (-x.astype(np.float64) * y).astype(np.float32)  # cancels: all that is left is the rounding
    result, _ = evaluate(
        lambda b, p, q, r: b.math("fma", p, q, r), "f32", ("f32", x), ("f32", y), ("f32", z)
    )
    for a, c, d, got in zip(x.tolist(), y.tolist(), z.tolist(), result.tolist(), strict=True):
        exact = Fraction(a) * Fraction(c) + Fraction(d)
        assert got == float(exact)  # few digits are left: exact
    half = SEMANTICS["fma"](F32, 1 + 2.0**-23, 1 + 2.0**-23, 2.0**-60)
    assert F32.round(half) == 1 + 2 * 2.0**-23
    tie = SEMANTICS["fma"](F32, 1.0, 1 + 2.0**-23, 2.0**-24 + 2.0**-24 * 2.0**-23)
    assert F32.round(tie) == 1 + 2.0**-22  # rounding to double first would make it a tie


def test_results_are_rounded_to_half() -> None:
    x = np.array([0.1, 1.5, 3.0, 9.0], np.float16)
    result, _ = evaluate(lambda b, p: b.math("exp", p), "f16", ("f16", x))
    np.testing.assert_array_equal(result, np.exp(x.astype(np.float64)).astype(np.float16))

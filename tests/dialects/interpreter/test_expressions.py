"""Expression ops: C's semantics at every width, compared with numpy."""

import numpy as np
import pytest

from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.dialects.cnative.interpreter import Interpreter
from tests.dialects.evaluation import DTYPES, evaluate
from tests.dialects.kernel_builder import KernelBuilder

INTEGERS = ("si8", "ui8", "si16", "ui16", "si32", "ui32", "si64", "ui64")
FLOATS = ("f16", "f32", "f64")
NUMPY = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
    "div": np.true_divide,
    "eq": np.equal,
    "ne": np.not_equal,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
}


def integers(name: str, count: int = 64, seed: int = 1) -> np.ndarray:
    info = np.iinfo(DTYPES[name])
    random = np.random.default_rng(seed)
    values = random.integers(info.min, info.max, count, DTYPES[name], endpoint=True)
    values[:4] = info.min, info.max, 0, 1
    return values


def floats(name: str, seed: int = 1) -> np.ndarray:
    random = np.random.default_rng(seed)
    special = [0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, 6e-8, -1e-45, 3e38, 65504.0]
    values = np.concatenate([special, random.normal(0, 100, 54)])
    with np.errstate(all="ignore"):
        return random.permutation(values.astype(DTYPES[name]))


@pytest.mark.parametrize("name", INTEGERS)
@pytest.mark.parametrize("op", ["add", "sub", "mul", "and", "or", "xor"])
def test_integers_wrap(op: str, name: str) -> None:
    x, y = integers(name), integers(name, seed=2)
    result, _ = evaluate(lambda b, p, q: b.binary(op, p, q), name, (name, x), (name, y))
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(result, NUMPY[op](x, y))


@pytest.mark.parametrize("name", FLOATS)
@pytest.mark.parametrize("op", ["add", "sub", "mul", "div"])
def test_floats_are_rounded_once(op: str, name: str) -> None:
    x, y = floats(name), floats(name, seed=2)
    result, _ = evaluate(lambda b, p, q: b.binary(op, p, q), name, (name, x), (name, y))
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(result, NUMPY[op](x, y))


def test_bfloat16_rounds_to_even() -> None:
    def build(b, p, q):  # 1 + 2**-8 lies between two bf16 values, 1 + 3 * 2**-8 too
        return b.binary("add", p, q)

    one, eighth, three = 0x3F80, 0x3B80, 0x3C40
    result, _ = evaluate(build, "bf16", ("bf16", [one, one]), ("bf16", [eighth, three]))
    np.testing.assert_array_equal(result, [0x3F80, 0x3F82])


@pytest.mark.parametrize("name", INTEGERS)
def test_division_truncates(name: str) -> None:
    x, y = integers(name), integers(name, seed=2)
    x[4:8], y[4:8] = (
        np.array([7, 7, -7, -7]).astype(x.dtype),
        np.array([2, -2, 2, -2]).astype(x.dtype),
    )
    y[y == 0] = 3
    quotient, report = evaluate(lambda b, p, q: b.binary("div", p, q), name, (name, x), (name, y))
    remainder, _ = evaluate(lambda b, p, q: b.binary("rem", p, q), name, (name, x), (name, y))
    info = np.iinfo(DTYPES[name])
    for a, c, q, r in zip(
        x.tolist(), y.tolist(), quotient.tolist(), remainder.tolist(), strict=True
    ):
        exact = abs(a) // abs(c) * (1 if (a < 0) == (c < 0) else -1)
        assert q == (exact if exact <= info.max else info.min)
        assert r == a - exact * c
    assert report.ok


def test_division_by_zero_is_reported() -> None:
    result, report = evaluate(
        lambda b, p, q: b.binary("div", p, q), "si32", ("si32", [5, 6]), ("si32", [0, 2])
    )
    assert result.tolist() == [0, 3]
    (finding,) = report.of("division-by-zero")
    assert (finding.location, finding.thread) == ("k.cu:1:5", (0, 0, 0))


def test_conversions_without_a_meaning_are_told() -> None:
    values = [1.5, -0.5, 3e9, float("nan")]
    result, report = evaluate(lambda b, p: b.convert(p, b.si32), "si32", ("f32", values))
    assert result.tolist() == [1, 0, 2**31 - 1, 0]
    (finding,) = report.of("undefined-conversion")
    assert (finding.thread, finding.count, report.ok) == ((2, 0, 0), 2, True)


@pytest.mark.parametrize("name", ["si32", "ui32", "si64", "ui8"])
def test_shifts_by_the_width_or_more_shift_everything_out(name: str) -> None:
    x, counts = integers(name), np.arange(-8, 56)
    width = np.iinfo(DTYPES[name]).bits
    left, _ = evaluate(lambda b, p, q: b.binary("shl", p, q), name, (name, x), ("si32", counts))
    right, _ = evaluate(lambda b, p, q: b.binary("shr", p, q), name, (name, x), ("si32", counts))
    taken = [count if 0 <= count < width else width for count in counts.tolist()]
    for value, count, shl, shr in zip(x.tolist(), taken, left, right, strict=True):
        assert int(shl) % 2**width == (value << count) % 2**width
        assert int(shr) == value >> count


@pytest.mark.parametrize("op", ["eq", "ne", "lt", "le", "gt", "ge"])
@pytest.mark.parametrize("name", ["si32", "ui64", "f32"])
def test_comparisons(op: str, name: str) -> None:
    make = floats if name == "f32" else integers
    x, y = make(name), make(name, seed=2)
    y[:8] = x[:8]
    result, _ = evaluate(lambda b, p, q: b.compare(op, p, q), "i1", (name, x), (name, y))
    np.testing.assert_array_equal(result, NUMPY[op](x, y))


def test_unary() -> None:
    x = integers("si32")
    negative, _ = evaluate(lambda b, p: b.unary("neg", p), "si32", ("si32", x))
    inverse, _ = evaluate(lambda b, p: b.unary("not", p), "ui8", ("ui8", [0, 1, 255]))
    truth, _ = evaluate(lambda b, p: b.unary("lnot", p), "i1", ("i1", [True, False]))
    zero, _ = evaluate(lambda b, p: b.unary("neg", p), "f32", ("f32", [0.0, -1.5]))
    np.testing.assert_array_equal(negative, -x)
    assert inverse.tolist() == [255, 254, 0]
    assert truth.tolist() == [False, True]
    assert np.signbit(zero).tolist() == [True, False]


@pytest.mark.parametrize("source", (*INTEGERS, "i1"))
@pytest.mark.parametrize("target", (*INTEGERS, "i1", "f32", "f64"))
def test_conversions_from_integers(source: str, target: str) -> None:
    x = np.array([True, False]) if source == "i1" else integers(source)
    result, _ = evaluate(lambda b, p: b.convert(p, b.type(target)), target, (source, x))
    np.testing.assert_array_equal(result, x.astype(DTYPES[target]))


def test_conversions_from_floats_truncate_and_saturate() -> None:
    x = [1.9, -1.9, 3e9, -3e9, np.nan, np.inf, -np.inf, 2147483520.0]
    signed, _ = evaluate(lambda b, p: b.convert(p, b.si32), "si32", ("f32", x))
    unsigned, _ = evaluate(lambda b, p: b.convert(p, b.ui8), "ui8", ("f32", x))
    assert signed.tolist() == [1, -1, 2**31 - 1, -(2**31), 0, 2**31 - 1, -(2**31), 2147483520]
    assert unsigned.tolist() == [1, 0, 255, 0, 0, 255, 0, 255]


def test_conversions_between_floats() -> None:
    x = floats("f64")
    with np.errstate(all="ignore"):
        for name in ("f16", "f32"):
            result, _ = evaluate(lambda b, p, n=name: b.convert(p, b.type(n)), name, ("f64", x))
            np.testing.assert_array_equal(result, x.astype(DTYPES[name]))


def test_rounding_modes() -> None:
    halves = [0.5, 1.5, -0.5, -1.2, 1.2]
    wanted = {
        "rn": [0, 2, 0, -1, 1],
        "rz": [0, 1, 0, -1, 1],
        "ru": [1, 2, 0, -1, 2],
        "rd": [0, 1, -1, -2, 1],
    }
    for mode, expected in wanted.items():
        result, _ = evaluate(lambda b, p, m=mode: b.convert(p, b.si32, m), "si32", ("f32", halves))
        assert result.tolist() == expected
    big = 2**24 + 1  # between two float32 values
    for mode, expected in {"rn": 2**24, "rz": 2**24, "rd": 2**24, "ru": 2**24 + 2}.items():
        result, _ = evaluate(lambda b, p, m=mode: b.convert(p, b.f32, m), "f32", ("si32", [big]))
        assert result.tolist() == [expected]
    result, _ = evaluate(lambda b, p: b.convert(p, b.f32, "rd"), "f32", ("f64", [-1e-50, 1e300]))
    assert result.tolist() == [-float(np.float32(1.4e-45)), float(np.finfo(np.float32).max)]


def test_bitcast() -> None:
    x = floats("f32")
    result, _ = evaluate(lambda b, p: b.op(e.BitcastOp, p, b.ui32), "ui32", ("f32", x))
    back, _ = evaluate(lambda b, p: b.op(e.BitcastOp, p, b.f32), "f32", ("ui32", x.view(np.uint32)))
    numbers = ~np.isnan(x)
    np.testing.assert_array_equal(result[numbers], x.view(np.uint32)[numbers])
    np.testing.assert_array_equal(back, x)


def test_logical_is_short_circuit() -> None:
    def build(b, p, q):
        def divides():  # would be reported where p is 0
            rest = b.binary("rem", q, p)
            return b.compare("eq", rest, b.const(b.si32, 0))

        nonzero = b.compare("ne", p, b.const(b.si32, 0))
        op = b.op(e.LogicalOp, text("and"), nonzero, b.bool)
        b.yielding(op.owner.opview.rhs, divides)
        other = b.op(e.LogicalOp, text("or"), op, b.bool)
        b.yielding(other.owner.opview.rhs, lambda: b.compare("eq", q, b.const(b.si32, 7)))
        return other

    p, q = [0, 0, 2, 3, 5], [1, 7, 4, 7, 1]
    result, report = evaluate(build, "i1", ("si32", p), ("si32", q))
    assert result.tolist() == [False, True, True, True, False]
    assert not report.findings


def test_conditional_evaluates_one_side() -> None:
    def build(b, p):
        zero = b.const(b.si32, 0)
        op = b.op(e.ConditionalOp, b.compare("eq", p, zero), b.si32)
        b.yielding(op.owner.opview.then, lambda: b.const(b.si32, -1))
        b.yielding(op.owner.opview.otherwise, lambda: b.binary("div", b.const(b.si32, 100), p))
        return op

    result, report = evaluate(build, "si32", ("si32", [0, 3, -7]))
    assert result.tolist() == [-1, 33, -14]
    assert not report.findings


def test_aggregates_have_the_exact_layout() -> None:
    with KernelBuilder() as b:
        pair = b.record("pair", [("flag", b.ui8, 0), ("value", b.f64, 8)], 16, 8)
        both = b.record("both", [("i", b.si32, 0), ("f", b.f32, 0)], 4, 4, "union")
        vector = t.vec(b.f32, 3)
        with b.function("k", [t.ptr(ty, "global") for ty in (pair, vector, both, b.f64)]) as args:
            p, v, u, f = args
            made = b.op(e.ZeroOp, pair)
            for name, part in (("value", b.const(b.f64, 2.5)), ("flag", b.const(b.ui8, 7))):
                made = b.op(e.InsertOp, text(name), made, part, pair)
            b.store(made, p)
            b.store(b.op(e.AggregateOp, vector, [b.const(b.f32, 1), b.const(b.f32, 2)]), v)
            b.store(b.op(e.AggregateOp, both, [b.const(b.si32, -1)]), u)
            b.store(b.op(e.ExtractOp, text("value"), made, b.f64), f)
        out = [
            np.full(16, 9, np.uint8),
            np.full(3, 9, np.float32),
            np.zeros(1, np.int32),
            np.zeros(1),
        ]
        report = Interpreter(b.module).launch("k", (1,), (1,), out)
    assert out[0].view([("flag", "u1"), ("pad", "V7"), ("value", "f8")])[0].item()[::2] == (7, 2.5)
    assert out[1].tolist() == [1, 2, 0]
    assert (out[2][0], out[3][0]) == (-1, 2.5)
    assert not report.findings


def test_zero_and_undef() -> None:
    with KernelBuilder() as b:
        array = t.array(b.si32, 4)
        with b.function("k", [t.ptr(array, "global"), t.ptr(b.f32, "global")]) as (a, f):
            b.store(b.op(e.ZeroOp, array), a)
            b.store(b.op(e.UndefOp, b.f32), f)
        a, f = np.ones(4, np.int32), np.ones(1, np.float32)
        Interpreter(b.module).launch("k", (1,), (1,), [a, f])
    assert a.tolist() == [0] * 4

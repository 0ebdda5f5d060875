"""Half precision and bfloat16: the functions of our headers, run by the interpreter, against numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.parsers.cuda.device.run_source import run_source

SPECIAL = [
    0.0, -0.0, 1.0, -1.5, 65504.0, 65519.9, 65520.0, -65536.0, 1e9, np.inf, -np.inf, np.nan,
    6.1035156e-05, 6.0975552e-05, 5.9604645e-08, 2.9802322e-08, 2.9802326e-08, 1e-30, 3.3895314e38,
    1.00048828125, 1.00146484375, 0.1, -0.2, 1 / 3, 3.1415927,
]  # fmt: skip


def _values(dtype: type[np.floating]) -> np.ndarray:
    rng = np.random.default_rng(7)
    random = rng.normal(size=40) * 10.0 ** rng.integers(-8, 6, 40)
    with np.errstate(over="ignore"):
        return np.array([*SPECIAL, *random]).astype(dtype)


def _bfloat16(values: np.ndarray) -> np.ndarray:
    """The bits of the nearest bfloat16 numbers."""
    bits = values.astype(np.float32).view(np.uint32)
    rounded = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16
    return np.where(np.isnan(values), 0x7FFF, rounded).astype(np.uint16)


def _half(values: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        bits = values.astype(np.float16).view(np.uint16)
    return np.where(np.isnan(values), 0x7FFF, bits).astype(np.uint16)


CONVERSION = """
#include <cuda_bf16.h>
#include <cuda_fp16.h>
__global__ void k(const float *x, unsigned short *y, unsigned short *b, float *back, int n) {
    int i = threadIdx.x;
    y[i] = __half_as_ushort(__float2half(x[i]));
    y[n + i] = __half_as_ushort(__float2half_rz(x[i]));
    y[2 * n + i] = __half_as_ushort(__float2half_ru(x[i]));
    y[3 * n + i] = __half_as_ushort(__float2half_rd(x[i]));
    b[i] = __bfloat16_as_ushort(__float2bfloat16(x[i]));
    back[i] = __half2float(__ushort_as_half(y[i]));
}
"""


def test_conversions(tmp_path: Path) -> None:
    values = _values(np.float32)
    n = len(values)
    half, brain, back = np.zeros(4 * n, np.uint16), np.zeros(n, np.uint16), np.zeros(n, np.float32)
    run_source(tmp_path, CONVERSION, [values, half, brain, back, n], block=n)
    nearest, zero, up, down = half.reshape(4, n)
    assert np.array_equal(nearest, _half(values))
    assert np.array_equal(brain, _bfloat16(values))
    assert np.array_equal(back, nearest.view(np.float16).astype(np.float32), equal_nan=True)
    number = ~np.isnan(values)
    wide = values.astype(np.float64)
    above, below = up.view(np.float16)[number], down.view(np.float16)[number]
    assert (above >= wide[number]).all() and (below <= wide[number]).all()
    exact = nearest.view(np.float16)[number] == wide[number]
    with np.errstate(over="ignore"):
        assert np.array_equal(np.nextafter(below, np.float16(np.inf))[~exact], above[~exact])
    assert (abs(zero.view(np.float16)[number]) <= abs(wide[number])).all()


ARITHMETIC = """
#include <cuda_bf16.h>
#include <cuda_fp16.h>
__global__ void k(const __half *x, const __half *y, __half *sum, __half *fused, __half *quotient, bool *less) {
    int i = threadIdx.x;
    sum[i] = x[i] + y[i];
    fused[i] = __hfma(x[i], y[i], sum[i]);
    quotient[i] = x[i] / y[i];
    less[i] = x[i] < y[i];
}
"""


def test_arithmetic(tmp_path: Path) -> None:
    """Every operation is rounded once; the product and sum of two half numbers are exact in long double."""
    values = _values(np.float16)
    x, y = (a.reshape(-1).copy() for a in np.meshgrid(values[::3], values[1::3]))
    n = len(x)
    sums, fused, quotients = (np.zeros(n, np.float16) for _ in range(3))
    less = np.zeros(n, bool)
    outputs = [a.view(np.uint16) for a in (sums, fused, quotients)]
    block = 32
    source = ARITHMETIC.replace("threadIdx.x", "blockIdx.x * blockDim.x + threadIdx.x").replace(
        "sum[i] =", f"if (i >= {n}) return; sum[i] ="
    )
    arguments = [x.view(np.uint16), y.view(np.uint16), *outputs, less]
    run_source(tmp_path, source, arguments, block=block, grid=-(-n // block))
    with np.errstate(all="ignore"):
        assert np.array_equal(sums, x + y, equal_nan=True)
        wide = x.astype(np.longdouble) * y + sums
        assert np.array_equal(fused, wide.astype(np.float16), equal_nan=True)
        assert np.array_equal(quotients, x / y, equal_nan=True)
    assert np.array_equal(less, x < y)


@pytest.mark.parametrize(
    ("word", "limit"), [("half", 65504), ("bfloat16", 3.3895314e38)], ids=["half", "bfloat16"]
)
def test_integers(tmp_path: Path, word: str, limit: float) -> None:
    """From an integer the result is rounded once; to one, it stays within its range."""
    source = f"""
    #include <cuda_bf16.h>
    #include <cuda_fp16.h>
    __global__ void k(const int *x, float *y, int *z) {{
        int i = threadIdx.x;
        y[i] = __{word}2float(__int2{word}_rn(x[i]));
        z[i] = __{word}2int_rz(__int2{word}_rn(x[i]));
    }}
    """
    values = np.array([0, 1, -7, 2049, 2051, -65520, 16842753, 2**31 - 1, -(2**31)], np.int32)
    numbers, whole = np.zeros(len(values), np.float32), np.zeros(len(values), np.int32)
    run_source(tmp_path, source, [values, numbers, whole], block=len(values))
    digits = 11 if word == "half" else 8
    expected = [_rounded(int(v), digits, limit) for v in values]
    assert numbers.tolist() == expected
    largest = [max(-(2**31), min(2**31 - 1, e)) for e in expected]
    assert whole.tolist() == largest


def _rounded(value: int, digits: int, limit: float) -> float:
    unit = max(0, abs(value).bit_length() - digits)
    result = round(value / 2**unit) * 2.0**unit
    return result if abs(result) <= limit else float(np.copysign(np.inf, value))

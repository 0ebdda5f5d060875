"""Numbers of 8 bits: the functions of our headers, run by the interpreter, against a table of all 256 values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.parsers.cuda.device.run_source import run_source

KINDS = {"E4M3": (4, 3, 7), "E5M2": (5, 2, 15)}  # bits of exponent and fraction, bias
SPECIAL = [
    0.0, -0.0, 448.0, 463.9, 464.0, 464.1, 57344.0, 61439.0, 61440.0, -1e9, np.inf, -np.inf, np.nan,
    2.0**-9, 2.0**-10, 2.0**-10 * 1.001, 2.0**-17, 1e-30, 17.0, 19.0, -1.0625, -1.1875, 3.4e38,
]  # fmt: skip

SOURCE = """
#include <cuda_fp8.h>
__global__ void k(const float *x, unsigned char *finite, unsigned char *open, float *back, long long *whole, int n) {
    const int i = threadIdx.x;
    const __nv_fp8_KINDLOW a(x[i]);
    finite[i] = a.__x;
    open[i] = __nv_cvt_double_to_fp8((double)x[i], __NV_NOSAT, __NV_KIND);
    back[i] = float(a);
    whole[i] = (long long)a;
}
"""


def _values(kind: str) -> np.ndarray:
    """What the magnitudes 0 to 127 stand for, by the formats' paper (table 1); infinity and NaN as they come."""
    _, fraction, bias = KINDS[kind]
    bits = np.arange(128)
    exponent, rest = bits >> fraction, bits % (1 << fraction)
    value = np.where(
        exponent == 0,
        rest * 2.0 ** (1 - bias - fraction),
        (1 + rest / (1 << fraction)) * 2.0 ** (exponent - bias),
    )
    if kind == "E5M2":
        value[0x7C:] = [np.inf, np.nan, np.nan, np.nan]
    else:
        value[0x7F] = np.nan
    return value


def _nearest(x: float, kind: str, saturate: bool) -> int:
    values = _values(kind)
    top = 0x7E if kind == "E4M3" else 0x7B
    if np.isnan(x):
        return 0x7F
    sign = 0x80 if np.signbit(x) else 0
    step = values[top] - values[top - 1]
    if (
        abs(x) >= values[top] + step / 2
    ):  # half way goes to the even one, which is beyond for E5M2 only
        even = kind == "E4M3" and abs(x) == values[top] + step / 2
        return sign | (top if saturate or even else top + 1)
    away = np.abs(values[: top + 1] - abs(x))
    best = np.flatnonzero(away == away.min())
    return sign | int(min(best, key=lambda number: number & 1))


@pytest.mark.parametrize("kind", KINDS)
def test_conversions(tmp_path: Path, kind: str) -> None:
    rng = np.random.default_rng(3)
    random = rng.normal(size=80) * 10.0 ** rng.integers(-6, 6, 80)
    values = np.array([*SPECIAL, *random]).astype(np.float32)
    n = len(values)
    finite, opened = np.zeros(n, np.uint8), np.zeros(n, np.uint8)
    back, whole = np.zeros(n, np.float32), np.zeros(n, np.int64)
    source = SOURCE.replace("KINDLOW", kind.lower()).replace("KIND", kind)
    run_source(tmp_path, source, [values, finite, opened, back, whole, n], block=n)
    assert finite.tolist() == [_nearest(float(x), kind, True) for x in values]
    assert opened.tolist() == [_nearest(float(x), kind, False) for x in values]
    known = _values(kind)[finite & 0x7F] * np.where(finite & 0x80, -1, 1)
    assert np.array_equal(back, known.astype(np.float32), equal_nan=True)
    expected = [-(2**63) if np.isnan(x) else int(x) for x in known]
    assert whole.tolist() == expected

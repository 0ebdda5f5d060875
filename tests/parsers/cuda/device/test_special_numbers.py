"""Infinities and NaN, by the macros of <math.h> and by std::numeric_limits."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.parsers.cuda.device.run_source import run_source

SOURCE = """
#include <cmath>
#include <limits>
__global__ void kernel(float *f, double *d) {
    f[0] = -INFINITY;
    f[1] = NAN;
    f[2] = HUGE_VALF;
    f[3] = std::numeric_limits<float>::infinity();
    f[4] = std::numeric_limits<float>::quiet_NaN();
    f[5] = nanf("");
    d[0] = HUGE_VAL;
    d[1] = -std::numeric_limits<double>::infinity();
    d[2] = nan("");
}
"""


def test_special_numbers(tmp_path: Path) -> None:
    floats, doubles = np.zeros(6, np.float32), np.zeros(3)
    run_source(tmp_path, SOURCE, [floats, doubles])
    inf, nan = np.inf, np.nan
    np.testing.assert_array_equal(floats, np.float32([-inf, nan, inf, inf, nan, nan]))
    np.testing.assert_array_equal(doubles, [inf, -inf, nan])

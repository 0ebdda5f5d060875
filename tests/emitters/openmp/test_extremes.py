"""The least and the greatest of two numbers: of a number and NaN, the number (CUDA Math API, `fminf`)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.emitters.openmp import native

SOURCE = """
__global__ void k_float(const float *a, const float *b, float *least, float *most, int n) {
    int i = threadIdx.x; if (i < n) { least[i] = fminf(a[i], b[i]); most[i] = fmaxf(a[i], b[i]); } }
__global__ void k_double(const double *a, const double *b, double *least, double *most, int n) {
    int i = threadIdx.x; if (i < n) { least[i] = fmin(a[i], b[i]); most[i] = fmax(a[i], b[i]); } }
void host() { k_float<<<1, 1>>>(0, 0, 0, 0, 0); k_double<<<1, 1>>>(0, 0, 0, 0, 0); }"""
VALUES = (-np.inf, -2.5, 0.0, 1e-42, 3.0, np.inf, np.nan)


@pytest.mark.parametrize("optimised", ["-O1", "-O3 -march=native -fno-trapping-math"])
@pytest.mark.parametrize("type_", [np.float32, np.float64])
def test_numbers_win(type_: type, optimised: str) -> None:
    a, b = (np.array(x, type_) for x in zip(*((x, y) for x in VALUES for y in VALUES), strict=True))
    name = "k_float" if type_ is np.float32 else "k_double"
    count, empty = np.int32(a.size), np.zeros_like(a)
    *_, least, most = native.run(
        native.port(SOURCE), name, (1,), (64,), a, b, empty, empty, count, optimised=optimised
    )
    np.testing.assert_array_equal(least, np.fmin(a, b))
    np.testing.assert_array_equal(most, np.fmax(a, b))

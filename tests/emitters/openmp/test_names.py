"""Functions of a program may be called what the header's loops over threads have names for."""

from __future__ import annotations

import numpy as np

from cn_migrate.emitters.openmp.functions import TAKEN
from tests.emitters.openmp import native

SOURCE = """
__device__ int inside(int i, int n) { return i < n; }
__device__ int row(int i) { return i * 3; }
__device__ int row_1(int i) { return i * 5; }
__device__ int thread(int i) { return inside(i, 4) + row(i) + row_1(i); }
__global__ void k(int *out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = inside(i, 7) + row(i) + thread(i);
}
void host() { k<<<1, 1>>>(nullptr, 0); }
"""


def test_functions_keep_apart_from_the_header() -> None:
    assert {"inside", "row", "thread"} <= TAKEN
    (out,) = native.run(native.port(SOURCE), "k", (2,), (8,), np.zeros(16, np.int32), np.int32(13))
    want = [(i < 7) + i * 3 + (i < 4) + i * 3 + i * 5 for i in range(13)]
    assert out.tolist() == [*want, 0, 0, 0]

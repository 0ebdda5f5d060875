"""Bundles of small programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cn_migrate.bundle import build_bundle
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project import discover
from cn_migrate.runtime.bundle import Manifest

SOURCE = """
#include <cooperative_groups.h>
struct Pair { int first; double second; };
__device__ int calls = 3;
__constant__ float table[4] = {1.f, 2.f, 3.f, 4.f};
__global__ void saxpy(float a, const float* x, float* y, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) y[i] += a * x[i];
}
__global__ void reverse(int* data, int n) {
    extern __shared__ int s[];
    int i = threadIdx.x;
    s[i] = data[i];
    __syncthreads();
    data[i] = s[n - 1 - i];
}
__global__ void count(float* out, Pair p, bool twice) {
    if (threadIdx.x == 0) calls += p.first;
    out[threadIdx.x] = table[threadIdx.x % 4] + (float)p.second + (twice ? 100 : 0);
}
__global__ void meet(int* out) {
    __shared__ int mine;
    if (threadIdx.x == 0) { mine = blockIdx.x + 1; out[blockIdx.x] = mine; }
    cooperative_groups::this_grid().sync();
    if (threadIdx.x == 0) out[gridDim.x + blockIdx.x] = 10 * out[(blockIdx.x + 1) % gridDim.x] + mine;
}
__global__ void special(float* x) { x[threadIdx.x] = erfinvf(x[threadIdx.x]); }
int main() {
    saxpy<<<1, 1>>>(0, nullptr, nullptr, 0);
    reverse<<<1, 1>>>(nullptr, 0);
    count<<<1, 1>>>(nullptr, Pair{}, false);
    special<<<1, 1>>>(nullptr);
    meet<<<1, 1>>>(nullptr);
}
"""


def make(folder: Path, targets: Sequence[str], source: str = SOURCE) -> tuple[Path, Manifest]:
    """A bundle of a program with one file."""
    file = folder / "a.cu"
    file.write_text(source)
    found = Diagnostics()
    place = folder / "a.cnb"
    manifest = build_bundle(discover(file, found), place, targets, found)
    assert not found.items
    return place, manifest

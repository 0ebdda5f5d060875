"""Kernels compiled with sanitizers: no access out of bounds, nothing undefined, at sizes that fit no block.

`scripts/sanitize` does the same for all of the corpus.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from tests.emitters.openmp import native

SOURCE = """
struct Size { int width, height; };
struct Pair { float low, high; };
__constant__ float weights[5] = {1, 2, 3, 2, 1};
__device__ unsigned calls;
__global__ void smooth(const float *in, float *out, Size size) {
    __shared__ float tile[8 + 4];
    int x = blockIdx.x * 8 + threadIdx.x, y = blockIdx.y;
    for (int i = threadIdx.x; i < 12; i += blockDim.x) {
        int at = (int)(blockIdx.x * 8) + i - 2;
        tile[i] = y < size.height && at >= 0 && at < size.width ? in[y * size.width + at] : 0.f;
    }
    __syncthreads();
    if (x >= size.width || y >= size.height) return;
    float sum = 0;
    for (int k = 0; k < 5; k++) sum += weights[k] * tile[threadIdx.x + k];
    out[y * size.width + x] = sum;
}
__global__ void extremes(const float *in, Pair *out, int n) {
    extern __shared__ float most[];
    Pair own = {1e30f, -1e30f};
    for (unsigned i = threadIdx.x; i < n; i += blockDim.x) {
        own.low = fminf(own.low, in[i]);
        own.high = fmaxf(own.high, in[i]);
    }
    most[threadIdx.x] = own.high;
    float low = own.low;
    for (int half = 16; half > 0; half /= 2) low = fminf(low, __shfl_xor_sync(~0u, low, half));
    for (unsigned half = blockDim.x / 2; half > 0; half >>= 1) {
        __syncthreads();
        if (threadIdx.x < half) most[threadIdx.x] = fmaxf(most[threadIdx.x], most[threadIdx.x + half]);
    }
    __syncthreads();
    if (threadIdx.x == 0) { out->low = low; out->high = most[0]; atomicAdd(&calls, 1u); }
}
__global__ void numbers(const float *in, unsigned *out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned v = __float2uint_rn(in[i]) ^ (unsigned)__float2int_rz(-in[i]);
    out[i] = __brev(v) + __funnelshift_l(v, v, i) + (v << (i & 31)) + __clz(i) + __ffs(i) + abs(-i);
}
void host() {
    smooth<<<1, 1>>>(nullptr, nullptr, Size()); extremes<<<1, 32>>>(nullptr, nullptr, 0);
    numbers<<<1, 1>>>(nullptr, nullptr, 0);
}
"""
MAIN = """
#include <cstdio>
#include <vector>
extern "C" {
void cn_start_smooth(void *const *, const unsigned *, const unsigned *, size_t);
void cn_start_extremes(void *const *, const unsigned *, const unsigned *, size_t);
void cn_start_numbers(void *const *, const unsigned *, const unsigned *, size_t);
}
int main() {
    for (int n : {1, 7, 8, 9, 31, 61}) {
        struct { int width, height; } size{n, 3};
        std::vector<float> in(3 * n), out(3 * n);
        for (int i = 0; i < 3 * n; i++) in[i] = i * 37 % 101 * 1e8f;
        const float *from = in.data();
        float weights[5] = {1, 2, 3, 2, 1}, *to = out.data(), pair[2], *both = pair, *given = weights;
        unsigned calls = 0, *counter = &calls, smooth_grid[3] = {(n + 7u) / 8, 4, 1}, smooth_block[3] = {8, 1, 1};
        void *smooth[] = {&from, &to, &size, &given};
        cn_start_smooth(smooth, smooth_grid, smooth_block, 0);
        unsigned one[3] = {1, 1, 1}, block[3] = {32, 1, 1}, grid[3] = {(n + 31u) / 32, 1, 1};
        void *extremes[] = {&from, &both, &n, &counter};
        cn_start_extremes(extremes, one, block, 32 * sizeof(float));
        std::vector<unsigned> bits(n);
        unsigned *result = bits.data();
        void *numbers[] = {&from, &result, &n};
        cn_start_numbers(numbers, grid, block, 0);
        std::printf("%g %g %u\\n", pair[0], pair[1], calls);
    }
}
"""


def test_sanitizers_say_nothing(tmp_path: Path) -> None:
    ported = native.port(SOURCE)
    symbols = {kernel.name: kernel.symbols for kernel in ported.kernels}
    assert symbols == {"smooth": ("weights",), "extremes": ("calls",), "numbers": ()}
    (tmp_path / "kernels.cpp").write_text(ported.text)
    (tmp_path / "main.cpp").write_text(MAIN)
    options = [flag for flag in native.FLAGS if flag not in ("-shared", "-fPIC")]
    options += ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize=shift-base"]
    command = ["g++", *options, "-fno-sanitize-recover=all", f"-I{native.INCLUDE}"]
    files = [str(tmp_path / name) for name in ("kernels.cpp", "main.cpp")]
    made = subprocess.run(
        [*command, *files, "-o", str(tmp_path / "run")], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    done = subprocess.run([str(tmp_path / "run")], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr
    rows = [[float(word) for word in line.split()] for line in done.stdout.splitlines()]
    for n, row in zip((1, 7, 8, 9, 31, 61), rows, strict=True):
        given = np.array([i * 37 % 101 * 1e8 for i in range(n)], np.float32)
        assert np.allclose(row, [given.min(), given.max(), 1], rtol=1e-5)

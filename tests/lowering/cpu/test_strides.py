"""Loops over data in strides are turned by the block, and every thread ends with the same."""

from __future__ import annotations

import pytest

from tests.lowering.cpu.kernels import Kernels

GRID, BLOCK = (3, 2), (8, 3)
HEAD = """int x = blockIdx.x * blockDim.x + threadIdx.x, t = threadIdx.x, all = blockDim.x * gridDim.x;
    int row = (blockIdx.y * blockDim.y + threadIdx.y) * 64, at = row + x;"""
STRIDED = {
    "grid": "for (int i = x; i < n; i += all) out[row + i] = in[i] + 1;",
    "index in the head": "for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += 24) out[row + i] = in[i];",
    "unsigned": "for (unsigned i = x; i < n * n / 61; i += blockDim.x * gridDim.x) out[row + i] = in[i] * 3;",
    "unsigned, by hand": """for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < (unsigned)(n * n) / 61;
        i += gridDim.x * blockDim.x) out[row + i] = in[i + 2];""",
    "64 bits": """size_t end = n * n / 61; for (size_t i = (size_t)blockIdx.x * blockDim.x + threadIdx.x; i < end;
        i += (size_t)blockDim.x * gridDim.x) out[row + i] = in[i] - 1;""",
    "up to": "for (int i = x + 1; i <= n; i += all) out[row + i - 1] = in[i];",
    "from below zero": "for (int i = x - 5; i < n - 5; i += all) out[row + i + 5] = in[i + 6];",
    "along y": "for (int i = threadIdx.y; i < n; i += blockDim.y) if (blockIdx.y == 1) out[x + i * 24] = in[i];",
    "sum": "int sum = at; for (int i = t; i < n; i += 8) sum += in[i]; out[at] = sum;",
    "greatest and its place": """int best = -1, place = 0; for (int i = t; i < n; i += blockDim.x) {
        int v = in[i] * 7 % 11; if (v > best) { best = v; place = i; } } out[at] = best * 100 + place;""",
    "shared": """__shared__ int s[64]; for (int i = t; i < 50; i += blockDim.x) if (threadIdx.y == 0) s[i] = in[i] + n;
        __syncthreads(); out[at] = s[(at * 7) % 50];""",
    "a loop in it": """int sum = 0; for (int i = t; i < n; i += 8) { int v = in[i];
        while (v > 3) { v /= 2; if (v == 5) break; } for (int k = 0; k < i; k++) sum += v; } out[at] = sum;""",
    "a call": "for (int i = x; i < n; i += all) out[row + i] = steps(in[i]);",
    "behind a guard": "if (x >= n) return; int v = in[at]; for (int i = x; i < n; i += all) out[row + i] = v;",
    "two": """int a = 0; for (int i = t; i < n; i += 8) a += in[i]; for (int i = t; i < n; i += 16) a -= in[i + 1];
        out[at] = a;""",
    "atomics": "for (int i = x; i < n; i += all) atomicAdd(&out[in[i]], i + 1);",
    "values kept": "int v = in[at], w = v * v; for (int i = x; i < n; i += all) out[row + i] = v + w; out[at] += v;",
}
ALONE = {
    "way out": "for (int i = x; i < n; i += all) { if (in[i] == 5) break; out[row + i] = 1; }",
    "next turn": "for (int i = x; i < n; i += all) { if (in[i] == 5) continue; out[row + i] = 1; }",
    "return": "for (int i = x; i < n; i += all) { if (in[i] == 5) return; out[row + i] = 1; }",
    "changed": "for (int i = x; i < n; i += all) { out[row + i] = 1; i += in[i] & 1; }",
    "own step": "for (int i = x; i < n; i += 1 + in[at]) out[row + i] = 1;",
    "own end": "for (int i = x; i < in[at]; i += all) out[row + i] = 1;",
    "down": "for (int i = x; i >= 0; i -= all) out[row + i] = n;",
    "kept address": "for (int i = x; i < n; i += all) { int *p = &i; out[row + *p] = 1; }",
    "own start": "for (int i = in[at]; i < n; i += all) out[row + i] = 1;",
    "negative as unsigned": "for (int i = x - 2; i < (unsigned)(n + 30); i += all) out[row + i] = 1;",
    "return before": "if (in[at] == 5) return; for (int i = x; i < n; i += all) out[row + i] = 1;",
}
FUNCTION = """__device__ int steps(int v)
{ int n = 0; while (v > 1) { v = v % 2 ? 3 * v + 1 : v / 2; n++; } return n; }
"""
KERNELS = Kernels(HEAD, STRIDED | ALONE, FUNCTION)


@pytest.mark.parametrize("name", STRIDED | ALONE)
def test_threads_end_with_the_same(name: str) -> None:
    text = KERNELS.text(name)
    assert (" first = " in text) is (name in STRIDED), text
    for n in (-3, 0, 1, 9, 24, 25, 61):
        KERNELS.check(name, GRID, BLOCK, 1600, n)

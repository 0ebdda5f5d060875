"""Loops that all threads turn alike go around the loops over threads, and every thread ends with the same."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.lowering.cpu.kernels import Kernels

HEAD = "int x = blockIdx.x * blockDim.x + threadIdx.x, at = (blockIdx.y * blockDim.y + threadIdx.y) * 24 + x;"
TURNED = {
    "sum of what all read": """int sum = at; if (x >= n) return;
        for (int k = 0; k < n; k++) sum += in[k]; out[at] = sum;""",
    "sum of neighbours": """if (x < n) { int sum = 0, last = 1;
        for (int k = 0; k < n - 1; k++) { int v = in[k * 2 + x]; sum += v * last; last = v; } out[at] = sum; }""",
    "two loops": """int a = 0, b = x;
        for (int k = 1; k <= n; k += 2) a += in[k]; for (int k = n; k > 0; k--) b ^= in[k] + a; out[at] = a - b;""",
    "own limit": """int a = 0, end = n / 2; for (int k = 0; k < end; k++) a += in[k + x]; out[at] = a + end;""",
    "store in the loop": "for (int k = 0; k < n; k++) out[at] = out[at] * 2 + in[k];",
    "behind a barrier": """__shared__ int s[32]; int t = threadIdx.y * 8 + threadIdx.x, a = 0; s[t] = in[at];
        __syncthreads(); for (int k = 0; k < n; k++) a += s[k] * (t + 1); out[at] = a;""",
    "loop in a loop": """int a = 0; for (int k = 0; k < n; k++) {
        int row = 0; for (int j = 0; j < k; j++) row += in[j]; a += row * k; } out[at] = a;""",
    "moved alike": """int c = at, step = n / 12, sum = 0;
        for (int k = 0; k < n; k++) { sum += in[c] * k; c += step; } out[at] = sum - c;""",
    "value kept": "int v = in[at], a = v; for (int k = 0; k < n; k++) a = a * 3 + v + in[k]; out[at] = a - v;",
}
KEPT = {
    "table across a barrier": """int h[2][3] = {0}, g[2] = {0, 5}; h[at & 1][at % 3] = in[at]; __syncthreads();
        out[at] = in[at + 1] + h[0][1] + h[1][2] * g[at & 1]; __syncthreads(); out[at] += h[1][1];""",
    "constant turns": "int a = 0; for (int k = 0; k < 7; k++) a += in[k]; out[at] = a;",
    "turns of a thread": "int a = 0; for (int k = 0; k < x; k++) a += in[k]; out[at] = a;",
    "moved apart": """int c = at, sum = 0;
        for (int k = 0; k < n; k++) { sum += in[c] * k; c += x & 1; } out[at] = sum - c;""",
    "rows": "int a = 0; for (int k = 0; k < n; k++) a += in[x * 4 + k]; out[at] = a;",
    "break": "int a = 0; for (int k = 0; k < n; k++) { if (in[k] > x) break; a++; } out[at] = a;",
    "changed counter": "int a = 0; for (int k = 0; k < n; k++) { a += in[k]; k += x; } out[at] = a;",
    "return before": "if (in[at] > 6) return; int a = 0; for (int k = 0; k < n; k++) a += in[k]; out[at] = a;",
    "atomics": "for (int k = 0; k < n; k++) atomicAdd(&out[k], in[k]);",
    "limit in memory": "int a = 0; for (int k = 0; k < in[0]; k++) a += in[k] + n; out[at] = a;",
}
KERNELS = Kernels(HEAD, TURNED | KEPT)


@pytest.mark.parametrize("name", TURNED | KEPT)
def test_threads_end_with_the_same(name: str) -> None:
    text = KERNELS.text(name)
    lines = [line.strip() for line in text.splitlines()]
    turned = any(a.startswith("for (") and b.startswith("EACH_") for a, b in pairwise(lines))
    assert turned is (name in TURNED), text
    for n in (-3, 0, 1, 2, 9, 24):
        KERNELS.check(name, (3, 2), (8, 3), 200, n)

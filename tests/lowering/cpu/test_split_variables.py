"""Variables with new values become others, where all threads of their block come by, and threads end with the same."""

from __future__ import annotations

import pytest

from tests.lowering.cpu.kernels import Kernels

HEAD = "int t = threadIdx.x, at = blockIdx.x * blockDim.x + t; __shared__ int s[64];"
SPLIT = {  # nothing is kept for each thread
    "two places": """int p = at; s[t] = in[p]; __syncthreads(); p = blockIdx.x * blockDim.x + (t ^ 1);
        out[p] = s[t ^ 1] + p;""",
    "value later": "int p; s[t] = in[at]; __syncthreads(); p = t * 3; out[at] = s[(t + 1) % blockDim.x] + p;",
    "pointer": """const int *p = in + at; s[t] = *p; __syncthreads(); p = in + at + 1; out[at] = *p + s[t ^ 1];""",
    "in a loop": """for (int k = 0; k < n; k++) { int p = t; s[p] = in[at] + k; __syncthreads();
        p = (t + 1) % blockDim.x; out[at] = s[p]; __syncthreads(); }""",
    "parameter": "s[t] = in[at]; __syncthreads(); n = n / 2; out[at] = s[t ^ 1] + n;",
}
KEPT = {
    "in a branch": """int p = at; s[t] = in[p]; __syncthreads(); if (n > 3) p = t; __syncthreads();
        out[at] = s[t ^ 1] + p;""",
    "in turns": """int p = t, q = 0; for (int k = 0; k < 5; k++) { s[t] = p; __syncthreads(); q = p;
        p = s[(t + 1) % blockDim.x];
        __syncthreads(); } out[at] = p * 3 + q;""",
    "moved, then new": """int p = 1; p += in[at]; s[t] = p; __syncthreads(); p *= s[t ^ 1]; out[at] = p;
        p = 4; out[at] += p;
        __syncthreads(); p++; out[at] ^= p;""",
    "through its address": """int p = t, *q = &p; *q = 5; s[t] = p; __syncthreads(); p = at; *q += 2;
        out[at] = p + s[t ^ 1];""",
    "value of a store": """int p = 1, q; s[t] = p; __syncthreads(); q = (p = in[at]) + 1; __syncthreads();
        out[at] = p * q;""",
}
KERNELS = Kernels(HEAD, SPLIT | KEPT)


@pytest.mark.parametrize("name", SPLIT | KEPT)
def test_threads_end_with_the_same(name: str) -> None:
    text = KERNELS.text(name)
    assert ("MAX_THREADS" in text) is (name in KEPT), text
    for n in (0, 3, 8):
        KERNELS.check(name, (3,), (16,), 60, n)

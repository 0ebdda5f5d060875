"""What some threads of a block do gets a loop of its own where that is all the same, and only there."""

from __future__ import annotations

import re

import pytest

from tests.lowering.cpu.kernels import Kernels

HEAD = """
    __shared__ int s[400]; int x = blockIdx.x * blockDim.x + threadIdx.x, t = threadIdx.x, ty = threadIdx.y;
    int at = (blockIdx.y * blockDim.y + ty) * 80 + x, me = ty * 20 + t;
    for (int k = ty * blockDim.x + t; k < 400; k += blockDim.x * blockDim.y) s[k] = k;
    __syncthreads();"""
HELPERS = "__device__ int clamp_to(int i, int n) { return i < 0 ? 0 : i >= n ? n - 1 : i; }\n"
LAST = "__syncthreads(); out[at] = s[me] + 3 * s[(me + 81) % 400] - s[(me + 17) % 400];"
APART = {
    "halo": f"s[me] = in[at]; if (t < 2) {{ s[me + 80] = in[x]; s[me + 160] = x; }} {LAST}",
    "halo, clamped": f"""int cx = clamp_to(x - 1, n); s[me + 1] = in[cx];
        if (t < 2) s[me + 81 * ty + 70] = in[clamp_to(x - 2, n)] + cx; if (ty == 0) s[me + 300] = in[cx]; {LAST}""",
    "first": f"if (t == 0) s[ty + 300] = in[at]; s[me + 100] = in[at] * 2; {LAST}",
    "three": f"""if (t == 0) s[ty + 100] = 1; if (t == blockDim.x - 1) s[ty + 200] = in[at]; s[me] = 2;
        if (ty == 0 && t > 1) s[t + 300] = 7; {LAST}""",
    "in the midst of a condition": f"s[me] = 1; if (in[at] > 4 && t == 1 && x < n) s[me + 160] = 5; {LAST}",
    "atomics": f"atomicAdd(&s[t], 1); if (t < 3) atomicAdd(&s[t + 1], 2); {LAST}",
    "loop inside": f"s[me] = 1; if (t < 2) for (int k = 0; k < n; k++) s[me + 160] += in[k]; {LAST}",
    "pointer into shared memory": f"""int *mine = s + clamp_to(t, 9) * 20 + 100; if (ty == 0 && t < 9) mine[0] = in[at];
        __syncthreads(); if (ty == 0 && t < 9) mine[1] = mine[0] * 2; {LAST}""",
    "return inside a part before": f"s[me] = 2; if (t < 2) {{ if (in[at] > 3) s[me + 80] = 1; }} {LAST}",
}
WHOLE = {
    "value kept": f"int v = in[at] * 3; s[me] = v; if (t < 2) s[me + 80] = v; {LAST}",
    "variable that changes": f"int v = x; v += n; s[me] = v; if (t < 2) s[me + 80] = v; {LAST}",
    "no memory": f"int v = x; if (t < 2) v = 7; s[me] = v; {LAST}",
    "both ways": f"s[me] = 2; if (t < 2) s[me + 80] = 1; else s[me + 80] = 5; {LAST}",
    "data decides": f"s[me] = 2; if (in[at] > 3) s[me + 80] = 1; {LAST}",
}
KERNELS = Kernels(HEAD, APART | WHOLE, HELPERS)


@pytest.mark.parametrize("name", APART | WHOLE)
def test_same_results(name: str) -> None:
    text = KERNELS.text(name)
    assert (re.search(r"_WHERE\(|below|is\(", text) is not None) is (name in APART), text
    for grid, block, n in (((2, 1), (8, 2), 5), ((1, 2), (17, 1), 30), ((1, 1), (1, 3), 0)):
        KERNELS.check(name, grid, block, 400, n)

"""Threads away from the edges of data do not ask for edges, those at edges do, and all end with the same."""

from __future__ import annotations

import pytest

from tests.lowering.cpu.kernels import Kernels

HEAD = """
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y, at = y * 80 + x;
    int w = n + 1;"""
HELPERS = """
struct Extent { int nx, ny; };
__device__ int wrap(int i, int size) { return (i + size) % size; }
__device__ int wrap_once(int i, int size) { return i < 0 ? i + size : i >= size ? i - size : i; }
__device__ int clamp_to(int i, int n) { if (i < 0) return 0; if (i >= n) return n - 1; return i; }
__device__ int clamp_in_steps(int i, int n) { int r = i; if (r < 0) { r = 0; } if (r > n - 1) { r = n - 1; } return r; }
__device__ bool is_inside(const Extent &e, int i, int j) { return i > 0 && i < e.nx - 1 && j >= 1 && j < e.ny - 1; }
__device__ int count_edges(int i, int n, int *out) {
    if (i == 0 || i == n - 1) { atomicAdd(out, 1); return 1; } return 0; }
__device__ int bump(int *own) { *own ^= 4; return 1; }
__device__ int bump_first(int i, int n, int *out) { int r = bump(out); if (i < 0) return 7; return i; }
"""
APART = {
    "clamp": "out[at] = in[clamp_to(x - 2, w)] + in[clamp_to(x + 1, w)] * 3;",
    "clamp in steps": "out[at] = in[clamp_in_steps(x - 1, w)] + y;",
    "min and max": "out[at] = in[min(max(x - 1, 0), w - 1)] + in[max(0, min(w - 1, x + 3))];",
    "wrap": "out[at] = in[wrap(x - 1, w) % 80] + in[(x + 1) % w] + in[(x + w - 1) % w];",
    "wrap once": "if (x >= w) return; out[at] = in[wrap_once(x - 1, w)] - in[wrap_once(x + 1, w)];",
    "neighbours": """if (x >= w || y >= 3) return; int s = 0;
        for (int dy = -1; dy <= 1; dy++) for (int dx = -1; dx <= 1; dx++)
            if (dx != 0 || dy != 0) s += in[wrap(y + dy, 3) * 80 + wrap(x + dx, w)];
        out[at] = s;""",
    "radius": """int s = 0; for (int k = -(n & 3); k < (n & 3) + 1; k++) {
        int i = x + k; if (i >= 0 && i < w) s += in[i] * (k + 5); } out[at] = s;""",
    "border": "if (x == 0 || y == 0 || x == w - 1 || y == 2) { out[at] = 7; return; } out[at] = in[at - 1] + in[at];",
    "value or zero": "out[at] = (x > 0 ? in[at - 1] : 0) + (x < w - 1 ? in[at + 1] : 0) + (x != 3 ? in[at] : 1);",
    "next one": "int right = x + 1 < w ? x + 1 : 0, left = x ? x - 1 : w - 1; out[at] = in[right] - in[left];",
    "left from a loop": """out[at] = 1; for (int k = 0; k < 3; k++) { if (x + k >= w) return; out[at] += in[x + k]; }
        out[at] *= 2;""",
    "in strips": """int s = 0, i = min(x + 1, w - 1);
        for (int k = 0; k < w; k++) { if (x + k < w) s = s * 3 + in[i]; } out[at] = s;""",
    "unsigned": "unsigned u = x; out[at] = (u < (unsigned)w - 1 ? in[u + 1] : 5) + (u == 0 ? 3 : in[at]);",
    "does more at edges": "out[at] = count_edges(x, w, out + 399) * 5;",
}
ALIKE = {
    "does something in any case": """out[at] = 2; if (bump(&out[at]) > 0 && x < w) out[at] = 3;
        int r = bump_first(x, w, &out[at]); out[at] += r;""",
    "does something, or not": "out[at] = 2; if (in[at] > 5 && (bump(&out[at]) > 0 && x < 0)) out[at] = 3;",
    "record of a thread, either way": """Extent e = {w, 4}; out[at] = 3;
        if (!is_inside(e, x, y)) out[at] += in[at]; else out[at] += x;""",
    "record of a thread": "Extent e = {w, 4}; out[at] = is_inside(e, x, y) ? in[at - 1] + in[at + 1] : in[at];",
    "index in the block": "out[at] = threadIdx.x > 0 ? in[at - 1] : 3;",
    "data": "out[at] = in[at] < w ? 2 : 3;",
    "hash": "out[at] = in[(x * 7) % w % 80];",
    "index that changes": "int i = x; i += in[at]; out[at] = i < w ? 1 : 2;",
    "counts of a number": "out[at] = in[x % 8];",
}
KERNELS = Kernels(HEAD, APART | ALIKE, HELPERS)


@pytest.mark.parametrize("name", APART | ALIKE)
def test_same_results(name: str) -> None:
    text = KERNELS.text(name)
    assert ("edge" in text) is (name in APART), text
    for grid, block in (((2, 1), (33, 3)), ((9, 2), (8, 2)), ((1, 4), (80, 1))):
        for n in (0, 1, 2, 17, 40, 66, 79):
            KERNELS.check(name, grid, block, 400, n)

"""Loops of threads go through strips of them, those with turns of their own too, and all end with the same."""

from __future__ import annotations

import pytest

from tests.lowering.cpu.kernels import Kernels

HEAD = "int x = blockIdx.x * blockDim.x + threadIdx.x, at = (blockIdx.y * blockDim.y + threadIdx.y) * 80 + x;"
HELPERS = """
struct Walk {
    unsigned state;
    __device__ unsigned next() { state = state * 1664525u + 1013904223u; return state >> 9; }
};
struct Pair { int first, second; };
struct Walks { Pair from, to; };
struct Party { int ages[30]; Walks walks; };
struct Body { int pos[3]; Pair move; int mass; };
__device__ const int *row_of(const int *base, int row) { return base + row * 10; }
__device__ int mix(int a, const Pair *p, int b) { return a * 3 + p->first - p->second * b; }
"""
TOGETHER = {
    "while": """int v = in[at], k = 0; while (v != 1 && k < 40) { v = v & 1 ? 3 * v + 1 : v >> 1; k++; }
        out[at] = v + k;""",
    "do": "int v = in[at], k = 0; do { v = v * 5 + k; k++; } while (v % 7 != 3 && k < 30); out[at] = v ^ k;",
    "for": "int a = 0; for (int k = in[at]; k < 50; k += 3) a += k ^ a; out[at] = a;",
    "for without anything": "int k = in[at]; for (;;) { if (k > 60) break; k += 1 + k / 2; } out[at] = k;",
    "break and continue": """int a = 0, m = in[at] * 4; for (int k = 0; k < m; k++) {
        if (k % 3 == 1) continue; a += k; if (a > 90) break; a ^= 5; } out[at] = a;""",
    "true": "int n_ = 0; float2 z = make_float2(x * .01f, .3f); while (true) { if (z.x * z.x + z.y * z.y > 4.f) break;"
    " if (++n_ == 20) break; float t = z.x * z.x - z.y * z.y + .3f; z.y = 2.f * z.x * z.y + .1f; z.x = t; }"
    " out[at] = n_;",
    "bounded": "if (x >= n) return; int v = in[at]; while (v < 100) v = v * 2 + 1; out[at] = v;",
    "two": "int v = in[at], w = 1; while (v < 50) v += v / 2 + 1; while (w < v) w *= 3; out[at] = v * w;",
    "value kept": "int v = in[at], o = v * v; while (v < 100) v = v * 2 + 1; out[at] = v - o;",
    "record of a call": """Walk w = {(unsigned)x}; int a = 0;
        for (int k = 0; k < n; k++) a += w.next() % 16; out[at] = a;""",
    "record and address": """Pair p = {x, in[at]}; int a = 0;
        for (int k = 0; k < n; k++) a = mix(a, &p, k); out[at] = a - p.first;""",
    "records in records": """Body me = *(const Body *)(in + at); int a = 0;
        for (int k = 0; k < n; k++) { Body o = *(const Body *)(in + k); a += o.pos[1] * me.move.second - o.mass; }
        me.pos[2] = a; me.move.first += me.pos[0]; if (blockIdx.y == 0 && threadIdx.y == 0) ((Body *)out)[x] = me;""",
    "record made anew": """Body me = {{x, 2, n}, {4, 5}, 6}, other = {}; int a = 0;
        for (int k = 0; k < n; k++) { a += in[k] * me.move.first + other.pos[1]; other.pos[1] = k; }
        out[at] = a + me.pos[0] + me.mass + other.mass;""",
    "record of a record of a record": """Pair from = {x, in[at]}, to = {n, x}; Walks w; w.from = from; w.to = to;
        Party all = {{1, 2, 3}}; all.walks = w; int a = 0;
        for (int k = 0; k < n; k++) a += in[k] * all.walks.from.second + all.ages[in[k] & 15] - all.walks.to.first;
        out[at] = a;""",
    "element found late": """Body me = {{x, 2, n}, {4, 5}, 6}; int a = 0;
        for (int k = 0; k < n; k++) a += me.pos[in[k] % 3] * k; out[at] = a;""",
    "record changed behind": """Body me = *(const Body *)(in + at); out[at] = 3; int a = 0;
        for (int k = 0; k < n; k++) a += in[k] * me.pos[0];
        Body now = *(const Body *)(out + at - at % 80); out[at] = a + now.mass * 0;""",
    "branch around": """int a = -1; if (x < n) { int s = x; for (int k = 0; k < n; k++) s += in[k]; a = s; }
        out[at] = a;""",
    "branch around, value between": """int a = 0; if (in[at] > 5) { int s = 1; s += x;
        for (int k = 0; k < n; k++) { s = s * 3 + in[k]; } s -= 4; a = s; } out[at] = a;""",
    "branch inside": """int a = 0, b = 99; for (int k = 0; k < n; k++) { if (in[k] < b + x) { b = in[k]; a = k; } }
        out[at] = a + b;""",
    "atomics behind": """int a = 0; for (int k = 0; k < n; k++) { if (in[k] > x) a += in[k]; }
        if (a > 40) atomicAdd(&out[0], 1); else atomicMax(&out[1], a);""",
    "across a barrier": """__shared__ int s[99]; int t = threadIdx.y * blockDim.x + threadIdx.x, a = x; s[t] = in[at];
        for (int r = 0; r < 3; r++) { __syncthreads();
        for (int k = 0; k < n; k++) { a = a * 3 + s[k % (blockDim.x * blockDim.y)]; } __syncthreads(); s[t] = a & 15; }
        out[at] = a;""",
    "left for later": """__shared__ int s[99]; int t = threadIdx.y * blockDim.x + threadIdx.x, v = in[at], k = 0;
        while (v < 100) { v = v * 2 + 1; k++; } s[t] = v; __syncthreads();
        out[at] = s[(t + 1) % (blockDim.x * blockDim.y)] + v + k;""",
    "turns of a row": """int a = 0; for (int j = 5 - threadIdx.y; j >= 0; j -= 2) a += in[j * 10 + x] * (j + 1);
        out[at] = a;""",
    "left by a row": """int a = 0; for (int j = threadIdx.y; j < 8; j += 2) {
        const int y = j * 3 + blockIdx.x; if (y >= n) break; a += in[y + x] * y; } out[at] = a;""",
    "left by a row in the midst": """int a = 0, b = 1; for (int j = threadIdx.y; j < 9; ++j) {
        a += j; b = b * 3 + in[x + j]; if (blockIdx.x * 4 + j == n / 5) break; a ^= b; if (j == 7) break; b -= a; }
        out[at] = a + b;""",
    "pointers that move": """int a = 0; for (int j = n - threadIdx.y; j > 0; j -= 3) { const int *tap = in + 9;
        #pragma unroll
        for (int t = 0; t < 5; ++t) a += *--tap * in[x + t]; a += row_of(in, j)[x]; } out[at] = a;""",
    "in strides": """for (int i = x; i < n; i += blockDim.x * gridDim.x) {
        int v = in[i], k = 0; while (v < 200) { v = v * 2 + 3; k++; } out[i] = v + k; }""",
}
APART = {
    "array of a thread": """int h[4]; for (int k = 0; k < 4; k++) h[k] = in[at] + k;
        int j = 0; while (j < in[at]) j += h[j & 3] + 1; out[at] = j;""",
    "left by a thread": """int a = 0; for (int j = threadIdx.y; j < 8; j += 2) {
        if (j * 3 >= x) break; a += in[j + x] * j; } out[at] = a;""",
    "memory in each turn": "int v = in[at], k = 0; while (v > 2 && k < 9) { v = in[v + k]; k++; } out[at] = v;",
    "store in each turn": "int v = in[at]; while (v > 0) { out[at] = v; v -= 3; }",
    "loop in a loop": """int v = in[at], a = 0; while (v > 0) { for (int j = 0; j < v; j++) a += j; v -= 2; }
        out[at] = a;""",
    "return inside": "int v = in[at]; while (v < 30) { if (v == 7) return; v = v * 2 + 1; } out[at] = v;",
}  # fmt: skip
KERNELS = Kernels(HEAD, TOGETHER | APART, HELPERS)


@pytest.mark.parametrize("name", TOGETHER | APART)
def test_threads_end_with_the_same(name: str) -> None:
    text = KERNELS.text(name)
    assert ("each_strip" in text) is (name in TOGETHER), text
    for grid, block in (((2, 1), (33, 3)), ((3, 2), (16, 2)), ((5, 1), (7, 4))):
        for n in (0, 1, 30):
            KERNELS.check(name, grid, block, 400, n)

"""Macros with arguments keep their names in C++, but for those that the header itself has."""

from __future__ import annotations

import numpy as np

from tests.emitters.openmp import native

SOURCE = """
#define AT(r, c, n) ((r) * (n) + (c))
#define assign(x) ((x) * 3)
__global__ void f(const int *in, int *out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        out[AT(i, 1, 2)] = assign(in[i]);
    }
}
void start(int *in, int *out, int n) { f<<<2, 32>>>(in, out, n); }
"""


def test_macros_keep_their_names_where_they_are_free() -> None:
    ported = native.port(SOURCE)
    assert "#define AT(r, c, n) ((r) * (n) + (c))" in ported.text
    assert "out[AT(i, 1, 2)]" in ported.text
    assert "#define assign" not in ported.text
    given = np.arange(50, dtype=np.int32)
    name = ported.kernels[0].name
    _, out = native.run(ported, name, (2,), (32,), given, np.zeros(100, np.int32), np.int32(50))
    assert (out[1::2] == given * 3).all()
    assert not out[::2].any()


CONSTANTS = """
enum { x = 3, x_ = 1 };
#define UNROLL 4
#define width 7
#define TILE 8
__global__ void g(const int4 *in, int *out) {
    int i = threadIdx.x, sum = x + x_ + width;
    for (int j = 0; j < UNROLL; j++) sum += in[i].x * j + TILE;
    out[i] = sum;
}
void start(int4 *in, int *out) { g<<<1, 32>>>(in, out); }
"""


def test_constants_do_not_meet_members_and_macros_of_the_header() -> None:
    ported = native.port(CONSTANTS)
    assert "#define TILE 8" in ported.text
    given = np.arange(128, dtype=np.int32)
    _, out = native.run(ported, "g", (1,), (32,), given, np.zeros(32, np.int32))
    assert (out == 3 + 1 + 7 + given[::4] * 6 + 4 * 8).all()

"""Pointers into several memories: generic where they have to be, and nowhere else."""

import numpy as np
import pytest

from tests.emitters.opencl.kernel_runs import port, run

HEAD = """
struct View { float *data; int n; __device__ View(float *d, int n_) : data(d), n(n_) {} };
__device__ float total(View &v) { float s = 0; for (int i = 0; i < v.n; ++i) s += v.data[i]; return s; }
__device__ float *pick(float *a, float *b, bool first) { if (first) return a; return b; }
__device__ float *later(float *a, float *b, int n) { float *p = a; if (n > 3) p = b; return p; }
__device__ float *other(float *a, float *b, int n) { return pick(b, a, n < 4); }
__device__ float last(float **places, int n) { return *places[n - 1]; }
__global__ void k(float *g, float *out)
{
    __shared__ float s[8];
    float mine[8];
    const int t = threadIdx.x;
    s[t] = 2 * g[t];
    for (int i = 0; i < 8; ++i) mine[i] = i + 0.5f;
    __syncthreads();
    STATEMENTS
    out[t] = x;
}
void host(float *g) { k<<<1, 8>>>(g, g); }
"""
CASES = {
    "variable": (
        "float *p = s; if (t & 1) p = g; float x = p[t];",
        lambda t, g: g[t] * (1 if t & 1 else 2),
    ),
    "conditional": (
        "float *p = t < 3 ? g + 1 : s; float x = p[0];",
        lambda t, g: g[1] if t < 3 else 2 * g[0],
    ),
    "field": (
        "View a(s, 8), b(g, 8), m(mine, 8); float x = total(a) + 10 * total(b) + 100 * total(m);",
        lambda _t, g: 12 * g.sum() + 100 * 32,
    ),
    "result": ("float x = *pick(g + 1, s + 1, t == 2);", lambda t, g: g[1] * (1 if t == 2 else 2)),
    "variable of a function": (
        "float x = later(g, s, t)[2];",
        lambda t, g: g[2] * (2 if t > 3 else 1),
    ),
    "through two functions": (
        "float x = other(mine, s, t)[3];",
        lambda t, g: 2 * g[3] if t < 4 else 3.5,
    ),
    "array": (
        "float *both[2] = {g, s}; float x = both[t & 1][3];",
        lambda t, g: g[3] * (2 if t & 1 else 1),
    ),
    "array of addresses": (
        "float *both[2]; both[0] = &mine[5]; both[1] = &s[5]; float x = last(both, 1 + (t & 1));",
        lambda t, g: 2 * g[5] if t & 1 else 5.5,
    ),
    "comparison": (
        "float *p = s; if (t & 1) p = g; float x = p == g ? 1 : 0; if (p == s) x += 2;",
        lambda t, _g: 1 if t & 1 else 2,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_pointers_into_several_memories(case: str) -> None:
    statements, wanted = CASES[case]
    ported = port(HEAD.replace("STATEMENTS", statements))
    assert not ported.diagnostics.failed
    assert "needs-generic-pointers" in ported.rules
    assert "__opencl_c_generic_address_space" in ported.text
    g = np.arange(1, 9, dtype=np.float32) * 1.25
    expected = np.array([wanted(t, g) for t in range(8)], np.float32)
    for results in run(
        ported, "k", 1, 8, g.copy(), np.zeros(8, np.float32), options="-cl-std=CL3.0", generic=True
    ):
        assert np.array_equal(results[1], expected)


def test_one_memory_needs_nothing() -> None:
    ported = port(
        HEAD.replace("STATEMENTS", "View a(s, 8); float x = total(a) + *pick(s, s + 1, t == 2);")
    )
    assert "needs-generic-pointers" not in ported.rules
    assert "__local float *data;" in ported.text


def test_what_the_host_writes_points_to_global_memory() -> None:
    source = HEAD.replace("STATEMENTS", "View a(s, 8); float x = total(a);")
    source = source.replace("k(float *g, float *out)", "k(float *g, float *out, View v)")
    ported = port(source.replace("(g, g);", "(g, g, *(View *)g);"))
    assert "address-space" in ported.rules and not ported.source.kernels

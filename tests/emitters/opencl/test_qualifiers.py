"""`const` and `volatile` go where C wants them, and nowhere else."""

import re

import numpy as np

from tests.emitters.opencl.kernel_runs import port, run
from tests.emitters.openmp import native

SOURCE = """
__device__ float sum(const float *p, int n) { float s = 0; for (int i = 0; i < n; i++) s += p[i]; return s; }
__device__ void clear(float *p) { p[0] = 0; }
__global__ void k(const float *in, float *out, volatile int *flag)
{
    const float *from = in + 1;
    volatile int *seen = flag;
    clear(out);
    out[1] = sum(from, 3) + *seen;
}
void host(float *o, int *f) { k<<<1, 1>>>(o, o, f); }
"""


KEPT = """
struct P { int x; __device__ int get() const { return x; } };
struct Q { const P &p; __device__ explicit Q(const P &of) : p(of) {} };
__global__ void k(int *out)
{
    const P first = {1}, second = {2};
    const Q q(second);
    out[0] = first.get() + q.p.x;
}
void host(int *o) { k<<<1, 1>>>(o); }
"""


def test_const_variables_lose_it_where_pointers_to_them_are_stored():
    text = port(KEPT).text
    assert "const P first =" in text and "    P second =" in text
    assert "P_get(const P *self)" in text


def test_qualifiers_follow_the_pointers():
    text = port(SOURCE).text
    for line in (
        "__kernel void k(__global const float *in, __global float *out, __global int *flag)",
        "__global const float *from = in + 1;",
        "__global volatile int *seen = flag;",
        "float sum(__global const float *p, int n)",
        "void clear(__global float *p)",
    ):
        assert line in text


STEPS = """
__global__ void steps(const uint3 *in, int *out)
{
    const uint3 *p = in, *q;
    uint3 first = *p++;
    const uint3 *r = q = p;
    uint3 last = *(p += 2);
    out[0] = first.x + r->y + q->z + last.x;
}
void host(uint3 *in, int *o) { steps<<<1, 1>>>(in, o); }
"""


def test_const_pointers_that_move_in_the_midst_of_expressions():
    numbers = np.arange(12, dtype=np.uint32)
    for arrays in run(port(STEPS), "steps", 1, 1, numbers, np.zeros(1, np.int32)):
        assert arrays[1][0] == 0 + 4 + 5 + 9


def test_const_is_kept_on_processors():
    assert "const uint3_ *r = q = p;" in native.port(STEPS).text


ARRAYS = """
static const int data[3] = {1, 2, 4};
__device__ int unsized(const int a[], int n) { return a[n]; }
__device__ int sized(const int a[3], int n) { return a[n]; }
__device__ int plain(int *a, int n) { return a[n]; }
__global__ void of_arrays(const int *in, int *out)
{
    static const int own[] = {8, 16};
    out[0] = unsized(in, 0) + sized(in, 1) + unsized(data, 1) + plain(const_cast<int *>(own), 1);
}
void host(int *i, int *o) { of_arrays<<<1, 1>>>(i, o); }
"""


def test_const_of_arrays():
    text = native.port(ARRAYS).text
    found = re.findall(r"static inline int (\w+)\((.*?) \*a, int n\)", text)
    assert {kind for _, kind in found} == {"const int"}
    assert len(found) == 4, "one function was called with two kinds of memory"
    given = np.array([100, 200], np.int32), np.zeros(1, np.int32)
    for arrays in run(port(ARRAYS), "of_arrays", 1, 1, *given):
        assert arrays[1][0] == 100 + 200 + 2 + 16
    assert native.run(native.port(ARRAYS), "of_arrays", (1,), (1,), *given)[1][0] == 318

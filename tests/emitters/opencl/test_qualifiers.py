"""`const` and `volatile` go where C wants them, and nowhere else."""

from tests.emitters.opencl.kernel_runs import port

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

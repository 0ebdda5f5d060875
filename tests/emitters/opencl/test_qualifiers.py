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

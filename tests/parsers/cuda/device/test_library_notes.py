"""What our headers do otherwise than CUDA's is said at the call."""

from cn_migrate.diagnostics import Fidelity
from tests.emitters.opencl.kernel_runs import port


def test_differences_are_told_where_the_function_is_called():
    ported = port("""
    #include <curand_kernel.h>
    __global__ void k(curandState *states, unsigned *out, cudaSurfaceObject_t s)
    {
        out[0] = curand_poisson(states, 80.0);
        surf2Dwrite(out[0], s, 0, 0);
        out[1] = curand(states);
    }
    void host(curandState *s, unsigned *o) { k<<<1, 1>>>(s, o, 0); }""")
    told = [d for d in ported.diagnostics.items if d.rule == "device-function-differs"]
    assert [(d.span.line, d.message.partition(":")[0]) for d in told] == [
        (5, "'curand_poisson'"),
        (6, "'surf2Dwrite'"),
    ]
    assert all(d.fidelity is Fidelity.WEAKENED for d in told)


def test_another_cost_is_told_as_such():
    ported = port("""
    __global__ void k(int **out)
    {
        out[0] = (int *)malloc(4);
        out[1] = new int;
    }
    void host(int **o) { k<<<1, 1>>>(o); }""")
    told = [d for d in ported.diagnostics.items if d.rule == "device-function-emulated"]
    assert [d.span.line for d in told] == [4, 5]
    assert all(d.fidelity is Fidelity.EMULATED for d in told)

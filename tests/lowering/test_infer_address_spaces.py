"""Address spaces: inferred, specialised, refused."""

from tests.emitters.opencl.kernel_runs import port


def test_one_function_called_with_two_memories_becomes_two():
    ported = port("""
    __device__ float first(const float *p) { return p[0]; }
    __global__ void k(float *g)
    {
        __shared__ float s[4];
        float mine[2];
        s[threadIdx.x] = g[threadIdx.x]; mine[0] = 1;
        __syncthreads();
        g[0] = first(g) + first(s) + first(mine) + first(s + 1);
    }
    void host(float *g) { k<<<1, 4>>>(g); }""")
    heads = [line for line in ported.text.splitlines() if line.startswith("float first")]
    assert sorted(heads) == [
        "float first_global(__global const float *p)",
        "float first_local(__local const float *p)",
        "float first_private(const float *p)",
    ]
    assert '"generic"' not in str(ported.module)


def test_a_single_copy_keeps_its_name():
    ported = port("""
    __device__ float *row(float *p, int i) { return p + 4 * i; }
    __global__ void k(float *g) { float *r = row(g, 2); r = row(r, 1); *r = 0; }
    void host(float *g) { k<<<1, 1>>>(g); }""")
    assert "__global float *row(__global float *p, int i)" in ported.text
    assert "__global float *r = row(g, 2);" in ported.text


def test_a_pointer_into_constant_and_other_memory_is_refused_at_its_place():
    ported = port("""
    __constant__ float table[4];
    __global__ void k(float *g, int c)
    {
        const float *p = g + 1;

        if (c) p = table;
        g[0] = *p;
    }
    __global__ void fine(float *g) { g[0] = 1; }
    void host(float *g) { k<<<1, 1>>>(g, 1); fine<<<1, 1>>>(g); }""")
    found = next(item for item in ported.diagnostics.items if item.rule == "address-space")
    assert found.span is not None and found.span.line == 7
    assert [kernel.name for kernel in ported.source.kernels] == ["fine"]


def test_records_made_on_the_device_may_point_to_shared_memory():
    ported = port("""
    struct Pair { float *a; int *b; };
    __device__ Pair split(char *m) { Pair p; p.a = (float *)m; p.b = (int *)(m + 16); return p; }
    __global__ void k(float *g)
    {
        extern __shared__ char m[];
        Pair p = split(m);
        p.a[threadIdx.x] = g[threadIdx.x];
        g[threadIdx.x] = p.a[threadIdx.x];
    }
    void host(float *g) { k<<<1, 4, 32>>>(g); }""")
    assert "__local float *a;" in ported.text and not ported.diagnostics.failed

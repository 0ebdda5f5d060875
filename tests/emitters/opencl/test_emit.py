"""Emitted kernels compute what the CUDA text means, on every driver installed."""

import numpy as np

from tests.emitters.opencl.kernel_runs import port, run
from tests.emitters.openmp import native

TILED = """
#define TILE 16
// Sums TILE numbers of each block.
__global__ void sums(const float *__restrict__ in, float *out, int n)
{
    __shared__ float tile[TILE];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    tile[threadIdx.x] = i < n ? in[i] : 0.0f;  // nothing behind the end
    __syncthreads();
    for (int s = TILE / 2; s > 0; s /= 2) {
        if (threadIdx.x < s) tile[threadIdx.x] += tile[threadIdx.x + s];
        __syncthreads();
    }
    if (threadIdx.x == 0) out[blockIdx.x] = tile[0];
}
void host(float *a, float *b) { sums<<<3, TILE>>>(a, b, 40); }
"""


def test_shared_memory_and_barriers():
    data = np.arange(48, dtype=np.float32)
    want = np.where(np.arange(48) < 40, data, 0).reshape(3, 16).sum(axis=1)
    for _, out in run(port(TILED), "sums", 3, 16, data, np.zeros(3, np.float32), np.int32(40)):
        np.testing.assert_array_equal(out, want)


def test_text_is_the_users():
    text = port(TILED).text
    for line in (
        "#define TILE 16",
        "// Sums TILE numbers of each block.",
        "__kernel void sums(__global const float *restrict in, __global float *out, int n)",
        "int i = get_global_id(0);",
        "tile[get_local_id(0)] = i < n ? in[i] : 0.0f;  // nothing behind the end",
        "for (int s = TILE / 2; s > 0; s /= 2) {",
    ):
        assert line in text


def test_unsigned_arithmetic_wraps_at_32_bits():
    ported = port("""
    __global__ void k(unsigned *u, float *f, long long *l, int n)
    {
        unsigned x = threadIdx.x - 1;
        u[0] = x; u[1] = (threadIdx.x - 1) / 2; u[2] = threadIdx.x - 1 > n; u[3] = n * threadIdx.x + 7u >> 1;
        f[0] = threadIdx.x - 1;
        l[0] = threadIdx.x - 1; l[1] = (long long)n * n; l[2] = n * n; l[3] = -1 < threadIdx.x;
    }
    void host(unsigned *u, float *f, long long *l) { k<<<1, 1>>>(u, f, l, 100000); }""")
    arrays = np.zeros(4, np.uint32), np.zeros(1, np.float32), np.zeros(4, np.int64)
    for u, f, values in run(ported, "k", 1, 1, *arrays, np.int32(100000)):
        assert list(u) == [2**32 - 1, 2**31 - 1, 1, 3]
        assert f[0] == np.float32(2**32 - 1)
        assert list(values) == [2**32 - 1, 10**10, (10**10 + 2**31) % 2**32 - 2**31, 0]


def test_order_of_effects_is_kept():
    ported = port("""
    __device__ int next(int *state) { *state = *state * 3 + 1; return *state; }
    __global__ void k(int *out)
    {
        int s = 1, i = 0;
        int a = next(&s) - next(&s);
        out[i++] = a;
        out[i++] = s + next(&s) * (s = 2);
        out[i] = i == 2 && next(&s) > 6 ? s : -s;
        do { i++; } while (next(&s) < 100);
        out[3] = s; out[4] = i;
    }
    void host(int *o) { k<<<1, 1>>>(o); }""")
    for (out,) in run(ported, "k", 1, 1, np.zeros(5, np.int32)):
        assert list(out) == [4 - 13, 13 + 40 * 2, 7, 202, 5]


def test_switch_falls_through():
    ported = port("""
    __global__ void k(int *out)
    {
        int t = threadIdx.x, r = 0;
        switch (t) {
        case 0: r += 1;
        case 1: { int q = 10; r += q; break; }
        case 2: case 3: int z; z = 5; r = z; break;
        default: r = -1;
        }
        out[t] = r;
    }
    void host(int *o) { k<<<1, 5>>>(o); }""")
    for (out,) in run(ported, "k", 1, 5, np.zeros(5, np.int32)):
        assert list(out) == [11, 10, 5, 5, -1]


def test_odd_vectors_have_cudas_layout():
    ported = port("""
    struct Body { char tag; float3 p; double w; bool on; };
    __global__ void k(float3 *v, Body *b, int *sizes)
    {
        v[threadIdx.x] = make_float3(threadIdx.x, v[threadIdx.x].x, 2);
        b[threadIdx.x].p.y += 1; b[threadIdx.x].on = !b[threadIdx.x].on; b[threadIdx.x].w = 0.5;
        float4 f = make_float4(1, 2, 3, 4); float *second = &f.y; *second = 9;
        sizes[0] = sizeof(float3) + f.y; sizes[1] = sizeof(Body);
    }
    void host(float3 *v, Body *b, int *s) { k<<<1, 2>>>(v, b, s); }""")
    body = np.dtype([("tag", "i1"), ("p", "3f4"), ("w", "f8"), ("on", "?")], align=True)
    v = np.arange(6, dtype=np.float32)
    bodies = np.zeros(2, body)
    for got_v, got_b, sizes in run(
        ported, "k", 1, 2, v, bodies.view(np.uint8), np.zeros(2, np.int32)
    ):
        assert list(got_v) == [0, 0, 2, 1, 3, 2]
        result = got_b.view(body)
        assert result["p"].tolist() == [[0, 1, 0]] * 2
        assert list(result["on"]) == [True, True] and list(result["w"]) == [0.5, 0.5]
        assert list(sizes) == [21, body.itemsize]


def test_atomics_that_opencl_lacks():
    ported = port("""
    __global__ void k(float *f, double *d, unsigned *u, unsigned long long *l)
    {
        __shared__ float s;
        if (threadIdx.x == 0) s = 0;
        __syncthreads();
        atomicAdd(&s, 2.0f); atomicAdd(f, 0.5f); atomicAdd(d, 0.25); atomicInc(u, 6u); atomicAdd(l, 3ull);
        __syncthreads();
        if (threadIdx.x == 0) f[1] = s;
    }
    void host(float *f, double *d, unsigned *u, unsigned long long *l) { k<<<1, 16>>>(f, d, u, l); }""")
    arrays = np.zeros(2, np.float32), np.zeros(1), np.zeros(1, np.uint32), np.zeros(1, np.uint64)
    for f, d, u, big in run(ported, "k", 1, 16, *arrays):
        assert (list(f), d[0], u[0], big[0]) == ([8, 32], 4, 16 % 7, 48)
    assert {"float-atomic", "needs-fp64", "needs-int64-atomics"} <= set(ported.rules)


def test_symbols_and_dynamic_shared_memory_are_parameters():
    ported = port("""
    __constant__ float weights[2][3];
    __device__ int counter;
    extern __shared__ float dynamic[];
    __device__ float weight(int i) { return weights[1][i] + dynamic[i]; }
    __global__ void k(float *out)
    {
        dynamic[threadIdx.x] = threadIdx.x * 10;
        __syncthreads();
        out[threadIdx.x] = weight(threadIdx.x);
        atomicAdd(&counter, 1);
    }
    void host(float *o) { k<<<1, 3, 12>>>(o); }""")
    info = ported.kernel("k")
    assert info.dynamic_shared and set(info.symbols) == {"weights", "counter"}
    values = {"weights": np.arange(6, dtype=np.float32), "counter": np.zeros(1, np.int32)}
    symbols = [values[name] for name in info.symbols]
    for out, *rest in run(ported, "k", 1, 3, np.zeros(3, np.float32), *symbols, shared=12):
        assert list(out) == [3, 14, 25]
        assert rest[info.symbols.index("counter")][0] == 3


def test_names_of_the_language_give_way():
    ported = port(
        """
    struct event_t { int half; };
    __device__ int mix(int kernel, int global) { return kernel + global; }
    __global__ void dot(int *uint4)
    {
        event_t e; e.half = 4; int min = 2; int local = mix(min, e.half);
        uint4[0] = local + max(min, 3);
    }
    void host(int *o) { dot<<<1, 1>>>(o); }""".replace("uint4", "ushort2_")
    )
    for (out,) in run(ported, ported.source.kernels[0].name, 1, 1, np.zeros(1, np.int32)):
        assert out[0] == 9


def test_variables_do_not_hide_types():
    ported = port(
        """
    struct Item { int n; };
    __global__ void hide(const Item *items, const uint3 *words, int *out)
    {
        int half = 3, Item = items->n, uint3_ = 5;
        struct Item second = items[1];
        uint3 word = words[1];
        out[0] = half + Item + uint3_ + second.n + word.y;
    }
    void host(Item *i, uint3 *w, int *o) { hide<<<1, 1>>>(i, w, o); }"""
    )
    items, words = np.array([7, 11], np.int32), np.arange(6, dtype=np.uint32)
    for arrays in run(ported, "hide", 1, 1, items, words, np.zeros(1, np.int32)):
        assert arrays[2][0] == 3 + 7 + 5 + 11 + 4


def test_records_that_point_to_others_in_arrays():
    source = """
    struct Event;
    struct Gate { Event *ports[2]; Event **table; Gate *(*deep)[2]; int n; };
    struct Event { int at; Event *next[2]; };
    __global__ void size(const Gate *gates, int *out)
    {
        Event e; e.at = 3;
        out[0] = gates[1].n + sizeof(Gate) + e.at;
        if (gates->ports[0] != 0) out[0] = gates->ports[1]->at + gates->table[0]->next[1]->at;
    }
    void host(Gate *g, int *o) { size<<<1, 1>>>(g, o); }"""
    gates = np.zeros(20, np.int32)
    gates[18] = 5
    given = gates, np.zeros(1, np.int32)
    (got,) = native.run(native.port(source), "size", (1,), (1,), *given)[1]
    assert got == 5 + 40 + 3
    assert not port(source).diagnostics.failed


def test_maths_without_opencl_spelling():
    ported = port("""
    __global__ void k(float *o, int *i)
    {
        float x = 0.3f;
        o[0] = erfinvf(x); o[1] = erfcinvf(1.7f); o[2] = normcdfinvf(0.1f); o[3] = normcdff(x);
        o[4] = j0f(5.0f); o[5] = j1f(-2.0f); o[6] = y0f(1.5f); o[7] = y1f(4.0f);
        i[0] = __brev(5); i[1] = __ffs(40); i[2] = __clz(1); i[3] = __popc(255);
        i[4] = __byte_perm(0x33221100, 0x77665544, 0x7531);
    }
    void host(float *o, int *i) { k<<<1, 1>>>(o, i); }""")
    want = [
        0.27246271,
        -0.73286908,
        -1.28155157,
        0.61791142,
        -0.17759677,
        -0.57672481,
        0.38244892,
        0.39792571,
    ]
    for o, i in run(ported, "k", 1, 1, np.zeros(8, np.float32), np.zeros(5, np.int32)):
        np.testing.assert_allclose(o, want, rtol=3e-6)
        assert i.view(np.uint32).tolist() == [0xA0000000, 4, 31, 8, 0x77553311]


def test_an_argument_is_evaluated_once():
    ported = port("""
    __global__ void k(int *o) { o[0] = __ffs(atomicAdd(o + 1, 4)); o[2] = __ffsll(1ll << 40); }
    void host(int *o) { k<<<1, 1>>>(o); }""")
    for (o,) in run(ported, "k", 1, 1, np.array([0, 8, 0], np.int32)):
        assert list(o) == [4, 12, 41]


def test_a_subscript_keeps_its_conversion_to_an_integer():
    source = "__global__ void k(float *p, float x) { float *q = p + (int)x; *q = p[(int)(2 * x)]; }"
    text = port(source + "void f() { k<<<1, 1>>>(0, 0); }").text
    assert "p + (int)x" in text and "p[(int)(2 * x)]" in text


def test_records_with_pointers_and_pointers_to_pointers_come_as_words():
    ported = port("""
    struct View { int n; float *data; };
    __global__ void k(View v, float **rows) { v.data[0] = rows[0][v.n]; }
    void host(View v, float **r) { k<<<1, 1>>>(v, r); }""")
    info = ported.kernel("k")
    assert info.indirect and [p.size for p in info.params] == [16, 8]
    assert "View v = View_from_words(v_words);" in ported.text


def test_an_emitted_module_is_the_same_twice():
    assert port(TILED).text == port.__wrapped__(TILED).text


def test_bools_in_memory_stay_0_or_1():
    kernel = port("""
        __global__ void k(bool *any, bool *all, int n)
        {
            int i = threadIdx.x;
            any[i] |= i & 6;
            all[i] &= i + 1;
            all[i] ^= i == 3;
        }
    """)
    any_, all_ = np.zeros(4, np.uint8), np.ones(4, np.uint8)
    for some, every in run(kernel, "k", 1, 4, any_, all_, np.int32(4)):
        assert some.tolist() == [0, 0, 1, 1]
        assert every.tolist() == [1, 0, 1, 1]

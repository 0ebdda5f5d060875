// ptx_mix: inline PTX as programs write it. Special registers, bit fields, lop3, byte permutation, carries over 128 bits
// in several statements, predicates with declared registers, conversions, streaming vector loads and stores, shared
// memory through 32-bit addresses, atomics and fences, shuffles, fast functions.
//
// usage: ptx_mix [elements]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                            \
    do {                                                                       \
        cudaError_t status = (call);                                           \
        if (status != cudaSuccess) {                                           \
            printf("FAIL ptx_mix: %s\n", cudaGetErrorString(status));          \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

#define LANE(out) asm volatile("mov.u32 %0, %%laneid;" : "=r"(out))

__device__ __forceinline__ uint32_t field(uint32_t word, uint32_t place, uint32_t length)
{
    uint32_t result;
    asm("bfe.u32 %0, %1, %2, %3;" : "=r"(result) : "r"(word), "r"(place), "r"(length));
    return result;
}

__device__ uint32_t majority(uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t result;
    asm("lop3.b32 %0, %1, %2, %3, 0xe8;" : "=r"(result) : "r"(a), "r"(b), "r"(c));
    return result;
}

// a * b + c as 128 bits.
__device__ void wide(uint64_t a, uint64_t b, uint64_t c, uint64_t &low, uint64_t &high)
{
    asm("mad.lo.cc.u64 %0, %2, %3, %4;\n\t"
        "madc.hi.u64 %1, %2, %3, 0;"
        : "=&l"(low), "=l"(high)
        : "l"(a), "l"(b), "l"(c));
}

__device__ int clampToByte(float value)
{
    int result;
    asm("{\n\t"
        ".reg .pred p, q;\n\t"
        ".reg .s32 whole;\n\t"
        "cvt.rni.s32.f32 whole, %1;\n\t"
        "setp.lt.s32 p, whole, 0;\n\t"
        "setp.gt.s32 q, whole, 255;\n\t"
        "selp.s32 whole, 0, whole, p;\n\t"
        "@q mov.s32 whole, 255;\n\t"
        "mov.s32 %0, whole;\n\t"
        "}"
        : "=r"(result)
        : "f"(value));
    return result;
}

__device__ __forceinline__ float4 streamed(const float4 *place)
{
    float4 v;
    asm volatile("ld.global.nc.L1::no_allocate.v4.f32 {%0, %1, %2, %3}, [%4];"
                 : "=f"(v.x), "=f"(v.y), "=f"(v.z), "=f"(v.w)
                 : "l"(place));
    return v;
}

__device__ __forceinline__ void stream(float4 *place, float4 v)
{
    asm volatile("st.global.cs.v4.f32 [%0], {%1, %2, %3, %4};" ::"l"(place), "f"(v.x), "f"(v.y), "f"(v.z), "f"(v.w)
                 : "memory");
}

__global__ void words(const uint32_t *in, uint32_t *out, uint64_t *products, int *bytes, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const uint32_t x = in[i], y = in[(i + 1) % n];
    uint32_t swapped, highest;
    asm("prmt.b32 %0, %1, %2, %3;" : "=r"(swapped) : "r"(x), "r"(y), "n"(0x2705));
    asm("bfind.u32 %0, %1;" : "=r"(highest) : "r"(x >> (i % 32)));
    out[4 * i] = field(x, i % 37, i % 13);
    out[4 * i + 1] = majority(x, y, 0x0f0f3355u);
    out[4 * i + 2] = swapped;
    out[4 * i + 3] = highest;
    wide(x * 0x100000001ull, y * 0x123456789ull, x, products[2 * i], products[2 * i + 1]);
    bytes[i] = clampToByte((float)(int)x / 4194304.0f);
}

__global__ void memory(const float4 *in, float4 *out, float *turned, int *count, int n)
{
    __shared__ float kept[64];
    const int t = threadIdx.x, i = blockIdx.x * blockDim.x + t;
    const uint32_t place = (uint32_t)__cvta_generic_to_shared(&kept[t]);
    float4 v = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
    if (i < n)
        v = streamed(&in[i]);
    asm volatile("st.shared.f32 [%0], %1;" ::"r"(place), "f"(v.x + v.w) : "memory");
    __syncthreads();
    const float other = kept[63 - t];
    if (i < n) {
        float power, root;
        asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(power) : "f"(v.y));
        asm("rsqrt.approx.f32 %0, %1;" : "=f"(root) : "f"(1.0f + v.z * v.z));
        stream(&out[i], make_float4(other, power, root, v.w));
        asm volatile("red.global.add.s32 [%0], %1;" ::"l"(count), "r"(1) : "memory");
        asm volatile("membar.gl;" ::: "memory");
    }
    uint32_t lane, neighbour;
    LANE(lane);
    asm volatile("shfl.sync.bfly.b32 %0, %1, %2, 0x1f, 0xffffffff;"
                 : "=r"(neighbour)
                 : "r"(__float_as_uint(v.x)), "r"(1));
    turned[i] = lane % 2 == 0 ? __uint_as_float(neighbour) : -__uint_as_float(neighbour);
}

static bool wrong(const char *what, int at, double got, double want)
{
    printf("FAIL ptx_mix: %s of element %d, got %.9g, want %.9g\n", what, at, got, want);
    return true;
}

static bool checkWords(const std::vector<uint32_t> &in, const std::vector<uint32_t> &out,
                       const std::vector<uint64_t> &products, const std::vector<int> &bytes)
{
    const int n = (int)in.size();
    for (int i = 0; i < n; ++i) {
        const uint32_t x = in[i], y = in[(i + 1) % n], z = 0x0f0f3355u;
        const int place = i % 37, length = i % 13;
        uint32_t part = 0;
        for (int k = 0; k < length; ++k)
            if (place + k < 32)
                part |= (x >> (place + k) & 1u) << k;
        if (out[4 * i] != part) return wrong("field", i, out[4 * i], part);
        const uint32_t most = (x & y) | (x & z) | (y & z);
        if (out[4 * i + 1] != most) return wrong("majority", i, out[4 * i + 1], most);
        const uint32_t swapped = (y >> 8 & 255u) | (x & 255u) << 8 | (y >> 24) << 16 | (x >> 16 & 255u) << 24;
        if (out[4 * i + 2] != swapped) return wrong("bytes", i, out[4 * i + 2], swapped);
        uint32_t highest = 0xffffffffu;
        for (int k = 0; k < 32; ++k)
            if (x >> (i % 32) >> k & 1u) highest = k;
        if (out[4 * i + 3] != highest) return wrong("highest bit", i, out[4 * i + 3], highest);

        const uint64_t a = x * 0x100000001ull, b = y * 0x123456789ull;
        const uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
        const uint64_t middle = (al * bl >> 32) + (uint32_t)(al * bh) + (uint32_t)(ah * bl);
        const uint64_t low = a * b + x;
        const uint64_t high = ah * bh + (al * bh >> 32) + (ah * bl >> 32) + (middle >> 32) + (low < x);
        if (products[2 * i] != low) return wrong("low product", i, (double)products[2 * i], (double)low);
        if (products[2 * i + 1] != high) return wrong("high product", i, (double)products[2 * i + 1], (double)high);
        const double scaled = std::nearbyint((float)(int)x / 4194304.0f);
        const int byte = scaled < 0 ? 0 : scaled > 255 ? 255 : (int)scaled;
        if (bytes[i] != byte) return wrong("byte", i, bytes[i], byte);
    }
    return false;
}

static bool checkMemory(const std::vector<float4> &in, const std::vector<float4> &out,
                        const std::vector<float> &turned)
{
    const int n = (int)in.size();
    for (int i = 0; i < n; ++i) {
        const int other = i / 64 * 64 + 63 - i % 64;
        const double kept = other < n ? (double)(in[other].x + in[other].w) : 0;
        if (out[i].x != kept) return wrong("shared value", i, out[i].x, kept);
        const double power = std::exp2((double)in[i].y), root = 1 / std::sqrt(1 + (double)in[i].z * in[i].z);
        if (std::fabs(out[i].y - power) > 1e-5 * power) return wrong("power", i, out[i].y, power);
        if (std::fabs(out[i].z - root) > 1e-5 * root) return wrong("root", i, out[i].z, root);
        if (out[i].w != in[i].w) return wrong("copy", i, out[i].w, in[i].w);
        const int partner = i ^ 1;
        const double value = partner < n ? in[partner].x : 0;
        if (turned[i] != (i % 2 == 0 ? value : -value)) return wrong("neighbour", i, turned[i], value);
    }
    return false;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 5003;
    if (n < 1) {
        printf("usage: ptx_mix [elements]\n");
        return 2;
    }
    std::vector<uint32_t> in(n), out(4 * (size_t)n);
    std::vector<uint64_t> products(2 * (size_t)n);
    std::vector<int> bytes(n);
    std::vector<float4> vectors(n), results(n);
    uint32_t state = 2463534242u;
    for (int i = 0; i < n; ++i) {
        state = state * 1664525u + 1013904223u;
        in[i] = state ^ state >> 16;
        vectors[i] = make_float4((float)(i % 97), (float)(i % 31) / 8.0f - 2.0f, (float)(i % 13) - 6.0f, (float)i);
    }
    const int threads = 64, blocks = (n + threads - 1) / threads;
    uint32_t *d_in, *d_out;
    uint64_t *d_products;
    int *d_bytes, *d_count;
    float4 *d_vectors, *d_results;
    float *d_turned;
    CHECK(cudaMalloc(&d_in, n * sizeof *d_in));
    CHECK(cudaMalloc(&d_out, out.size() * sizeof *d_out));
    CHECK(cudaMalloc(&d_products, products.size() * sizeof *d_products));
    CHECK(cudaMalloc(&d_bytes, n * sizeof *d_bytes));
    CHECK(cudaMalloc(&d_count, sizeof *d_count));
    CHECK(cudaMalloc(&d_vectors, n * sizeof *d_vectors));
    CHECK(cudaMalloc(&d_results, n * sizeof *d_results));
    CHECK(cudaMalloc(&d_turned, blocks * threads * sizeof *d_turned));
    CHECK(cudaMemset(d_count, 0, sizeof *d_count));
    CHECK(cudaMemcpy(d_in, in.data(), n * sizeof *d_in, cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_vectors, vectors.data(), n * sizeof *d_vectors, cudaMemcpyHostToDevice));
    words<<<blocks, threads>>>(d_in, d_out, d_products, d_bytes, n);
    memory<<<blocks, threads>>>(d_vectors, d_results, d_turned, d_count, n);
    CHECK(cudaGetLastError());
    std::vector<float> turned(blocks * threads);
    int count = 0;
    CHECK(cudaMemcpy(out.data(), d_out, out.size() * sizeof *d_out, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(products.data(), d_products, products.size() * sizeof *d_products, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(bytes.data(), d_bytes, n * sizeof *d_bytes, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(results.data(), d_results, n * sizeof *d_results, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(turned.data(), d_turned, turned.size() * sizeof *d_turned, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(&count, d_count, sizeof count, cudaMemcpyDeviceToHost));
    if (count != n) {
        printf("FAIL ptx_mix: count, got %d, want %d\n", count, n);
        return 1;
    }
    if (checkWords(in, out, products, bytes) || checkMemory(vectors, results, turned))
        return 1;
    CHECK(cudaFree(d_in));
    CHECK(cudaFree(d_out));
    CHECK(cudaFree(d_products));
    CHECK(cudaFree(d_bytes));
    CHECK(cudaFree(d_count));
    CHECK(cudaFree(d_vectors));
    CHECK(cudaFree(d_results));
    CHECK(cudaFree(d_turned));
    printf("PASS ptx_mix\n");
    return 0;
}

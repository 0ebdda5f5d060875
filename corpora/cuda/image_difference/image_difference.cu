// image_difference: pictures compared four bytes at a time. SIMD within a word (__vabsdiffu4, __vsadu4, __vavgu4,
// __vaddus4, __vcmpgtu4, __vmaxs4, halfwords with __vaddss2 and __vsubus2), __dp4a for a luma sum, __byte_perm to
// swap channels.
//
// usage: image_difference [pixels]
#include <cuda_runtime.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                                     \
    do {                                                                                \
        cudaError_t status = (call);                                                    \
        if (status != cudaSuccess) {                                                    \
            printf("FAIL image_difference: %s\n", cudaGetErrorString(status));          \
            return 1;                                                                   \
        }                                                                               \
    } while (0)

enum Plane { Difference, Average, Brighter, Mask, Signed, Halves, Faded, Swapped, Planes };

__global__ void compare(const uint32_t *a, const uint32_t *b, uint32_t *out, uint32_t *total, int *luma, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const uint32_t x = a[i], y = b[i];
    out[Difference * n + i] = __vabsdiffu4(x, y);
    out[Average * n + i] = __vavgu4(x, y);
    out[Brighter * n + i] = __vaddus4(x, 0x20202020u);
    out[Mask * n + i] = __vcmpgtu4(x, y);
    out[Signed * n + i] = __vmaxs4(x, y);
    out[Halves * n + i] = __vaddss2(x, y);
    out[Faded * n + i] = __vsubus2(x, y);
    out[Swapped * n + i] = __byte_perm(x, 0u, 0x3012);
    atomicAdd(total, __vsadu4(x, y));
    luma[i] = __dp4a((int)(x & 0x7f7f7f7fu), 0x00264b0f, (int)(y >> 28));
}

static int lane(uint32_t word, int index) { return (int)(word >> (8 * index) & 255u); }
static int half(uint32_t word, int index) { return (int)(int16_t)(word >> (16 * index)); }
static int limited(int value, int low, int high) { return value < low ? low : value > high ? high : value; }

static uint32_t expected(int plane, uint32_t x, uint32_t y)
{
    uint32_t result = 0;
    for (int k = 0; k < 4; ++k) {
        const int p = lane(x, k), q = lane(y, k);
        int r = 0;
        if (plane == Difference) r = abs(p - q);
        if (plane == Average) r = (p + q + 1) / 2;
        if (plane == Brighter) r = limited(p + 32, 0, 255);
        if (plane == Mask) r = p > q ? 255 : 0;
        if (plane == Signed) r = (int8_t)p > (int8_t)q ? p : q;
        result |= (uint32_t)(r & 255) << (8 * k);
    }
    if (plane == Swapped)  // selectors 2, 1, 0, 3 from the lowest byte up
        result = (x & 0xff00ff00u) | (x >> 16 & 255u) | (x & 255u) << 16;
    if (plane == Halves || plane == Faded) {
        result = 0;
        for (int k = 0; k < 2; ++k) {
            const int p = half(x, k), q = half(y, k);
            const int r = plane == Halves ? limited(p + q, -32768, 32767)
                                          : limited((p & 65535) - (q & 65535), 0, 65535);
            result |= (uint32_t)(r & 65535) << (16 * k);
        }
    }
    return result;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 20011;
    if (n < 1) {
        printf("usage: image_difference [pixels]\n");
        return 2;
    }
    std::vector<uint32_t> a(n), b(n), out((size_t)Planes * n);
    std::vector<int> luma(n);
    uint32_t state = 12345;
    for (int i = 0; i < n; ++i) {
        state = state * 1664525u + 1013904223u;
        a[i] = state ^ state >> 15;
        state = state * 1664525u + 1013904223u;
        b[i] = i % 7 == 0 ? a[i] : state ^ state >> 13;
    }
    uint32_t *d_a, *d_b, *d_out, *d_total;
    int *d_luma;
    CHECK(cudaMalloc(&d_a, n * sizeof *d_a));
    CHECK(cudaMalloc(&d_b, n * sizeof *d_b));
    CHECK(cudaMalloc(&d_out, out.size() * sizeof *d_out));
    CHECK(cudaMalloc(&d_total, sizeof *d_total));
    CHECK(cudaMalloc(&d_luma, n * sizeof *d_luma));
    CHECK(cudaMemcpy(d_a, a.data(), n * sizeof *d_a, cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_b, b.data(), n * sizeof *d_b, cudaMemcpyHostToDevice));
    CHECK(cudaMemset(d_total, 0, sizeof *d_total));
    compare<<<(n + 127) / 128, 128>>>(d_a, d_b, d_out, d_total, d_luma, n);
    CHECK(cudaGetLastError());
    uint32_t total = 0, sum = 0;
    CHECK(cudaMemcpy(out.data(), d_out, out.size() * sizeof *d_out, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(luma.data(), d_luma, n * sizeof *d_luma, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(&total, d_total, sizeof total, cudaMemcpyDeviceToHost));
    for (int i = 0; i < n; ++i) {
        for (int plane = 0; plane < Planes; ++plane) {
            const uint32_t got = out[(size_t)plane * n + i], want = expected(plane, a[i], b[i]);
            if (got != want) {
                printf("FAIL image_difference: plane %d of pixel %d, got %08x, want %08x\n", plane, i, got, want);
                return 1;
            }
        }
        int light = (int)(b[i] >> 28);
        light += (lane(a[i], 0) & 127) * 15 + (lane(a[i], 1) & 127) * 75 + (lane(a[i], 2) & 127) * 38;
        if (luma[i] != light) {
            printf("FAIL image_difference: luma of pixel %d, got %d, want %d\n", i, luma[i], light);
            return 1;
        }
        for (int k = 0; k < 4; ++k)
            sum += (uint32_t)abs(lane(a[i], k) - lane(b[i], k));
    }
    if (total != sum) {
        printf("FAIL image_difference: sum of differences, got %u, want %u\n", total, sum);
        return 1;
    }
    CHECK(cudaFree(d_a));
    CHECK(cudaFree(d_b));
    CHECK(cudaFree(d_out));
    CHECK(cudaFree(d_total));
    CHECK(cudaFree(d_luma));
    printf("PASS image_difference\n");
    return 0;
}

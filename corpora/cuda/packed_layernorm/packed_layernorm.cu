// packed_layernorm: bfloat16 activations read and written 16 bytes at a time through an aligned array type, with
// streaming cache hints; mean and variance in float. A gradient summed with atomicAdd on __nv_bfloat162.
//
// usage: packed_layernorm [rows [columns / 8]]
#include <cuda_bf16.h>
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                                     \
    do {                                                                                \
        cudaError_t status = (call);                                                    \
        if (status != cudaSuccess) {                                                    \
            printf("FAIL packed_layernorm: %s\n", cudaGetErrorString(status));          \
            exit(1);                                                                    \
        }                                                                               \
    } while (0)

typedef __nv_bfloat16 real;

// As many elements as fit into 16 bytes, so that one instruction moves them.
template <class Element> struct alignas(16) Pack {
    static const int size = sizeof(int4) / sizeof(Element);
    Element values[size];

    __device__ Pack() {}
    __device__ explicit Pack(int4 bits) { memcpy(&values, &bits, sizeof bits); }
    __device__ Element &operator[](int i) { return values[i]; }
    __device__ const Element &operator[](int i) const { return values[i]; }
    __device__ int4 bits() const
    {
        int4 result;
        memcpy(&result, &values, sizeof result);
        return result;
    }
};
typedef Pack<real> Eight;

__device__ Eight load(const real *place) { return Eight(__ldcs(reinterpret_cast<const int4 *>(place))); }
__device__ void store(real *place, const Eight &pack) { __stcs(reinterpret_cast<int4 *>(place), pack.bits()); }

// One block of 32 threads normalises a row.
__global__ void normalise(const real *in, const real *scale, real *out, float *means, int columns)
{
    __shared__ float sums[32], squares[32];
    const real *row = in + (size_t)blockIdx.x * columns;
    const int t = threadIdx.x;
    float sum = 0.0f, square = 0.0f;
    for (int c = t * Eight::size; c < columns; c += 32 * Eight::size) {
        const Eight pack = load(row + c);
        for (int k = 0; k < Eight::size; ++k) {
            const float value = (float)pack[k];
            sum += value;
            square += value * value;
        }
    }
    sums[t] = sum;
    squares[t] = square;
    for (int step = 16; step > 0; step /= 2) {
        __syncthreads();
        if (t < step) {
            sums[t] += sums[t + step];
            squares[t] += squares[t + step];
        }
    }
    __syncthreads();
    const float mean = sums[0] / columns;
    const float factor = rsqrtf(squares[0] / columns - mean * mean + 1e-5f);
    for (int c = t * Eight::size; c < columns; c += 32 * Eight::size) {
        const Eight pack = load(row + c), weights = load(scale + c);
        Eight result;
        for (int k = 0; k < Eight::size; ++k)
            result[k] = __float2bfloat16(factor * ((float)pack[k] - mean) * (float)weights[k]);
        store(out + (size_t)blockIdx.x * columns + c, result);
    }
    if (t == 0)
        means[blockIdx.x] = mean;
}

// Sums small whole numbers, which bfloat16 holds exactly: each pair gets rows of them.
__global__ void accumulate(__nv_bfloat162 *sums, __nv_bfloat16 *single, int pairs)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const __nv_bfloat162 step = __floats2bfloat162_rn(1.0f, 2.0f);
    atomicAdd(&sums[i % pairs], step);
    atomicAdd(&single[i % 3], __float2bfloat16_rn(1.0f));
}

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? atoi(argv[1]) : 101, columns = 8 * (argc > 2 ? atoi(argv[2]) : 37);
    if (rows < 1 || columns < 8) {
        printf("usage: packed_layernorm [rows [columns / 8]]\n");
        return 2;
    }
    const size_t count = (size_t)rows * columns;
    std::vector<real> in(count), scale(columns), out(count);
    unsigned int state = 99;
    for (real &value : in) {
        state = state * 1664525u + 1013904223u;
        value = __float2bfloat16((float)(state >> 16) / 16384.0f - 1.5f);
    }
    for (int c = 0; c < columns; ++c)
        scale[c] = __float2bfloat16(0.5f + (float)(c % 5));
    real *d_in, *d_scale, *d_out, *d_single;
    float *d_means;
    __nv_bfloat162 *d_sums;
    const int pairs = 5, adders = 192;
    CHECK(cudaMalloc(&d_in, count * sizeof(real)));
    CHECK(cudaMalloc(&d_scale, columns * sizeof(real)));
    CHECK(cudaMalloc(&d_out, count * sizeof(real)));
    CHECK(cudaMalloc(&d_means, rows * sizeof(float)));
    CHECK(cudaMalloc(&d_sums, pairs * sizeof(__nv_bfloat162)));
    CHECK(cudaMalloc(&d_single, 4 * sizeof(real)));
    CHECK(cudaMemset(d_sums, 0, pairs * sizeof(__nv_bfloat162)));
    CHECK(cudaMemset(d_single, 0, 4 * sizeof(real)));
    CHECK(cudaMemcpy(d_in, in.data(), count * sizeof(real), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_scale, scale.data(), columns * sizeof(real), cudaMemcpyHostToDevice));
    normalise<<<rows, 32>>>(d_in, d_scale, d_out, d_means, columns);
    accumulate<<<adders / 64, 64>>>(d_sums, d_single, pairs);
    CHECK(cudaGetLastError());
    std::vector<float> means(rows);
    std::vector<__nv_bfloat162> sums(pairs);
    std::vector<real> single(4);
    CHECK(cudaMemcpy(out.data(), d_out, count * sizeof(real), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(means.data(), d_means, rows * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(sums.data(), d_sums, pairs * sizeof(__nv_bfloat162), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(single.data(), d_single, 4 * sizeof(real), cudaMemcpyDeviceToHost));

    for (int r = 0; r < rows; ++r) {
        double mean = 0, variance = 0;
        for (int c = 0; c < columns; ++c)
            mean += (double)__bfloat162float(in[(size_t)r * columns + c]) / columns;
        for (int c = 0; c < columns; ++c)
            variance += std::pow((double)__bfloat162float(in[(size_t)r * columns + c]) - mean, 2.0) / columns;
        if (std::fabs(mean - (double)means[r]) > 1e-4) {
            printf("FAIL packed_layernorm: mean of row %d, got %g, want %g\n", r, (double)means[r], mean);
            return 1;
        }
        for (int c = 0; c < columns; ++c) {
            const size_t at = (size_t)r * columns + c;
            const double want = ((double)__bfloat162float(in[at]) - mean) / std::sqrt(variance + 1e-5)
                * (double)__bfloat162float(scale[c]);
            const double got = __bfloat162float(out[at]);
            if (std::fabs(got - want) > 0.004 * std::fabs(want) + 2e-3) {  // 8 digits
                printf("FAIL packed_layernorm: element %d of row %d, got %g, want %g\n", c, r, got, want);
                return 1;
            }
        }
    }
    for (int i = 0; i < pairs; ++i) {
        const float want = (float)(adders / pairs + (i < adders % pairs));
        if (__low2float(sums[i]) != want || __high2float(sums[i]) != 2 * want) {
            printf("FAIL packed_layernorm: sum %d, got %g, want %g\n", i, (double)__low2float(sums[i]), (double)want);
            return 1;
        }
    }
    for (int i = 0; i < 3; ++i)
        if (__bfloat162float(single[i]) != (float)(adders / 3)) {
            printf("FAIL packed_layernorm: count %d, got %g, want %d\n", i, (double)__bfloat162float(single[i]), adders / 3);
            return 1;
        }
    CHECK(cudaFree(d_in));
    CHECK(cudaFree(d_scale));
    CHECK(cudaFree(d_out));
    CHECK(cudaFree(d_means));
    CHECK(cudaFree(d_sums));
    CHECK(cudaFree(d_single));
    printf("PASS packed_layernorm\n");
    return 0;
}

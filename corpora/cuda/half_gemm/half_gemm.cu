// half_gemm: half precision. A product of half matrices with sums in float (mixed precision), axpy on half2 with
// __hfma2, a reduction with operators of __half in shared memory, comparisons and conversions; half numbers on the
// host too.
//
// usage: half_gemm [rows [inner [columns]]]
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                              \
    do {                                                                         \
        cudaError_t status = (call);                                             \
        if (status != cudaSuccess) {                                             \
            printf("FAIL half_gemm: %s\n", cudaGetErrorString(status));          \
            exit(1);                                                             \
        }                                                                        \
    } while (0)

const int kTile = 8;

template <typename Sum>
__global__ void product(const half *a, const half *b, Sum *c, int rows, int inner, int columns)
{
    __shared__ half left[kTile][kTile], right[kTile][kTile];
    const int row = blockIdx.y * kTile + threadIdx.y, column = blockIdx.x * kTile + threadIdx.x;
    Sum sum = Sum(0.0f);
    for (int start = 0; start < inner; start += kTile) {
        const int k = start + threadIdx.x, l = start + threadIdx.y;
        left[threadIdx.y][threadIdx.x] = row < rows && k < inner ? a[row * inner + k] : __float2half(0.0f);
        right[threadIdx.y][threadIdx.x] = l < inner && column < columns ? b[l * columns + column] : half(0.0f);
        __syncthreads();
        for (int i = 0; i < kTile; ++i)
            sum += static_cast<Sum>(left[threadIdx.y][i]) * static_cast<Sum>(right[i][threadIdx.x]);
        __syncthreads();
    }
    if (row < rows && column < columns)
        c[row * columns + column] = sum;
}

__global__ void axpy(half2 a, const half2 *x, half2 *y, int pairs)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < pairs; i += gridDim.x * blockDim.x)
        y[i] = __hfma2(a, x[i], y[i]);
}

// The largest number and how many are below zero, both in half precision.
__global__ void survey(const __half *x, int n, __half *largest, __half *below)
{
    __shared__ __half best[64], count[64];
    const int t = threadIdx.x;
    __half most = x[0], found = __ushort_as_half(0);
    for (int i = t; i < n; i += 64) {
        if (x[i] > most)
            most = x[i];
        if (__hlt(x[i], __float2half(0.0f)))
            found += __int2half_rn(1);
    }
    best[t] = most;
    count[t] = found;
    for (int step = 32; step > 0; step /= 2) {
        __syncthreads();
        if (t < step) {
            best[t] = __hmax(best[t], best[t + step]);
            count[t] = count[t] + count[t + step];
        }
    }
    if (t == 0) {
        *largest = best[0];
        *below = count[0];
    }
}

static bool differs(const char *what, int at, double got, double want, double tolerance)
{
    if (std::fabs(got - want) <= tolerance)
        return false;
    printf("FAIL half_gemm: %s %d, got %g, want %g\n", what, at, got, want);
    return true;
}

// Half precision by rounding of a double: 11 digits, ties to even.
static double rounded(double value)
{
    if (value == 0)
        return value;
    const int exponent = std::max(std::ilogb(value), -14);
    return std::ldexp(std::nearbyint(std::ldexp(value, 10 - exponent)), exponent - 10);
}

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? atoi(argv[1]) : 53, inner = argc > 2 ? atoi(argv[2]) : 71;
    const int columns = argc > 3 ? atoi(argv[3]) : 45;
    if (rows < 1 || inner < 1 || columns < 1) {
        printf("usage: half_gemm [rows [inner [columns]]]\n");
        return 2;
    }
    std::vector<half> a(rows * inner), b(inner * columns);
    unsigned int state = 7;
    for (half &value : a) {
        state = state * 1664525u + 1013904223u;
        value = __float2half((float)(int)(state >> 20) / 2048.0f - 1.0f);
    }
    for (half &value : b) {
        state = state * 1664525u + 1013904223u;
        value = half((float)(int)(state >> 18) / 8192.0f - 1.0f);
    }
    half *d_a, *d_b, *d_half, *d_two;
    float *d_float;
    CHECK(cudaMalloc(&d_a, a.size() * sizeof(half)));
    CHECK(cudaMalloc(&d_b, b.size() * sizeof(half)));
    CHECK(cudaMalloc(&d_half, rows * columns * sizeof(half)));
    CHECK(cudaMalloc(&d_float, rows * columns * sizeof(float)));
    CHECK(cudaMalloc(&d_two, 2 * sizeof(half)));
    CHECK(cudaMemcpy(d_a, a.data(), a.size() * sizeof(half), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_b, b.data(), b.size() * sizeof(half), cudaMemcpyHostToDevice));

    const dim3 block(kTile, kTile), grid((columns + kTile - 1) / kTile, (rows + kTile - 1) / kTile);
    product<float><<<grid, block>>>(d_a, d_b, d_float, rows, inner, columns);
    product<half><<<grid, block>>>(d_a, d_b, d_half, rows, inner, columns);
    survey<<<1, 64>>>(d_a, (int)a.size(), d_two, d_two + 1);
    CHECK(cudaGetLastError());
    std::vector<float> wide(rows * columns);
    std::vector<half> narrow(rows * columns), two(2);
    CHECK(cudaMemcpy(wide.data(), d_float, wide.size() * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(narrow.data(), d_half, narrow.size() * sizeof(half), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(two.data(), d_two, 2 * sizeof(half), cudaMemcpyDeviceToHost));
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            double exact = 0, size = 0;
            for (int k = 0; k < inner; ++k) {
                const double term = (double)__half2float(a[r * inner + k]) * (double)__half2float(b[k * columns + c]);
                exact += term;
                size += std::fabs(term);
            }
            const int at = r * columns + c;
            if (differs("float sum", at, wide[at], exact, size * inner * 6e-8)
                || differs("half sum", at, __half2float(narrow[at]), exact, size * inner * 5e-4 + 1e-3))
                return 1;
        }
    }
    double most = -10, below = 0;
    for (const half value : a) {
        most = std::fmax(most, __half2float(value));
        below += __half2float(value) < 0;
    }
    if (differs("largest", 0, __half2float(two[0]), most, 0))
        return 1;
    if (below <= 2048 && differs("below zero", 0, __half2float(two[1]), below, 0))
        return 1;

    // A fused multiply-add is rounded once.
    const int pairs = (int)a.size() / 2;
    half2 *d_y;
    CHECK(cudaMalloc(&d_y, (pairs + 1) * sizeof(half2)));
    std::vector<half2> y(pairs + 1);
    for (int i = 0; i < pairs; ++i)
        y[i] = __floats2half2_rn((float)(i % 37) / 16.0f, -(float)(i % 11) / 3.0f);
    CHECK(cudaMemcpy(d_y, y.data(), pairs * sizeof(half2), cudaMemcpyHostToDevice));
    const half2 factor = __halves2half2(__float2half(1.3f), __float2half(-0.7f));
    axpy<<<3, 64>>>(factor, reinterpret_cast<const half2 *>(d_a), d_y, pairs);
    std::vector<half2> result(pairs + 1);
    CHECK(cudaMemcpy(result.data(), d_y, pairs * sizeof(half2), cudaMemcpyDeviceToHost));
    for (int i = 0; i < pairs; ++i) {
        const double x0 = __half2float(a[2 * i]), x1 = __half2float(a[2 * i + 1]);
        const double want0 = rounded((double)__low2float(factor) * x0 + (double)__low2float(y[i]));
        const double want1 = rounded((double)__high2float(factor) * x1 + (double)__high2float(y[i]));
        if (differs("axpy", 2 * i, __low2float(result[i]), want0, 0)
            || differs("axpy", 2 * i + 1, __high2float(result[i]), want1, 0))
            return 1;
    }
    CHECK(cudaFree(d_a));
    CHECK(cudaFree(d_b));
    CHECK(cudaFree(d_half));
    CHECK(cudaFree(d_float));
    CHECK(cudaFree(d_two));
    CHECK(cudaFree(d_y));
    printf("PASS half_gemm\n");
    return 0;
}

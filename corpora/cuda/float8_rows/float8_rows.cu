// Rows of numbers of 8 bits: scaled so that the largest one fits, rounded, multiplied row by row.
//
// usage: float8_rows [rows [columns]]

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <cuda_fp8.h>
#include <cuda_runtime.h>

#define TRY(call)                                                                                  \
    do {                                                                                           \
        const cudaError_t error_ = (call);                                                         \
        if (error_ != cudaSuccess) {                                                               \
            std::printf("FAIL float8_rows: %s: %s\n", #call, cudaGetErrorString(error_));          \
            std::exit(1);                                                                          \
        }                                                                                          \
    } while (0)

static const int THREADS = 64;
static const float LARGEST = 448.0f;  // of __nv_fp8_e4m3

// A block for each row: the scale, and the row in fours.
__global__ void quantise(const float4 *values, __nv_fp8x4_e4m3 *rounded, float *scales, int fours)
{
    __shared__ float largest[THREADS];
    const int row = blockIdx.x;
    float most = 0.0f;
    for (int i = threadIdx.x; i < fours; i += blockDim.x) {
        const float4 v = values[row * fours + i];
        most = fmaxf(most, fmaxf(fmaxf(fabsf(v.x), fabsf(v.y)), fmaxf(fabsf(v.z), fabsf(v.w))));
    }
    largest[threadIdx.x] = most;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half)
            largest[threadIdx.x] = fmaxf(largest[threadIdx.x], largest[threadIdx.x + half]);
        __syncthreads();
    }
    const float scale = largest[0] > 0.0f ? largest[0] / LARGEST : 1.0f;
    if (threadIdx.x == 0)
        scales[row] = scale;
    for (int i = threadIdx.x; i < fours; i += blockDim.x) {
        const float4 v = values[row * fours + i];
        rounded[row * fours + i] =
            __nv_fp8x4_e4m3(make_float4(v.x / scale, v.y / scale, v.z / scale, v.w / scale));
    }
}

// The products of all pairs of rows, and each one again with the wider exponent.
__global__ void products(const __nv_fp8x4_e4m3 *rounded, const float *scales, float *result, __nv_fp8_e5m2 *coarse,
                         int rows, int fours)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y;
    if (x >= rows)
        return;
    float sum = 0.0f;
    for (int i = 0; i < fours; ++i) {
        const float4 a = static_cast<float4>(rounded[y * fours + i]);
        const float4 b = static_cast<float4>(rounded[x * fours + i]);
        sum += a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
    }
    sum *= scales[y] * scales[x];
    result[y * rows + x] = sum;
    coarse[y * rows + x] = __nv_fp8_e5m2(sum);
}

// What the conversions mean, number by number, without the library.
static float value(unsigned char bits, int fraction, int bias)
{
    const int magnitude = bits & 0x7f, exponent = magnitude >> fraction, rest = magnitude & ((1 << fraction) - 1);
    const float one = static_cast<float>(1 << fraction);
    const float found = exponent == 0 ? std::ldexp(rest / one, 1 - bias)
                                      : std::ldexp(1.0f + rest / one, exponent - bias);
    return (bits & 0x80) != 0 ? -found : found;
}

static bool isNearest(float x, unsigned char bits, int fraction, int bias, int top)
{
    const float here = std::fabs(x - value(bits, fraction, bias));
    const int magnitude = bits & 0x7f;
    if (magnitude > top)
        return false;
    const unsigned char sign = bits & 0x80;
    const bool above = magnitude == top || here <= std::fabs(x - value(sign | (magnitude + 1), fraction, bias));
    const bool below = magnitude == 0 || here <= std::fabs(x - value(sign | (magnitude - 1), fraction, bias));
    return above && below;
}

static bool fail(const char *what, int row, int column, float got, float want)
{
    std::printf("FAIL float8_rows: %s at %d, %d: got %g, want %g\n", what, row, column, got, want);
    return false;
}

static bool check(const std::vector<float> &values, const std::vector<unsigned char> &rounded,
                  const std::vector<float> &scales, const std::vector<float> &result,
                  const std::vector<unsigned char> &coarse, int rows, int columns)
{
    for (int i = 0; i < rows * columns; ++i) {
        if (!isNearest(values[i] / scales[i / columns], rounded[i], 3, 7, 0x7e))
            return fail("number", i / columns, i % columns, value(rounded[i], 3, 7), values[i] / scales[i / columns]);
    }
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < rows; ++x) {
            double sum = 0.0, size = 1e-6;
            for (int i = 0; i < columns; ++i) {
                const double part = static_cast<double>(value(rounded[y * columns + i], 3, 7)) *
                                    value(rounded[x * columns + i], 3, 7) * scales[y] * scales[x];
                sum += part;
                size += std::fabs(part);
            }
            const float got = result[y * rows + x];
            if (std::fabs(got - sum) > 1e-5 * size)
                return fail("product", y, x, got, static_cast<float>(sum));
            if (!isNearest(got, coarse[y * rows + x], 2, 15, 0x7b))
                return fail("coarse product", y, x, value(coarse[y * rows + x], 2, 15), got);
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? std::atoi(argv[1]) : 100, columns = argc > 2 ? std::atoi(argv[2]) : 300;
    if (rows < 1 || columns < 4 || columns % 4 != 0) {
        std::fprintf(stderr, "usage: %s [rows [columns, a multiple of 4]]\n", argv[0]);
        return 2;
    }
    std::vector<float> values(static_cast<size_t>(rows) * columns);
    unsigned seed = 7u;
    for (size_t i = 0; i < values.size(); ++i) {
        seed = seed * 1664525u + 1013904223u;
        values[i] = std::ldexp(static_cast<float>(static_cast<int>(seed >> 8) - (1 << 23)), -16 - static_cast<int>(i % 9));
    }
    const int fours = columns / 4;
    float4 *d_values;
    __nv_fp8x4_e4m3 *d_rounded;
    __nv_fp8_e5m2 *d_coarse;
    float *d_scales, *d_result;
    TRY(cudaMalloc(&d_values, values.size() * sizeof(float)));
    TRY(cudaMalloc(&d_rounded, values.size() * sizeof(__nv_fp8_e4m3)));
    TRY(cudaMalloc(&d_scales, rows * sizeof(float)));
    TRY(cudaMalloc(&d_result, static_cast<size_t>(rows) * rows * sizeof(float)));
    TRY(cudaMalloc(&d_coarse, static_cast<size_t>(rows) * rows * sizeof(__nv_fp8_e5m2)));
    TRY(cudaMemcpy(d_values, values.data(), values.size() * sizeof(float), cudaMemcpyHostToDevice));

    quantise<<<rows, THREADS>>>(d_values, d_rounded, d_scales, fours);
    TRY(cudaGetLastError());
    products<<<dim3((rows + THREADS - 1) / THREADS, rows), THREADS>>>(d_rounded, d_scales, d_result, d_coarse, rows,
                                                                      fours);
    TRY(cudaGetLastError());

    std::vector<unsigned char> rounded(values.size()), coarse(static_cast<size_t>(rows) * rows);
    std::vector<float> scales(rows), result(coarse.size());
    TRY(cudaMemcpy(rounded.data(), d_rounded, rounded.size(), cudaMemcpyDeviceToHost));
    TRY(cudaMemcpy(scales.data(), d_scales, rows * sizeof(float), cudaMemcpyDeviceToHost));
    TRY(cudaMemcpy(result.data(), d_result, result.size() * sizeof(float), cudaMemcpyDeviceToHost));
    TRY(cudaMemcpy(coarse.data(), d_coarse, coarse.size(), cudaMemcpyDeviceToHost));

    // The host has the same numbers.
    const __nv_fp8_e4m3 half(0.5f);
    bool good = static_cast<float>(half) == 0.5f && __nv_cvt_float_to_fp8(1e9f, __NV_SATFINITE, __NV_E4M3) == 0x7e;
    good = good && check(values, rounded, scales, result, coarse, rows, columns);
    TRY(cudaFree(d_values));
    TRY(cudaFree(d_rounded));
    TRY(cudaFree(d_scales));
    TRY(cudaFree(d_result));
    TRY(cudaFree(d_coarse));
    if (!good)
        return 1;
    std::printf("PASS float8_rows\n");
    return 0;
}

// special_functions: the maths library beyond sines and logarithms, against identities and the host's library: error
// functions and their inverses, gamma, lengths, parts of numbers, rounding and its directions, conversions that
// saturate, next numbers, functions of pi.
//
// usage: special_functions [points]
#include <cuda_runtime.h>

#include <cfloat>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                                      \
    do {                                                                                 \
        cudaError_t status = (call);                                                     \
        if (status != cudaSuccess) {                                                     \
            printf("FAIL special_functions: %s\n", cudaGetErrorString(status));          \
            exit(1);                                                                     \
        }                                                                                \
    } while (0)

// Each row: what the kernel computes of x in (0.1, 10), and what the host does, in double.
#define ROWS(ROW) \
    ROW(erff(x), std::erf(t)) \
    ROW(erfcf(x), std::erfc(t)) \
    ROW(erfinvf(erff(x * 0.1f)), t * 0.1) \
    ROW(erfcinvf(x * 0.1f), -normcdfinv(x * 0.1f / 2.0) / std::sqrt(2.0)) \
    ROW(erfcxf(x), std::exp(t * t) * std::erfc(t)) \
    ROW(normcdff(-x), 0.5 * std::erfc(t / std::sqrt(2.0))) \
    ROW(normcdfinvf(normcdff(x * 0.2f)), t * 0.2) \
    ROW(lgammaf(x + 2.5f), std::lgamma((double)(x + 2.5f))) \
    ROW(tgammaf(x), std::tgamma(t)) \
    ROW(cbrtf(x), std::cbrt(t)) \
    ROW(rcbrtf(x), 1.0 / std::cbrt(t)) \
    ROW(rsqrtf(x), 1.0 / std::sqrt(t)) \
    ROW(hypotf(x, 3.0f), std::hypot(t, 3.0)) \
    ROW(rhypotf(x, 3.0f), 1.0 / std::hypot(t, 3.0)) \
    ROW(norm3df(x * 1e25f, 2e25f, 1e25f), std::sqrt(t * t + 5.0) * 1e25) \
    ROW(rnorm4df(x, 2.0f, 1.0f, 3.0f), 1.0 / std::sqrt(t * t + 14.0)) \
    ROW(sinpif(x), std::sin(std::acos(-1.0) * t)) \
    ROW(cospif(x), std::cos(std::acos(-1.0) * t)) \
    ROW(exp10f(x), std::pow(10.0, t)) \
    ROW(expm1f(x * 1e-3f), std::expm1((double)(x * 1e-3f))) \
    ROW(log1pf(x * 1e-3f), std::log1p((double)(x * 1e-3f))) \
    ROW(fdimf(x, 4.0f), t > 4.0 ? t - 4.0 : 0.0) \
    ROW(remainderf(x, 1.5f), std::remainder(t, 1.5)) \
    ROW(fmodf(x, 1.5f), std::fmod(t, 1.5)) \
    ROW(logbf(x), std::logb(t)) \
    ROW((float)ilogbf(x), (double)std::ilogb(t)) \
    ROW(scalbnf(x, -7), t / 128.0) \
    ROW(nextafterf(x, 100.0f), (double)std::nextafter(x, 100.0f)) \
    ROW(copysignf(x, -0.0f), -t) \
    ROW(j0f(x), ::j0(t)) \
    ROW(y1f(x), ::y1(t)) \
    ROW(__saturatef(x - 1.0f), (double)(x < 1.0f ? 0.0f : x > 2.0f ? 1.0f : x - 1.0f)) \
    ROW(__fadd_ru(x, 1e-9f), (double)std::nextafter(x, 100.0f)) \
    ROW(__fsub_rz(x, 1e-9f), (double)std::nextafter(x, 0.0f)) \
    ROW(__fadd_rd(x, 1e-9f), t) \
    ROW((float)__float2int_ru(x), std::ceil(t)) \
    ROW((float)__float2uint_rd(-x), 0.0) \
    ROW((float)__float2int_rz(x * 1e9f), x * 1e9f >= 2147483648.0f ? 2147483648.0 : (double)(x * 1e9f)) \
    ROW(part(x), t)

// Taken apart and put together.
__device__ float part(float x)
{
    int exponent, quotient;
    float whole;
    const float mantissa = frexpf(x, &exponent), fraction = modff(x, &whole);
    const float rest = remquof(x, 2.0f, &quotient);
    return ldexpf(mantissa, exponent) + (fraction + whole - x) + (rest + 2.0f * (quotient & 7) - x);
}

#define COUNT(got, want) +1
const int kRows = 0 ROWS(COUNT);

__global__ void evaluate(const float *points, float *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const float x = points[i];
    int row = 0;
#define STORE(got, want) out[row++ * n + i] = got;
    ROWS(STORE)
#undef STORE
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 1001;
    if (n < 1) {
        printf("usage: special_functions [points]\n");
        return 2;
    }
    std::vector<float> points(n), out((size_t)kRows * n);
    for (int i = 0; i < n; ++i)
        points[i] = 0.1f + 9.85f * (float)i / (float)n;
    float *d_points, *d_out;
    CHECK(cudaMalloc(&d_points, n * sizeof(float)));
    CHECK(cudaMalloc(&d_out, out.size() * sizeof(float)));
    CHECK(cudaMemcpy(d_points, points.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    evaluate<<<(n + 63) / 64, 64>>>(d_points, d_out, n);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(out.data(), d_out, out.size() * sizeof(float), cudaMemcpyDeviceToHost));
    for (int i = 0; i < n; ++i) {
        const float x = points[i];
        const double t = x;
        int row = 0;
#define COMPARE(got, want)                                                                                    \
    {                                                                                                         \
        const double found = out[(size_t)row * n + i], expected = want;                                       \
        if (!(std::fabs(found - expected) <= 4e-6 * std::fabs(expected) + 4e-7)) {                            \
            printf("FAIL special_functions: %s of %g, got %.9g, want %.9g\n", #got, t, found, expected);      \
            return 1;                                                                                         \
        }                                                                                                     \
        ++row;                                                                                                \
    }
        ROWS(COMPARE)
    }
    CHECK(cudaFree(d_points));
    CHECK(cudaFree(d_out));
    printf("PASS special_functions\n");
    return 0;
}

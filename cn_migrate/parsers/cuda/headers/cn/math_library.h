// Functions of the maths library that are made of others: parts of numbers, lengths, scaled functions.
// Source: CUDA Math API, "Single Precision Mathematical Functions", "Double Precision Mathematical Functions".
#pragma once

#include "math_double.h"
#include "math_float.h"
#include "math_overloads.h"
#include "type_casts.h"

template <class T> __device__ T cn_frexp(T x, int *exponent)
{
    const bool plain = x != 0 && isfinite(x);
    *exponent = plain ? ilogb(x) + 1 : 0;
    // In two steps: 2 to the power of 149 is no float.
    return plain ? ldexp(ldexp(x, -(*exponent / 2)), -(*exponent - *exponent / 2)) : x;
}
template <class T> __device__ T cn_modf(T x, T *whole)
{
    *whole = trunc(x);
    return copysign(isinf(x) ? T(0) : x - *whole, x);
}
// The last three bits of the quotient are those of |x| modulo 8 |y|.
template <class T> __device__ T cn_remquo(T x, T y, int *quotient)
{
    const T rest = remainder(x, y);
    const T near = isinf(y) ? T(0) : fmod(fabs(x), 8 * fabs(y));
    const T part = rint((near - (x < 0 ? -rest : rest)) / fabs(y));
    const int bits = part >= 0 && part <= 8 ? (int)part & 7 : 0;
    *quotient = (x < 0) != (y < 0) ? -bits : bits;
    return rest;
}
template <class T> __device__ T cn_scalbln(T x, long int n)
{
    return ldexp(x, n > 9999 ? 9999 : n < -9999 ? -9999 : (int)n);
}

// Lengths are scaled by a power of two, so that no square overflows or vanishes.
template <class T> __device__ T cn_length(T largest, T a, T b, T c, T d)
{
    if (largest == 0 || isinf(largest)) {
        return largest;
    }
    const int scale = ilogb(largest);
    a = ldexp(a, -scale);
    b = ldexp(b, -scale);
    c = ldexp(c, -scale);
    d = ldexp(d, -scale);
    return ldexp(sqrt(fma(a, a, fma(b, b, fma(c, c, d * d)))), scale);
}
template <class T> __device__ T cn_norm4(T a, T b, T c, T d)
{
    const T largest = fmax(fmax(fabs(a), fabs(b)), fmax(fabs(c), fabs(d)));
    const bool number = a == a && b == b && c == c && d == d;
    return number || isinf(largest) ? cn_length(largest, a, b, c, d) : a + b + c + d;
}
template <class T> __device__ T cn_norm(int count, const T *values)
{
    T largest = 0;
    for (int i = 0; i < count; i++) {
        largest = fmax(largest, fabs(values[i]));
    }
    if (largest == 0 || isinf(largest)) {
        return largest;
    }
    const int scale = ilogb(largest);
    T sum = 0;
    for (int i = 0; i < count; i++) {
        const T part = ldexp(values[i], -scale);
        sum = fma(part, part, sum);
    }
    return ldexp(sqrt(sum), scale);
}

// exp(x * x) * erfc(x); where erfc vanishes, its asymptotic series (Abramowitz and Stegun, 7.1.23).
template <class T> __device__ T cn_erfcx(T x, T far)
{
    if (x > far) {
        const T q = T(0.5) / x / x;
        return T(0.56418958354775628695) / x * (1 - q * (1 - 3 * q * (1 - 5 * q * (1 - 7 * q * (1 - 9 * q)))));
    }
    const T high = x * x;
    const T scale = exp(high);
    return isinf(scale) ? scale : fma(scale, fma(x, x, -high), scale) * erfc(x);
}

__device__ inline float frexpf(float x, int *nptr) { return cn_frexp(x, nptr); }
__device__ inline float frexp(float x, int *nptr) { return cn_frexp(x, nptr); }
__device__ inline double frexp(double x, int *nptr) { return cn_frexp(x, nptr); }
__device__ inline float modff(float x, float *iptr) { return cn_modf(x, iptr); }
__device__ inline float modf(float x, float *iptr) { return cn_modf(x, iptr); }
__device__ inline double modf(double x, double *iptr) { return cn_modf(x, iptr); }
__device__ inline float remquof(float x, float y, int *quo) { return cn_remquo(x, y, quo); }
__device__ inline float remquo(float x, float y, int *quo) { return cn_remquo(x, y, quo); }
__device__ inline double remquo(double x, double y, int *quo) { return cn_remquo(x, y, quo); }
__device__ inline float scalblnf(float x, long int n) { return cn_scalbln(x, n); }
__device__ inline float scalbln(float x, long int n) { return cn_scalbln(x, n); }
__device__ inline double scalbln(double x, long int n) { return cn_scalbln(x, n); }
__device__ inline bool isnormal(float x) { return isfinite(x) && fabs(x) >= 1.17549435e-38f; }
__device__ inline bool isnormal(double x) { return isfinite(x) && fabs(x) >= 2.2250738585072014e-308; }
__device__ inline float normf(int dim, const float *p) { return cn_norm(dim, p); }
__device__ inline double norm(int dim, const double *p) { return cn_norm(dim, p); }
__device__ inline float rnormf(int dim, const float *p) { return 1 / cn_norm(dim, p); }
__device__ inline double rnorm(int dim, const double *p) { return 1 / cn_norm(dim, p); }

#ifdef __CUDA_ARCH__
CN_EXTERN_C_BEGIN
__host__ __device__ inline float norm3df(float a, float b, float c) { return cn_norm4(a, b, c, 0.0f); }
__host__ __device__ inline double norm3d(double a, double b, double c) { return cn_norm4(a, b, c, 0.0); }
__host__ __device__ inline float norm4df(float a, float b, float c, float d) { return cn_norm4(a, b, c, d); }
__host__ __device__ inline double norm4d(double a, double b, double c, double d) { return cn_norm4(a, b, c, d); }
__host__ __device__ inline float rnorm3df(float a, float b, float c) { return 1 / cn_norm4(a, b, c, 0.0f); }
__host__ __device__ inline double rnorm3d(double a, double b, double c) { return 1 / cn_norm4(a, b, c, 0.0); }
__host__ __device__ inline float rnorm4df(float a, float b, float c, float d) { return 1 / cn_norm4(a, b, c, d); }
__host__ __device__ inline double rnorm4d(double a, double b, double c, double d) { return 1 / cn_norm4(a, b, c, d); }
__host__ __device__ inline float rhypotf(float x, float y) { return 1 / cn_norm4(x, y, 0.0f, 0.0f); }
__host__ __device__ inline double rhypot(double x, double y) { return 1 / cn_norm4(x, y, 0.0, 0.0); }
__host__ __device__ inline float erfcxf(float x) { return cn_erfcx(x, 9.0f); }
__host__ __device__ inline double erfcx(double x) { return cn_erfcx(x, 25.0); }
CN_EXTERN_C_END
__host__ __device__ inline float erfcx(float x) { return erfcxf(x); }
#endif

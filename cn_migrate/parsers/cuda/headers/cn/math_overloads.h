// C++ overloads without suffix: sqrt(float), abs(long), pow(float, int), isnan(double), ...
// To be read before <cmath>, see math_double.h.
// Source: CUDA Math API; C++ standard, [c.math].
#pragma once

#include "keywords.h"

__device__ long int abs(long int a);
__device__ long long int abs(long long int a);
__device__ float abs(float x);
__device__ double abs(double x);

#define CN_UNARY(name) __device__ float name(float x);
CN_UNARY(acos)
CN_UNARY(acosh)
CN_UNARY(asin)
CN_UNARY(asinh)
CN_UNARY(atan)
CN_UNARY(atanh)
CN_UNARY(cbrt)
CN_UNARY(ceil)
CN_UNARY(cos)
CN_UNARY(cosh)
CN_UNARY(erf)
CN_UNARY(erfc)
CN_UNARY(exp)
CN_UNARY(exp2)
CN_UNARY(expm1)
CN_UNARY(fabs)
CN_UNARY(floor)
CN_UNARY(lgamma)
CN_UNARY(log)
CN_UNARY(log10)
CN_UNARY(log1p)
CN_UNARY(log2)
CN_UNARY(logb)
CN_UNARY(nearbyint)
CN_UNARY(rint)
CN_UNARY(round)
CN_UNARY(sin)
CN_UNARY(sinh)
CN_UNARY(sqrt)
CN_UNARY(tan)
CN_UNARY(tanh)
CN_UNARY(tgamma)
CN_UNARY(trunc)
#undef CN_UNARY

#define CN_BINARY(name) __device__ float name(float x, float y);
CN_BINARY(atan2)
CN_BINARY(copysign)
CN_BINARY(fdim)
CN_BINARY(fmax)
CN_BINARY(fmin)
CN_BINARY(fmod)
CN_BINARY(hypot)
CN_BINARY(nextafter)
CN_BINARY(pow)
CN_BINARY(remainder)
#undef CN_BINARY

__device__ float fma(float x, float y, float z);
__device__ float frexp(float x, int *nptr);
__device__ int ilogb(float x);
__device__ float ldexp(float x, int exp);
__device__ long long int llrint(float x);
__device__ long long int llround(float x);
__device__ long int lrint(float x);
__device__ long int lround(float x);
__device__ float modf(float x, float *iptr);
__device__ float remquo(float x, float y, int *quo);
__device__ float scalbln(float x, long int n);
__device__ float scalbn(float x, int n);

__device__ bool isfinite(float x);
__device__ bool isfinite(double x);
__device__ bool isinf(float x);
__device__ bool isinf(double x);
__device__ bool isnan(float x);
__device__ bool isnan(double x);
__device__ bool isnormal(float x);
__device__ bool isnormal(double x);
__device__ bool signbit(float x);
__device__ bool signbit(double x);

// CUDA's own functions: C++ names for the single precision ones.
__host__ __device__ float cospi(float x);
__host__ __device__ float cyl_bessel_i0(float x);
__host__ __device__ float cyl_bessel_i1(float x);
__host__ __device__ float erfcinv(float x);
__host__ __device__ float erfcx(float x);
__host__ __device__ float erfinv(float x);
__host__ __device__ float normcdf(float x);
__host__ __device__ float normcdfinv(float x);
__host__ __device__ float rcbrt(float x);
__host__ __device__ float rsqrt(float x);
__host__ __device__ void sincospi(float x, float *sptr, float *cptr);
__host__ __device__ float sinpi(float x);
__host__ __device__ double copysign(double x, float y);
__host__ __device__ double copysign(float x, double y);
__device__ void sincos(float x, float *sptr, float *cptr);

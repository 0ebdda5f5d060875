// Floating point intrinsics: fast functions, and arithmetic with an explicit rounding mode.
// Source: CUDA Math API, "Single Precision Intrinsics", "Double Precision Intrinsics".
#pragma once

#include "keywords.h"
#include "math_float.h"

__device__ float __cosf(float x);
__device__ float __exp10f(float x);
__device__ float __expf(float x);
__device__ float __fdividef(float x, float y);
__device__ float __frsqrt_rn(float x);
__device__ float __log10f(float x);
__device__ float __log2f(float x);
__device__ float __logf(float x);
__device__ float __powf(float x, float y);
__device__ float __saturatef(float x);
__device__ void __sincosf(float x, float *sptr, float *cptr);
__device__ float __sinf(float x);
__device__ float __tanf(float x);
__device__ inline float __tanhf(float x) { return tanhf(x); }

#define CN_ROUNDED(mode) \
    __device__ float __fadd_##mode(float x, float y); \
    __device__ float __fsub_##mode(float x, float y); \
    __device__ float __fmul_##mode(float x, float y); \
    __device__ float __fdiv_##mode(float x, float y); \
    __device__ float __fmaf_##mode(float x, float y, float z); \
    __device__ float __fmaf_ieee_##mode(float x, float y, float z); \
    __device__ float __frcp_##mode(float x); \
    __device__ float __fsqrt_##mode(float x); \
    __device__ double __dadd_##mode(double x, double y); \
    __device__ double __dsub_##mode(double x, double y); \
    __device__ double __dmul_##mode(double x, double y); \
    __device__ double __ddiv_##mode(double x, double y); \
    __device__ double __fma_##mode(double x, double y, double z); \
    __device__ double __drcp_##mode(double x); \
    __device__ double __dsqrt_##mode(double x);
CN_ROUNDED(rn)
CN_ROUNDED(rz)
CN_ROUNDED(ru)
CN_ROUNDED(rd)
#undef CN_ROUNDED

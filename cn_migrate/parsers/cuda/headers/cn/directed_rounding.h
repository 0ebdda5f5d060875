// Arithmetic rounded toward zero, upwards or downwards: the nearest result, corrected by the sign of its error, which
// fused multiply-adds and exact sums tell (Muller et al., "Handbook of Floating-Point Arithmetic", 2018, chapter 4).
// A product whose error is below the smallest number keeps the nearest result.
// Source: CUDA Math API, "Single Precision Intrinsics", "Double Precision Intrinsics".
#pragma once

#include "math_double.h"
#include "math_float.h"
#include "math_overloads.h"
#include "float_intrinsics.h"

// The number next to `nearest` on the side of `error` (exact minus nearest), where the direction asks for it.
template <class T> __device__ T cn_rounded_rz(T nearest, T error)
{
    const bool too_far = nearest > 0 ? error < 0 : nearest < 0 && error > 0;
    return too_far ? nextafter(nearest, T(0)) : nearest;
}
template <class T> __device__ T cn_rounded_ru(T nearest, T error)
{
    return error > 0 ? nextafter(nearest, T(1) / T(0)) : nearest;
}
template <class T> __device__ T cn_rounded_rd(T nearest, T error)
{
    return error < 0 ? nextafter(nearest, T(-1) / T(0)) : nearest;
}

// What is missing in a result; beyond all numbers it is below infinity, where the operands are numbers.
template <class T> __device__ T cn_beyond(T nearest, bool numbers, T error)
{
    return !isinf(nearest) ? error : numbers ? -nearest : T(0);
}
template <class T> __device__ T cn_sum_error(T sum, T x, T y)
{
    const T part = sum - x;
    return cn_beyond(sum, isfinite(x) && isfinite(y), (x - (sum - part)) + (y - part));
}
template <class T> __device__ T cn_product_error(T product, T x, T y)
{
    return cn_beyond(product, isfinite(x) && isfinite(y), fma(x, y, -product));
}
template <class T> __device__ T cn_quotient_error(T quotient, T x, T y)
{
    const T rest = fma(-quotient, y, x);
    return cn_beyond(quotient, isfinite(x) && y != 0, y < 0 ? -rest : rest);
}
template <class T> __device__ T cn_root_error(T root, T x) { return isinf(root) ? T(0) : fma(-root, root, x); }
// Of a fused multiply-add: the exact product in two parts, then the exact sum of the three (Boldo and Muller, 2011).
template <class T> __device__ T cn_fused_error(T fused, T x, T y, T z)
{
    const T high = x * y;
    const T low = fma(x, y, -high);
    const T sum = z + low;
    const T part = sum - z;
    const T rest = (z - (sum - part)) + (low - part);
    const T total = high + sum;
    const T share = total - high;
    const T tail = (high - (total - share)) + (sum - share);
    return cn_beyond(fused, isfinite(x) && isfinite(y) && isfinite(z), (total - fused) + (tail + rest));
}

#define CN_DIRECTED(mode, T, add, sub, mul, div, fused, reciprocal, root) \
    __device__ inline T add(T x, T y) { return cn_rounded_##mode(x + y, cn_sum_error(x + y, x, y)); } \
    __device__ inline T sub(T x, T y) { return cn_rounded_##mode(x - y, cn_sum_error(x - y, x, -y)); } \
    __device__ inline T mul(T x, T y) { return cn_rounded_##mode(x * y, cn_product_error(x * y, x, y)); } \
    __device__ inline T div(T x, T y) { return cn_rounded_##mode(x / y, cn_quotient_error(x / y, x, y)); } \
    __device__ inline T fused(T x, T y, T z) \
    { \
        return cn_rounded_##mode(fma(x, y, z), cn_fused_error(fma(x, y, z), x, y, z)); \
    } \
    __device__ inline T reciprocal(T x) { return div(T(1), x); } \
    __device__ inline T root(T x) { return cn_rounded_##mode(sqrt(x), cn_root_error(sqrt(x), x)); }
#define CN_DIRECTION(mode) \
    CN_DIRECTED(mode, float, __fadd_##mode, __fsub_##mode, __fmul_##mode, __fdiv_##mode, __fmaf_##mode, \
        __frcp_##mode, __fsqrt_##mode) \
    CN_DIRECTED(mode, double, __dadd_##mode, __dsub_##mode, __dmul_##mode, __ddiv_##mode, __fma_##mode, \
        __drcp_##mode, __dsqrt_##mode) \
    __device__ inline float __fmaf_ieee_##mode(float x, float y, float z) { return __fmaf_##mode(x, y, z); }
CN_DIRECTION(rz)
CN_DIRECTION(ru)
CN_DIRECTION(rd)
#undef CN_DIRECTION
#undef CN_DIRECTED

__device__ inline float __fmaf_ieee_rn(float x, float y, float z) { return fmaf(x, y, z); }

// Conversions with an explicit rounding mode, and bit casts.
// Source: CUDA Math API, "Type Casting Intrinsics".
#pragma once

#include "keywords.h"

#define CN_CONVERSIONS(mode) \
    __device__ int __double2int_##mode(double x); \
    __device__ long long int __double2ll_##mode(double x); \
    __device__ unsigned int __double2uint_##mode(double x); \
    __device__ unsigned long long int __double2ull_##mode(double x); \
    __device__ float __double2float_##mode(double x); \
    __device__ int __float2int_##mode(float x); \
    __device__ long long int __float2ll_##mode(float x); \
    __device__ unsigned int __float2uint_##mode(float x); \
    __device__ unsigned long long int __float2ull_##mode(float x); \
    __device__ float __int2float_##mode(int x); \
    __device__ float __uint2float_##mode(unsigned int x); \
    __device__ float __ll2float_##mode(long long int x); \
    __device__ float __ull2float_##mode(unsigned long long int x); \
    __device__ double __ll2double_##mode(long long int x); \
    __device__ double __ull2double_##mode(unsigned long long int x);
CN_CONVERSIONS(rn)
CN_CONVERSIONS(rz)
CN_CONVERSIONS(ru)
CN_CONVERSIONS(rd)
#undef CN_CONVERSIONS

__device__ double __int2double_rn(int x);
__device__ double __uint2double_rn(unsigned int x);

__device__ long long int __double_as_longlong(double x);
__device__ double __longlong_as_double(long long int x);
__device__ int __float_as_int(float x);
__device__ unsigned int __float_as_uint(float x);
__device__ float __int_as_float(int x);
__device__ float __uint_as_float(unsigned int x);
__device__ inline int __double2hiint(double x) { return (int)(__double_as_longlong(x) >> 32); }
__device__ inline int __double2loint(double x) { return (int)__double_as_longlong(x); }
__device__ inline double __hiloint2double(int hi, int lo)
{
    return __longlong_as_double((long long int)((unsigned long long int)(unsigned int)hi << 32 | (unsigned int)lo));
}

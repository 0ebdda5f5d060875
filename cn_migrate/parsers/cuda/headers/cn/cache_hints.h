// Loads and stores with a cache hint: __ldg, __ldcg, ..., __stwt.
// Source: CUDA C++ Programming Guide, "Read-Only Data Cache Load Function", "Load Functions Using Cache Hints",
// "Store Functions Using Cache Hints".
#pragma once

#include "../vector_types.h"

#define CN_CACHE_HINTS(type) \
    __device__ type __ldg(const type *address); \
    __device__ type __ldcg(const type *address); \
    __device__ type __ldca(const type *address); \
    __device__ type __ldcs(const type *address); \
    __device__ type __ldlu(const type *address); \
    __device__ type __ldcv(const type *address); \
    __device__ void __stwb(type *address, type value); \
    __device__ void __stcg(type *address, type value); \
    __device__ void __stcs(type *address, type value); \
    __device__ void __stwt(type *address, type value);

CN_CACHE_HINTS(char)
CN_CACHE_HINTS(signed char)
CN_CACHE_HINTS(short)
CN_CACHE_HINTS(int)
CN_CACHE_HINTS(long int)
CN_CACHE_HINTS(long long int)
CN_CACHE_HINTS(unsigned char)
CN_CACHE_HINTS(unsigned short)
CN_CACHE_HINTS(unsigned int)
CN_CACHE_HINTS(unsigned long int)
CN_CACHE_HINTS(unsigned long long int)
CN_CACHE_HINTS(float)
CN_CACHE_HINTS(double)
CN_CACHE_HINTS(char2)
CN_CACHE_HINTS(char4)
CN_CACHE_HINTS(short2)
CN_CACHE_HINTS(short4)
CN_CACHE_HINTS(int2)
CN_CACHE_HINTS(int4)
CN_CACHE_HINTS(longlong2)
CN_CACHE_HINTS(uchar2)
CN_CACHE_HINTS(uchar4)
CN_CACHE_HINTS(ushort2)
CN_CACHE_HINTS(ushort4)
CN_CACHE_HINTS(uint2)
CN_CACHE_HINTS(uint4)
CN_CACHE_HINTS(ulonglong2)
CN_CACHE_HINTS(float2)
CN_CACHE_HINTS(float4)
CN_CACHE_HINTS(double2)

#undef CN_CACHE_HINTS

// make_<vector>: CUDA's constructors for the built-in vector types.
// Source: CUDA C++ Programming Guide, "Built-in Vector Types".
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef __VECTOR_FUNCTIONS_H__
#define __VECTOR_FUNCTIONS_H__
#endif

#include "vector_types.h"

#define CN_MAKE_VECTORS(base, type) \
    __host__ __device__ base##1 make_##base##1(type x); \
    __host__ __device__ base##2 make_##base##2(type x, type y); \
    __host__ __device__ base##3 make_##base##3(type x, type y, type z); \
    __host__ __device__ base##4 make_##base##4(type x, type y, type z, type w);

CN_MAKE_VECTORS(char, signed char)
CN_MAKE_VECTORS(uchar, unsigned char)
CN_MAKE_VECTORS(short, short)
CN_MAKE_VECTORS(ushort, unsigned short)
CN_MAKE_VECTORS(int, int)
CN_MAKE_VECTORS(uint, unsigned int)
CN_MAKE_VECTORS(long, long int)
CN_MAKE_VECTORS(ulong, unsigned long int)
CN_MAKE_VECTORS(longlong, long long int)
CN_MAKE_VECTORS(ulonglong, unsigned long long int)
CN_MAKE_VECTORS(float, float)
CN_MAKE_VECTORS(double, double)

#undef CN_MAKE_VECTORS

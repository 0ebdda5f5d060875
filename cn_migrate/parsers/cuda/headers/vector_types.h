// CUDA's built-in vector types and dim3, with their exact sizes and alignments.
// Source: CUDA C++ Programming Guide, "Built-in Vector Types" (table of alignment requirements).
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef __VECTOR_TYPES_H__
#define __VECTOR_TYPES_H__
#endif

#include "cn/keywords.h"

// The struct and its typedef share a name, as in CUDA, so that both `struct float4` and `float4` work in C.
#define CN_VECTOR_1(name, type) \
    struct name { type x; }; \
    typedef struct name name;
#define CN_VECTOR_2(name, type, alignment) \
    struct __align__(alignment) name { type x, y; }; \
    typedef struct name name;
#define CN_VECTOR_3(name, type) \
    struct name { type x, y, z; }; \
    typedef struct name name;
#define CN_VECTOR_4(name, type, alignment) \
    struct __align__(alignment) name { type x, y, z, w; }; \
    typedef struct name name;
#define CN_VECTORS(base, type, align2, align4) \
    CN_VECTOR_1(base##1, type) \
    CN_VECTOR_2(base##2, type, align2) \
    CN_VECTOR_3(base##3, type) \
    CN_VECTOR_4(base##4, type, align4)

CN_VECTORS(char, signed char, 2, 4)
CN_VECTORS(uchar, unsigned char, 2, 4)
CN_VECTORS(short, short, 4, 8)
CN_VECTORS(ushort, unsigned short, 4, 8)
CN_VECTORS(int, int, 8, 16)
CN_VECTORS(uint, unsigned int, 8, 16)
CN_VECTORS(long, long int, 16, 16)
CN_VECTORS(ulong, unsigned long int, 16, 16)
CN_VECTORS(longlong, long long int, 16, 16)
CN_VECTORS(ulonglong, unsigned long long int, 16, 16)
CN_VECTORS(float, float, 8, 16)
CN_VECTORS(double, double, 16, 16)

#undef CN_VECTORS
#undef CN_VECTOR_4
#undef CN_VECTOR_3
#undef CN_VECTOR_2
#undef CN_VECTOR_1

struct dim3 {
    unsigned int x, y, z;
#ifdef __cplusplus
    __host__ __device__ constexpr dim3(unsigned int vx = 1, unsigned int vy = 1, unsigned int vz = 1)
        : x(vx), y(vy), z(vz) {}
    __host__ __device__ constexpr dim3(uint3 v) : x(v.x), y(v.y), z(v.z) {}
    __host__ __device__ constexpr operator uint3(void) const { return uint3{x, y, z}; }
#endif
};
typedef struct dim3 dim3;

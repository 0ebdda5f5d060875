// SIMD within a word (two halfwords or four bytes), and the three-way minima and maxima of dynamic programming.
// Source: CUDA Math API, "SIMD Intrinsics" and "Integer Mathematical Functions" of the DPX kind.
#pragma once

#include "keywords.h"

// name2 works on two halfwords, name4 on four bytes.
#define CN_SIMD_1(name) \
    __device__ unsigned int name##2(unsigned int a); \
    __device__ unsigned int name##4(unsigned int a);
#define CN_SIMD_2(name) \
    __device__ unsigned int name##2(unsigned int a, unsigned int b); \
    __device__ unsigned int name##4(unsigned int a, unsigned int b);

CN_SIMD_1(__vabs)
CN_SIMD_1(__vabsss)
CN_SIMD_1(__vneg)
CN_SIMD_1(__vnegss)
CN_SIMD_2(__vabsdiffs)
CN_SIMD_2(__vabsdiffu)
CN_SIMD_2(__vadd)
CN_SIMD_2(__vaddss)
CN_SIMD_2(__vaddus)
CN_SIMD_2(__vavgs)
CN_SIMD_2(__vavgu)
CN_SIMD_2(__vhaddu)
CN_SIMD_2(__vmaxs)
CN_SIMD_2(__vmaxu)
CN_SIMD_2(__vmins)
CN_SIMD_2(__vminu)
CN_SIMD_2(__vsads)
CN_SIMD_2(__vsadu)
CN_SIMD_2(__vsub)
CN_SIMD_2(__vsubss)
CN_SIMD_2(__vsubus)
CN_SIMD_2(__vcmpeq)
CN_SIMD_2(__vcmpges)
CN_SIMD_2(__vcmpgeu)
CN_SIMD_2(__vcmpgts)
CN_SIMD_2(__vcmpgtu)
CN_SIMD_2(__vcmples)
CN_SIMD_2(__vcmpleu)
CN_SIMD_2(__vcmplts)
CN_SIMD_2(__vcmpltu)
CN_SIMD_2(__vcmpne)
CN_SIMD_2(__vseteq)
CN_SIMD_2(__vsetges)
CN_SIMD_2(__vsetgeu)
CN_SIMD_2(__vsetgts)
CN_SIMD_2(__vsetgtu)
CN_SIMD_2(__vsetles)
CN_SIMD_2(__vsetleu)
CN_SIMD_2(__vsetlts)
CN_SIMD_2(__vsetltu)
CN_SIMD_2(__vsetne)

#undef CN_SIMD_2
#undef CN_SIMD_1

// Signed words: a result below zero becomes zero in the forms with _relu.
#define CN_DPX(name) \
    __host__ __device__ int name##_s32(int a, int b, int c); \
    __host__ __device__ int name##_s32_relu(int a, int b, int c); \
    __host__ __device__ unsigned int name##_s16x2(unsigned int a, unsigned int b, unsigned int c); \
    __host__ __device__ unsigned int name##_s16x2_relu(unsigned int a, unsigned int b, unsigned int c); \
    __host__ __device__ unsigned int name##_u32(unsigned int a, unsigned int b, unsigned int c); \
    __host__ __device__ unsigned int name##_u16x2(unsigned int a, unsigned int b, unsigned int c);
CN_DPX(__vimax3)
CN_DPX(__vimin3)
CN_DPX(__viaddmax)
CN_DPX(__viaddmin)
#undef CN_DPX

#define CN_DPX_RELU(name) \
    __host__ __device__ int name##_s32_relu(int a, int b); \
    __host__ __device__ unsigned int name##_s16x2_relu(unsigned int a, unsigned int b);
CN_DPX_RELU(__vimax)
CN_DPX_RELU(__vimin)
#undef CN_DPX_RELU

// *pred (or *pred_hi and *pred_lo) says whether the first operand was chosen.
#define CN_DPX_CHOICE(name) \
    __host__ __device__ int name##_s32(int a, int b, bool *pred); \
    __host__ __device__ unsigned int name##_u32(unsigned int a, unsigned int b, bool *pred); \
    __host__ __device__ unsigned int name##_s16x2(unsigned int a, unsigned int b, bool *pred_hi, bool *pred_lo); \
    __host__ __device__ unsigned int name##_u16x2(unsigned int a, unsigned int b, bool *pred_hi, bool *pred_lo);
CN_DPX_CHOICE(__vibmax)
CN_DPX_CHOICE(__vibmin)
#undef CN_DPX_CHOICE

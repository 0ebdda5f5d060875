// What only kernels do with numbers of 16 bits: shuffles, loads and stores with a cache hint, atomic sums.
// Source: CUDA Math API, "Half Precision Intrinsics", "Bfloat16 Precision Intrinsics".
#pragma once

#if defined(__cplusplus) && defined(__CUDACC__)
#include "../device_functions.h"

// The 32 bits of two numbers, and back. A pair travels through memory, because it is made of objects.
#define CN_NARROW_FLOAT(number, pair, word) \
    __device__ inline unsigned int cn_word_of(number a) { return __##word##_as_ushort(a); } \
    __device__ inline unsigned int cn_word_of(pair a) { \
        return cn_word_of(a.x) | cn_word_of(a.y) << 16; \
    } \
    __device__ inline void cn_from_word(number &a, unsigned int bits) { \
        a = __ushort_as_##word((unsigned short)bits); \
    } \
    __device__ inline void cn_from_word(pair &a, unsigned int bits) { \
        a = pair(__ushort_as_##word((unsigned short)bits), __ushort_as_##word((unsigned short)(bits >> 16))); \
    } \
    CN_NARROW_SHUFFLES(number) \
    CN_NARROW_SHUFFLES(pair) \
    CN_NARROW_CACHE_HINTS(number) \
    CN_NARROW_CACHE_HINTS(pair) \
    __device__ inline pair atomicAdd(pair *const address, const pair val) { \
        unsigned int *const place = (unsigned int *)address; \
        unsigned int seen = atomicCAS(place, 0u, 0u), expected = 0u; \
        pair before; \
        do { \
            expected = seen; \
            cn_from_word(before, expected); \
            seen = atomicCAS(place, expected, cn_word_of(before + val)); \
        } while (seen != expected); \
        return before; \
    } \
    __device__ inline number atomicAdd(number *const address, const number val) { \
        const unsigned int shift = 8u * ((size_t)address & 2u); \
        unsigned int *const place = (unsigned int *)((char *)address - ((size_t)address & 2u)); \
        unsigned int seen = atomicCAS(place, 0u, 0u), expected = 0u; \
        number before; \
        do { \
            expected = seen; \
            cn_from_word(before, expected >> shift); \
            const unsigned int after = cn_word_of(before + val) << shift; \
            seen = atomicCAS(place, expected, (expected & ~(0xffffu << shift)) | after); \
        } while (seen != expected); \
        return before; \
    }
#define CN_NARROW_SHUFFLE(type, name, from, third) \
    __device__ inline type name(const unsigned int mask, const type var, const from third, const int width = 32) { \
        type result; \
        cn_from_word(result, name(mask, cn_word_of(var), third, width)); \
        return result; \
    }
#define CN_NARROW_SHUFFLES(type) \
    CN_NARROW_SHUFFLE(type, __shfl_sync, int, srcLane) \
    CN_NARROW_SHUFFLE(type, __shfl_up_sync, unsigned int, delta) \
    CN_NARROW_SHUFFLE(type, __shfl_down_sync, unsigned int, delta) \
    CN_NARROW_SHUFFLE(type, __shfl_xor_sync, int, laneMask)
#define CN_NARROW_CACHE_HINTS(type) \
    __device__ type __ldg(const type *const ptr); \
    __device__ type __ldcg(const type *const ptr); \
    __device__ type __ldca(const type *const ptr); \
    __device__ type __ldcs(const type *const ptr); \
    __device__ type __ldlu(const type *const ptr); \
    __device__ type __ldcv(const type *const ptr); \
    __device__ void __stwb(type *const ptr, const type value); \
    __device__ void __stcg(type *const ptr, const type value); \
    __device__ void __stcs(type *const ptr, const type value); \
    __device__ void __stwt(type *const ptr, const type value);
#endif

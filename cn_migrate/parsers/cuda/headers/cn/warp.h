// Warp operations: votes, shuffles, matches, reductions; with a mask, and the older forms without one.
// All of them are made of two primitives, and of a mask of 0 for "the threads that are together here".
// The default width is CUDA's warpSize, written 32 because warpSize is no constant expression.
// Source: CUDA C++ Programming Guide, "Warp Vote Functions", "Warp Match Functions", "Warp Reduce Functions",
// "Warp Shuffle Functions"; PTX ISA, "shfl.sync", for lanes outside of a segment.
#pragma once

#include "built_in_variables.h"
#include "integer_intrinsics.h"
#include "keywords.h"
#include "type_casts.h"

// The primitives: another lane's value (lane number modulo 32), and the predicates of all lanes of the mask.
#define CN_PRIMITIVE(type) __device__ type __cn_shuffle(unsigned int mask, type value, unsigned int lane);
CN_PRIMITIVE(int)
CN_PRIMITIVE(unsigned int)
CN_PRIMITIVE(long int)
CN_PRIMITIVE(unsigned long int)
CN_PRIMITIVE(long long int)
CN_PRIMITIVE(unsigned long long int)
CN_PRIMITIVE(float)
CN_PRIMITIVE(double)
#undef CN_PRIMITIVE
__device__ unsigned int __cn_ballot(unsigned int mask, bool predicate);

// The thread's lane: threads count x first, then y, then z.
inline __device__ unsigned int __cn_lane()
{
    return (threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) & 31;
}

// Votes.
inline __device__ unsigned int __activemask() { return __cn_ballot(0, true); }
inline __device__ unsigned int __ballot_sync(unsigned int mask, int predicate)
{
    return __cn_ballot(mask, predicate != 0);
}
inline __device__ int __any_sync(unsigned int mask, int predicate)
{
    return __cn_ballot(mask, predicate != 0) != 0;
}
inline __device__ int __all_sync(unsigned int mask, int predicate)
{
    return __cn_ballot(mask, predicate == 0) == 0;
}
inline __device__ int __uni_sync(unsigned int mask, int predicate)
{
    return __all_sync(mask, predicate) || !__any_sync(mask, predicate);
}
inline __device__ unsigned int __ballot(int predicate) { return __cn_ballot(0, predicate != 0); }
inline __device__ int __any(int predicate) { return __cn_ballot(0, predicate != 0) != 0; }
inline __device__ int __all(int predicate) { return __cn_ballot(0, predicate == 0) == 0; }

// The lane that a shuffle reads: its own where the one it asks for lies outside of its segment of `width` lanes.
inline __device__ unsigned int __cn_lane_at(int srcLane, int width)
{
    return (__cn_lane() & ~(width - 1)) | (srcLane & (width - 1));
}
inline __device__ unsigned int __cn_lane_up(unsigned int delta, int width)
{
    const unsigned int lane = __cn_lane();
    return (delta & 31) > (lane & (width - 1)) ? lane : lane - (delta & 31);
}
inline __device__ unsigned int __cn_lane_down(unsigned int delta, int width)
{
    const unsigned int lane = __cn_lane();
    return (lane & (width - 1)) + (delta & 31) >= width ? lane : lane + (delta & 31);
}
inline __device__ unsigned int __cn_lane_xor(int laneMask, int width)
{
    const unsigned int lane = __cn_lane();
    const unsigned int other = lane ^ (laneMask & 31);
    return other > (lane | (width - 1)) ? lane : other;
}

#define CN_SHUFFLE(type) \
    inline __device__ type __shfl_sync(unsigned int mask, type var, int srcLane, int width = 32) \
    { \
        return __cn_shuffle(mask, var, __cn_lane_at(srcLane, width)); \
    } \
    inline __device__ type __shfl_up_sync(unsigned int mask, type var, unsigned int delta, int width = 32) \
    { \
        return __cn_shuffle(mask, var, __cn_lane_up(delta, width)); \
    } \
    inline __device__ type __shfl_down_sync(unsigned int mask, type var, unsigned int delta, int width = 32) \
    { \
        return __cn_shuffle(mask, var, __cn_lane_down(delta, width)); \
    } \
    inline __device__ type __shfl_xor_sync(unsigned int mask, type var, int laneMask, int width = 32) \
    { \
        return __cn_shuffle(mask, var, __cn_lane_xor(laneMask, width)); \
    } \
    inline __device__ type __shfl(type var, int srcLane, int width = 32) \
    { \
        return __cn_shuffle(0, var, __cn_lane_at(srcLane, width)); \
    } \
    inline __device__ type __shfl_up(type var, unsigned int delta, int width = 32) \
    { \
        return __cn_shuffle(0, var, __cn_lane_up(delta, width)); \
    } \
    inline __device__ type __shfl_down(type var, unsigned int delta, int width = 32) \
    { \
        return __cn_shuffle(0, var, __cn_lane_down(delta, width)); \
    } \
    inline __device__ type __shfl_xor(type var, int laneMask, int width = 32) \
    { \
        return __cn_shuffle(0, var, __cn_lane_xor(laneMask, width)); \
    }
CN_SHUFFLE(int)
CN_SHUFFLE(unsigned int)
CN_SHUFFLE(long int)
CN_SHUFFLE(unsigned long int)
CN_SHUFFLE(long long int)
CN_SHUFFLE(unsigned long long int)
CN_SHUFFLE(float)
CN_SHUFFLE(double)
#undef CN_SHUFFLE

// Matches compare bits: each turn takes the first lane's value out of those that are left.
#define CN_MATCH(type, bits) \
    inline __device__ unsigned int __match_any_sync(unsigned int mask, type value) \
    { \
        unsigned int left = mask, same = 0; \
        while (left != 0) { \
            const bool equal = bits(__cn_shuffle(mask, value, __ffs(left) - 1)) == bits(value); \
            const unsigned int found = __cn_ballot(mask, equal); \
            same = equal ? found : same; \
            left &= ~(found | (left & -left)); \
        } \
        return same; \
    } \
    inline __device__ unsigned int __match_all_sync(unsigned int mask, type value, int *pred) \
    { \
        const unsigned int first = __ffs(__cn_ballot(mask, true)) - 1; \
        const bool other = bits(__cn_shuffle(mask, value, first)) != bits(value); \
        *pred = __cn_ballot(mask, other) == 0; \
        return *pred != 0 ? mask : 0; \
    }
CN_MATCH(int, )
CN_MATCH(unsigned int, )
CN_MATCH(long int, )
CN_MATCH(unsigned long int, )
CN_MATCH(long long int, )
CN_MATCH(unsigned long long int, )
CN_MATCH(float, __float_as_int)
CN_MATCH(double, __double_as_longlong)
#undef CN_MATCH

// Reductions, over the lanes that are there.
#define CN_REDUCE(name, type, expression) \
    inline __device__ type __reduce_##name##_sync(unsigned int mask, type value) \
    { \
        unsigned int left = __cn_ballot(mask, true); \
        type a = __cn_shuffle(mask, value, __ffs(left) - 1); \
        left &= left - 1; \
        while (left != 0) { \
            const type b = __cn_shuffle(mask, value, __ffs(left) - 1); \
            a = expression; \
            left &= left - 1; \
        } \
        return a; \
    }
CN_REDUCE(add, unsigned int, a + b)
CN_REDUCE(min, unsigned int, a < b ? a : b)
CN_REDUCE(max, unsigned int, a > b ? a : b)
CN_REDUCE(add, int, a + b)
CN_REDUCE(min, int, a < b ? a : b)
CN_REDUCE(max, int, a > b ? a : b)
CN_REDUCE(and, unsigned int, a & b)
CN_REDUCE(or, unsigned int, a | b)
CN_REDUCE(xor, unsigned int, a ^ b)
#undef CN_REDUCE

// Warp operations: votes, shuffles, matches, reductions; with a mask, and the older forms without one.
// The default width is CUDA's warpSize, written 32 because warpSize is no constant expression.
// Source: CUDA C++ Programming Guide, "Warp Vote Functions", "Warp Match Functions", "Warp Reduce Functions",
// "Warp Shuffle Functions".
#pragma once

#include "keywords.h"

__device__ unsigned int __activemask();
__device__ int __all_sync(unsigned int mask, int predicate);
__device__ int __any_sync(unsigned int mask, int predicate);
__device__ int __uni_sync(unsigned int mask, int predicate);
__device__ unsigned int __ballot_sync(unsigned int mask, int predicate);
__device__ int __all(int predicate);
__device__ int __any(int predicate);
__device__ unsigned int __ballot(int predicate);

#define CN_SHUFFLE(type) \
    __device__ type __shfl_sync(unsigned int mask, type var, int srcLane, int width = 32); \
    __device__ type __shfl_up_sync(unsigned int mask, type var, unsigned int delta, int width = 32); \
    __device__ type __shfl_down_sync(unsigned int mask, type var, unsigned int delta, int width = 32); \
    __device__ type __shfl_xor_sync(unsigned int mask, type var, int laneMask, int width = 32); \
    __device__ type __shfl(type var, int srcLane, int width = 32); \
    __device__ type __shfl_up(type var, unsigned int delta, int width = 32); \
    __device__ type __shfl_down(type var, unsigned int delta, int width = 32); \
    __device__ type __shfl_xor(type var, int laneMask, int width = 32);
CN_SHUFFLE(int)
CN_SHUFFLE(unsigned int)
CN_SHUFFLE(long int)
CN_SHUFFLE(unsigned long int)
CN_SHUFFLE(long long int)
CN_SHUFFLE(unsigned long long int)
CN_SHUFFLE(float)
CN_SHUFFLE(double)
#undef CN_SHUFFLE

#define CN_MATCH(type) \
    __device__ unsigned int __match_any_sync(unsigned int mask, type value); \
    __device__ unsigned int __match_all_sync(unsigned int mask, type value, int *pred);
CN_MATCH(int)
CN_MATCH(unsigned int)
CN_MATCH(long int)
CN_MATCH(unsigned long int)
CN_MATCH(long long int)
CN_MATCH(unsigned long long int)
CN_MATCH(float)
CN_MATCH(double)
#undef CN_MATCH

__device__ unsigned int __reduce_add_sync(unsigned int mask, unsigned int value);
__device__ unsigned int __reduce_min_sync(unsigned int mask, unsigned int value);
__device__ unsigned int __reduce_max_sync(unsigned int mask, unsigned int value);
__device__ int __reduce_add_sync(unsigned int mask, int value);
__device__ int __reduce_min_sync(unsigned int mask, int value);
__device__ int __reduce_max_sync(unsigned int mask, int value);
__device__ unsigned int __reduce_and_sync(unsigned int mask, unsigned int value);
__device__ unsigned int __reduce_or_sync(unsigned int mask, unsigned int value);
__device__ unsigned int __reduce_xor_sync(unsigned int mask, unsigned int value);

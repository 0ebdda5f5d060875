// Barriers of a block or warp, memory fences, and questions about address spaces.
// Source: CUDA C++ Programming Guide, "Synchronization Functions", "Memory Fence Functions", "Address Space
// Predicate Functions".
#pragma once

#include <stddef.h>

#include "../vector_types.h"
#include "atomics.h"

__device__ void __syncthreads();
__device__ void __syncwarp(unsigned int mask = 0xffffffffU);

// Barriers that count: the first one lets all threads see the last count before it is cleared, which all of them
// do, because any of them may have ended.
inline __device__ int __syncthreads_count(int predicate)
{
    __shared__ int count;
    __syncthreads();
    atomicExch(&count, 0);
    __syncthreads();
    if (predicate != 0) {
        atomicAdd(&count, 1);
    }
    __syncthreads();
    return count;
}

inline __device__ int __syncthreads_or(int predicate) { return __syncthreads_count(predicate != 0) != 0; }
inline __device__ int __syncthreads_and(int predicate) { return __syncthreads_count(predicate == 0) == 0; }

__device__ void __threadfence();
__device__ void __threadfence_block();
__device__ void __threadfence_system();

__device__ unsigned int __isGlobal(const void *ptr);
__device__ unsigned int __isShared(const void *ptr);
__device__ unsigned int __isConstant(const void *ptr);
__device__ unsigned int __isLocal(const void *ptr);
__device__ unsigned int __isGridConstant(const void *ptr);

__device__ size_t __cvta_generic_to_global(const void *ptr);
__device__ size_t __cvta_generic_to_shared(const void *ptr);
__device__ size_t __cvta_generic_to_constant(const void *ptr);
__device__ size_t __cvta_generic_to_local(const void *ptr);
__device__ void *__cvta_global_to_generic(size_t address);
__device__ void *__cvta_shared_to_generic(size_t address);
__device__ void *__cvta_constant_to_generic(size_t address);
__device__ void *__cvta_local_to_generic(size_t address);

// Clusters of blocks.
__device__ void __cluster_barrier_arrive();
__device__ void __cluster_barrier_arrive_relaxed();
__device__ void __cluster_barrier_wait();
__device__ dim3 __clusterDim();
__device__ dim3 __clusterIdx();
__device__ dim3 __clusterRelativeBlockIdx();
__device__ unsigned int __clusterRelativeBlockRank();
__device__ dim3 __clusterGridDimInClusters();
__device__ unsigned int __clusterSizeInBlocks();
__device__ void *__cluster_map_shared_rank(const void *ptr, unsigned int target_block_rank);
__device__ unsigned int __cluster_query_shared_rank(const void *ptr);

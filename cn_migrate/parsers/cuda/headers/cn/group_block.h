// Cooperative groups: the threads of a block, and of a grid.
// A thread_block holds nothing: what it tells comes from the built-in variables.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "Implicit Groups".
#pragma once

#include "../cuda_runtime.h"

// Arrivals of blocks at barriers of their grid; the host's runtime has it too.
__device__ unsigned int cn_grid_arrivals;

namespace cooperative_groups {

class thread_block {
public:
    struct arrival_token {};

    __device__ static void sync() { __syncthreads(); }
    __device__ static unsigned int num_threads() { return blockDim.x * blockDim.y * blockDim.z; }
    __device__ static unsigned int size() { return num_threads(); }
    __device__ static unsigned int thread_rank()
    {
        return threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    }
    __device__ static dim3 group_index() { return dim3(blockIdx.x, blockIdx.y, blockIdx.z); }
    __device__ static dim3 thread_index() { return dim3(threadIdx.x, threadIdx.y, threadIdx.z); }
    __device__ static dim3 dim_threads() { return dim3(blockDim.x, blockDim.y, blockDim.z); }
    __device__ static dim3 group_dim() { return dim_threads(); }
    __device__ static bool is_valid() { return true; }
    // A barrier may do all of its waiting at the end.
    __device__ static arrival_token barrier_arrive() { return arrival_token(); }
    __device__ static void barrier_wait(arrival_token &&) { __syncthreads(); }
};

class grid_group {
public:
    struct arrival_token {};

    // One thread waits for the other blocks. All blocks together add 2^31, whatever their number, so that the top
    // bit turns when the last one comes. The host sees to it that all of them run at the same time.
    __device__ static void sync()
    {
        __syncthreads();
        if (thread_block::thread_rank() == 0) {
            const unsigned int step = block_rank() == 0 ? 0x80000001u - num_blocks() : 1;
            __threadfence();
            const unsigned int before = atomicAdd(&cn_grid_arrivals, step);
            while (((atomicAdd(&cn_grid_arrivals, 0) ^ before) & 0x80000000u) == 0) {
            }
            __threadfence();
        }
        __syncthreads();
    }
    __device__ static arrival_token barrier_arrive() { return arrival_token(); }
    __device__ static void barrier_wait(arrival_token &&) { sync(); }
    __device__ bool is_valid() const { return true; }
    __device__ static dim3 dim_blocks() { return dim3(gridDim.x, gridDim.y, gridDim.z); }
    __device__ static dim3 group_dim() { return dim_blocks(); }
    __device__ static dim3 block_index() { return dim3(blockIdx.x, blockIdx.y, blockIdx.z); }
    __device__ static dim3 thread_index() { return thread_block::thread_index(); }
    __device__ static unsigned long long num_blocks()
    {
        return (unsigned long long)gridDim.x * gridDim.y * gridDim.z;
    }
    __device__ static unsigned long long block_rank()
    {
        return blockIdx.x + (unsigned long long)gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z);
    }
    __device__ static unsigned long long num_threads() { return num_blocks() * thread_block::num_threads(); }
    __device__ static unsigned long long size() { return num_threads(); }
    __device__ static unsigned long long thread_rank()
    {
        return block_rank() * thread_block::num_threads() + thread_block::thread_rank();
    }
};

// Several devices at once, and clusters of blocks.
class multi_grid_group {
public:
    __device__ bool is_valid() const;
    __device__ void sync() const;
    __device__ unsigned long long size() const;
    __device__ unsigned long long num_threads() const;
    __device__ unsigned long long thread_rank() const;
    __device__ unsigned int grid_rank() const;
    __device__ unsigned int num_grids() const;
};

class cluster_group {
public:
    __device__ static void sync();
    __device__ static unsigned int num_threads();
    __device__ static unsigned int thread_rank();
    __device__ static unsigned int num_blocks();
    __device__ static unsigned int block_rank();
    __device__ static unsigned int size();
    __device__ static dim3 dim_blocks();
    __device__ static dim3 block_index();
    __device__ static dim3 dim_threads();
    __device__ static dim3 thread_index();
    template <class T> __device__ static T *map_shared_rank(T *addr, int rank);
    __device__ static unsigned int query_shared_rank(const void *addr);
};

// Scratch memory that tiles larger than a warp need.
template <unsigned int MaxBlockSize = 1024> struct block_tile_memory {
    char reserved[MaxBlockSize / 32 * 16];
};

inline __device__ thread_block this_thread_block() { return thread_block(); }
template <unsigned int MaxBlockSize>
__device__ thread_block this_thread_block(block_tile_memory<MaxBlockSize> &)
{
    return thread_block();
}
inline __device__ grid_group this_grid() { return grid_group(); }
__device__ multi_grid_group this_multi_grid();
__device__ cluster_group this_cluster();

inline __device__ dim3 group_index(const thread_block &group) { return group.group_index(); }
inline __device__ dim3 thread_index(const thread_block &group) { return group.thread_index(); }

}  // namespace cooperative_groups

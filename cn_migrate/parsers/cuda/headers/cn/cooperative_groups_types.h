// Cooperative groups: grids, blocks, tiles, coalesced threads, clusters, and how groups are divided.
// Source: CUDA C++ Programming Guide, "Cooperative Groups".
#pragma once

#include "../cuda_runtime.h"

namespace cooperative_groups {

struct arrival_token;

class thread_group {
public:
    __device__ void sync() const;
    __device__ unsigned long long size() const;
    __device__ unsigned long long num_threads() const;
    __device__ unsigned long long thread_rank() const;
    __device__ bool is_valid() const;
};

class thread_block : public thread_group {
public:
    using arrival_token = struct cooperative_groups::arrival_token;
    __device__ static void sync();
    __device__ static unsigned int size();
    __device__ static unsigned int num_threads();
    __device__ static unsigned int thread_rank();
    __device__ static dim3 group_index();
    __device__ static dim3 thread_index();
    __device__ static dim3 group_dim();
    __device__ static dim3 dim_threads();
};

class grid_group : public thread_group {
public:
    __device__ void sync() const;
    __device__ bool is_valid() const;
    __device__ static unsigned long long size();
    __device__ static unsigned long long num_threads();
    __device__ static unsigned long long thread_rank();
    __device__ static unsigned long long num_blocks();
    __device__ static unsigned long long block_rank();
    __device__ static dim3 dim_blocks();
    __device__ static dim3 block_index();
    __device__ static dim3 group_dim();
};

class multi_grid_group : public thread_group {
public:
    __device__ bool is_valid() const;
    __device__ void sync() const;
    __device__ unsigned long long size() const;
    __device__ unsigned long long thread_rank() const;
    __device__ unsigned int grid_rank() const;
    __device__ unsigned int num_grids() const;
};

class cluster_group : public thread_group {
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

class coalesced_group : public thread_group {
public:
    __device__ void sync() const;
    __device__ unsigned int size() const;
    __device__ unsigned int num_threads() const;
    __device__ unsigned int thread_rank() const;
    __device__ unsigned int meta_group_size() const;
    __device__ unsigned int meta_group_rank() const;
    template <class T> __device__ T shfl(T var, unsigned int src_rank) const;
    template <class T> __device__ T shfl_up(T var, int delta) const;
    template <class T> __device__ T shfl_down(T var, int delta) const;
    __device__ int any(int predicate) const;
    __device__ int all(int predicate) const;
    __device__ unsigned int ballot(int predicate) const;
    template <class T> __device__ unsigned int match_any(T value) const;
    template <class T> __device__ unsigned int match_all(T value, int &predicate) const;
};

// A tile's size is known at compile time; Parent is the type of the group that was divided (void: forgotten).
template <unsigned int Size, class Parent = void> class thread_block_tile : public thread_group {
public:
    template <class OtherParent>
    __device__ thread_block_tile(const thread_block_tile<Size, OtherParent> &other);
    __device__ thread_block_tile(const thread_block_tile &other) = default;
    __device__ static void sync();
    __device__ static constexpr unsigned int size() { return Size; }
    __device__ static constexpr unsigned int num_threads() { return Size; }
    __device__ static unsigned int thread_rank();
    __device__ static unsigned int meta_group_size();
    __device__ static unsigned int meta_group_rank();
    template <class T> __device__ T shfl(T var, int src_rank) const;
    template <class T> __device__ T shfl_up(T var, unsigned int delta) const;
    template <class T> __device__ T shfl_down(T var, unsigned int delta) const;
    template <class T> __device__ T shfl_xor(T var, unsigned int mask) const;
    __device__ int any(int predicate) const;
    __device__ int all(int predicate) const;
    __device__ unsigned int ballot(int predicate) const;
    template <class T> __device__ unsigned int match_any(T value) const;
    template <class T> __device__ unsigned int match_all(T value, int &predicate) const;
};

// Scratch memory that tiles larger than a warp need.
template <unsigned int MaxBlockSize = 1024> struct block_tile_memory {
    char reserved[MaxBlockSize / 32 * 16];
};

__device__ thread_block this_thread_block();
template <unsigned int MaxBlockSize>
__device__ thread_block this_thread_block(block_tile_memory<MaxBlockSize> &scratch);
__device__ grid_group this_grid();
__device__ multi_grid_group this_multi_grid();
__device__ cluster_group this_cluster();
__device__ coalesced_group coalesced_threads();

__device__ thread_group tiled_partition(const thread_group &parent, unsigned int tile_size);
__device__ thread_group tiled_partition(const thread_block &parent, unsigned int tile_size);
__device__ coalesced_group tiled_partition(const coalesced_group &parent, unsigned int tile_size);
template <unsigned int Size> __device__ thread_block_tile<Size,
    thread_block> tiled_partition(const thread_block &parent);
template <unsigned int Size, unsigned int ParentSize, class GrandParent>
__device__ thread_block_tile<Size, thread_block_tile<ParentSize, GrandParent>> tiled_partition(
    const thread_block_tile<ParentSize, GrandParent> &parent);
__device__ coalesced_group labeled_partition(const coalesced_group &group, int label);
template <unsigned int Size, class Parent>
__device__ coalesced_group labeled_partition(const thread_block_tile<Size, Parent> &group, int label);
__device__ coalesced_group binary_partition(const coalesced_group &group, bool predicate);
template <unsigned int Size, class Parent>
__device__ coalesced_group binary_partition(const thread_block_tile<Size, Parent> &group, bool predicate);

template <class Group> __device__ void sync(const Group &group);
template <class Group> __device__ unsigned long long thread_rank(const Group &group);
template <class Group> __device__ unsigned long long group_size(const Group &group);
__device__ dim3 group_index(const thread_block &group);
__device__ dim3 thread_index(const thread_block &group);

template <class Group, class Function, class... Arguments>
__device__ auto invoke_one(const Group &group, Function &&function, Arguments &&...arguments)
    -> decltype(function(arguments...));

}  // namespace cooperative_groups

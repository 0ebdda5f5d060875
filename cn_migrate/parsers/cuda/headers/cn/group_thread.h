// Cooperative groups: thread_group, which stands for a block or for lanes of a warp.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "Group Types".
#pragma once

#include "group_coalesced.h"
#include "group_tile.h"

namespace cooperative_groups {

class thread_group {
public:
    __device__ thread_group(const thread_block &) : mask(0) {}
    __device__ thread_group(const coalesced_group &group) : mask(group.get_mask()) {}
    template <unsigned int Size, class Parent>
    __device__ thread_group(const thread_block_tile<Size, Parent> &) : mask(detail::tile_mask<Size>())
    {
        static_assert(Size <= 32, "a tile of several warps is no thread_group");
    }
    __device__ thread_group(const grid_group &group);
    __device__ explicit thread_group(unsigned int lanes) : mask(lanes) {}

    __device__ void sync() const
    {
        if (mask == 0) {
            __syncthreads();
        } else {
            __syncwarp(mask);
        }
    }
    __device__ unsigned long long num_threads() const
    {
        return mask == 0 ? thread_block::num_threads() : __popc(mask);
    }
    __device__ unsigned long long size() const { return num_threads(); }
    __device__ unsigned long long thread_rank() const
    {
        return mask == 0 ? thread_block::thread_rank() : detail::rank_in(mask, __cn_lane());
    }
    __device__ bool is_valid() const { return true; }
    __device__ unsigned int get_mask() const { return mask; }

private:
    unsigned int mask;  // the lanes; 0 for the whole block
};

template <class Group> __device__ void sync(const Group &group) { group.sync(); }
template <class Group> __device__ unsigned long long thread_rank(const Group &group)
{
    return group.thread_rank();
}
template <class Group> __device__ unsigned long long group_size(const Group &group)
{
    return group.num_threads();
}

}  // namespace cooperative_groups

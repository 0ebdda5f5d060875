// Cooperative groups: threads of a warp that happen to be together, or that a partition put together.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "Coalesced Groups".
#pragma once

#include "group_lanes.h"

namespace cooperative_groups {

class coalesced_group {
public:
    __device__ coalesced_group(unsigned int lanes, unsigned int groups = 1, unsigned int group = 0)
        : mask(lanes), meta_size(groups), meta_rank(group)
    {
    }
    __device__ void sync() const { __syncwarp(mask); }
    __device__ unsigned int num_threads() const { return __popc(mask); }
    __device__ unsigned int size() const { return __popc(mask); }
    __device__ unsigned int thread_rank() const { return detail::rank_in(mask, __cn_lane()); }
    __device__ unsigned int meta_group_size() const { return meta_size; }
    __device__ unsigned int meta_group_rank() const { return meta_rank; }
    __device__ unsigned int get_mask() const { return mask; }

    // A rank that the group has not got gives the thread's own value.
    template <class T> __device__ T shfl(T var, unsigned int src_rank) const
    {
        const unsigned int lane = detail::lane_of(mask, src_rank);
        return detail::shuffle(mask, var, lane < 32 ? lane : __cn_lane());
    }
    template <class T> __device__ T shfl_up(T var, unsigned int delta) const
    {
        const unsigned int rank = thread_rank();
        return shfl(var, rank < delta ? rank : rank - delta);
    }
    template <class T> __device__ T shfl_down(T var, unsigned int delta) const
    {
        return shfl(var, thread_rank() + delta);
    }
    __device__ int any(int predicate) const { return __any_sync(mask, predicate); }
    __device__ int all(int predicate) const { return __all_sync(mask, predicate); }
    __device__ unsigned int ballot(int predicate) const
    {
        return detail::packed(__ballot_sync(mask, predicate), mask);
    }
    template <class T> __device__ unsigned int match_any(T value) const
    {
        return detail::packed(__match_any_sync(mask, value), mask);
    }
    template <class T> __device__ unsigned int match_all(T value, int &predicate) const
    {
        return detail::packed(__match_all_sync(mask, value, &predicate), mask);
    }

private:
    unsigned int mask;
    unsigned int meta_size;
    unsigned int meta_rank;
};

inline __device__ coalesced_group coalesced_threads() { return coalesced_group(__activemask()); }

}  // namespace cooperative_groups

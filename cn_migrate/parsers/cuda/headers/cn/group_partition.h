// Cooperative groups: how groups are divided, and work that one thread of a group does for all.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "Group Partitioning", "Execution Control".
#pragma once

#include "group_thread.h"

namespace cooperative_groups {
namespace detail {

// Those lanes of a group whose ranks divided by the size give the same.
inline __device__ coalesced_group tile_of(unsigned int mask, unsigned int size)
{
    const unsigned int tile = rank_in(mask, __cn_lane()) / size;
    unsigned int lanes = 0;
    for (unsigned int rank = tile * size; rank < tile * size + size; rank++) {
        const unsigned int lane = lane_of(mask, rank);
        lanes |= lane < 32 ? 1u << lane : 0;
    }
    return coalesced_group(lanes, (__popc(mask) + size - 1) / size, tile);
}

inline __device__ coalesced_group by_predicate(unsigned int mask, bool predicate)
{
    const unsigned int chosen = __ballot_sync(mask, predicate);
    const unsigned int groups = chosen == 0 || chosen == mask ? 1 : 2;
    return coalesced_group(predicate ? chosen : mask & ~chosen, groups, predicate ? groups - 1 : 0);
}

template <class Label> __device__ coalesced_group by_label(unsigned int mask, Label label)
{
    const unsigned int same = __match_any_sync(mask, label);
    const unsigned int first = __ffs(same) - 1;
    const unsigned int leaders = __ballot_sync(mask, first == __cn_lane());
    return coalesced_group(same, __popc(leaders), rank_in(leaders, first));
}

// The lanes of a group that are there: those of a block's last warp may not be.
template <class Group> __device__ unsigned int lanes(const Group &group)
{
    return __ballot_sync(thread_group(group).get_mask(), 1);
}

}  // namespace detail

template <unsigned int Size> __device__ thread_block_tile<Size, thread_block> tiled_partition(const thread_block &)
{
    return thread_block_tile<Size, thread_block>();
}
template <unsigned int Size, unsigned int ParentSize, class GrandParent>
__device__ thread_block_tile<Size, thread_block_tile<ParentSize, GrandParent>> tiled_partition(
    const thread_block_tile<ParentSize, GrandParent> &)
{
    static_assert(Size <= ParentSize, "a tile is no larger than what it divides");
    return thread_block_tile<Size, thread_block_tile<ParentSize, GrandParent>>();
}
template <unsigned int Size> __device__ coalesced_group tiled_partition(const coalesced_group &parent)
{
    return detail::tile_of(parent.get_mask(), Size);
}
inline __device__ coalesced_group tiled_partition(const coalesced_group &parent, unsigned int tile_size)
{
    return detail::tile_of(parent.get_mask(), tile_size);
}
inline __device__ thread_group tiled_partition(const thread_block &, unsigned int tile_size)
{
    const unsigned int lanes = tile_size < 32 ? detail::lanes_below(tile_size) : 0xffffffffu;
    return thread_group(lanes << (__cn_lane() & ~(tile_size - 1)));
}
inline __device__ thread_group tiled_partition(const thread_group &parent, unsigned int tile_size)
{
    return parent.get_mask() == 0 ? tiled_partition(thread_block(), tile_size)
                                  : thread_group(detail::tile_of(parent.get_mask(), tile_size));
}

inline __device__ coalesced_group binary_partition(const coalesced_group &group, bool predicate)
{
    return detail::by_predicate(group.get_mask(), predicate);
}
template <unsigned int Size, class Parent>
__device__ coalesced_group binary_partition(const thread_block_tile<Size, Parent> &group, bool predicate)
{
    return detail::by_predicate(detail::lanes(group), predicate);
}

template <class Label>
__device__ coalesced_group labeled_partition(const coalesced_group &group, Label label)
{
    return detail::by_label(group.get_mask(), label);
}
template <unsigned int Size, class Parent, class Label>
__device__ coalesced_group labeled_partition(const thread_block_tile<Size, Parent> &group, Label label)
{
    return detail::by_label(detail::lanes(group), label);
}

template <class Group, class Function, class... Arguments>
__device__ void invoke_one(const Group &group, Function &&function, Arguments &&...arguments)
{
    if (group.thread_rank() == 0) {
        function(static_cast<Arguments &&>(arguments)...);
    }
}
template <class Group, class Function, class... Arguments>
__device__ auto invoke_one_broadcast(const Group &group, Function &&function, Arguments &&...arguments)
    -> decltype(function(arguments...))
{
    decltype(function(arguments...)) result{};
    if (group.thread_rank() == 0) {
        result = function(static_cast<Arguments &&>(arguments)...);
    }
    return group.shfl(result, 0);
}

}  // namespace cooperative_groups

// Cooperative groups: tiles of a power of two of neighbouring threads, of a size known at compile time.
// A tile holds nothing: its lanes follow from the thread's place in the block.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "Thread Block Tile".
#pragma once

#include "group_lanes.h"

namespace cooperative_groups {
namespace detail {

// A barrier of a tile that is larger than a warp, and smaller than its block.
__device__ void sync_tile_of_several_warps();

template <unsigned int Size> __device__ unsigned int tile_mask()
{
    if constexpr (Size == 32) {
        return 0xffffffffu;
    } else if constexpr (Size > 32) {
        sync_tile_of_several_warps();  // threads of several warps would tell each other something
        return 0;
    } else {
        return ((1u << Size) - 1) << (__cn_lane() & ~(Size - 1));
    }
}

}  // namespace detail

// Parent is the type of the group that was divided; void: forgotten.
template <unsigned int Size, class Parent = void> class thread_block_tile {
public:
    static_assert(Size > 0 && (Size & (Size - 1)) == 0, "a tile's size is a power of two");

    thread_block_tile() = default;
    // A tile of a tile does not know its place in the outer one by its own type alone.
    __device__ thread_block_tile(const thread_block_tile<Size, thread_block> &) {}
    template <unsigned int ParentSize, class GrandParent>
    __device__ thread_block_tile(
        const thread_block_tile<Size, thread_block_tile<ParentSize, GrandParent>> &other);

    __device__ static void sync()
    {
        if constexpr (Size <= 32) {
            __syncwarp(detail::tile_mask<Size>());
        } else {
            detail::sync_tile_of_several_warps();
        }
    }
    __device__ static constexpr unsigned int num_threads() { return Size; }
    __device__ static constexpr unsigned int size() { return Size; }
    __device__ static unsigned int thread_rank() { return thread_block::thread_rank() & (Size - 1); }
    __device__ static unsigned int meta_group_size()
    {
        if constexpr (std::is_void<Parent>::value || std::is_same<Parent, thread_block>::value) {
            return (thread_block::num_threads() + Size - 1) / Size;
        } else {
            return Parent::num_threads() / Size;
        }
    }
    __device__ static unsigned int meta_group_rank()
    {
        if constexpr (std::is_void<Parent>::value) {
            return thread_block::thread_rank() / Size;
        } else {
            return Parent::thread_rank() / Size;
        }
    }

    template <class T> __device__ T shfl(T var, int src_rank) const
    {
        const unsigned int first = __cn_lane() & ~(Size - 1);
        return detail::shuffle(detail::tile_mask<Size>(), var, first | (src_rank & (Size - 1)));
    }
    template <class T> __device__ T shfl_up(T var, unsigned int delta) const
    {
        const unsigned int lane = __cn_lane();
        const bool inside = delta <= (lane & (Size - 1));
        return detail::shuffle(detail::tile_mask<Size>(), var, inside ? lane - delta : lane);
    }
    template <class T> __device__ T shfl_down(T var, unsigned int delta) const
    {
        const unsigned int lane = __cn_lane();
        const bool inside = (lane & (Size - 1)) + delta < Size;
        return detail::shuffle(detail::tile_mask<Size>(), var, inside ? lane + delta : lane);
    }
    template <class T> __device__ T shfl_xor(T var, unsigned int lane_mask) const
    {
        return detail::shuffle(detail::tile_mask<Size>(), var, __cn_lane() ^ (lane_mask & (Size - 1)));
    }
    __device__ int any(int predicate) const { return __any_sync(detail::tile_mask<Size>(), predicate); }
    __device__ int all(int predicate) const { return __all_sync(detail::tile_mask<Size>(), predicate); }
    __device__ unsigned int ballot(int predicate) const
    {
        return __ballot_sync(detail::tile_mask<Size>(), predicate) >> (__cn_lane() & ~(Size - 1));
    }
    template <class T> __device__ unsigned int match_any(T value) const
    {
        return __match_any_sync(detail::tile_mask<Size>(), value) >> (__cn_lane() & ~(Size - 1));
    }
    template <class T> __device__ unsigned int match_all(T value, int &predicate) const
    {
        return __match_all_sync(detail::tile_mask<Size>(), value, &predicate) >> (__cn_lane() & ~(Size - 1));
    }
};

}  // namespace cooperative_groups

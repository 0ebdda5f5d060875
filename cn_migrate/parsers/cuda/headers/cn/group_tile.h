// Cooperative groups: tiles of a power of two of neighbouring threads, of a size known at compile time.
// A tile holds nothing: its lanes follow from the thread's place in the block.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "Thread Block Tile".
#pragma once

#include "group_lanes.h"

namespace cooperative_groups {
namespace detail {

// A tile of several warps has no mask: all threads of its block meet for it.
template <unsigned int Size> __device__ unsigned int tile_mask()
{
    if constexpr (Size >= 32) {
        return 0xffffffffu;
    } else {
        return ((1u << Size) - 1) << (__cn_lane() & ~(Size - 1));
    }
}

template <unsigned int Size> __device__ void sync_tile()
{
    if constexpr (Size > 32) {
        __syncthreads();
    } else {
        __syncwarp(tile_mask<Size>());
    }
}

// The value of the thread of the block with this rank.
template <class T> __device__ T exchange_in_block(T value, unsigned int rank)
{
    __shared__ unsigned int words[1024];
    unsigned int own[(sizeof(T) + 3) / 4] = {};
    memcpy(own, &value, sizeof(T));
    for (unsigned int i = 0; i < (sizeof(T) + 3) / 4; i++) {
        __syncthreads();
        words[thread_block::thread_rank()] = own[i];
        __syncthreads();
        own[i] = words[rank];
    }
    memcpy(&value, own, sizeof(T));
    return value;
}

// The value of the thread of the tile with this rank.
template <unsigned int Size, class T> __device__ T shuffle_in_tile(T value, unsigned int rank)
{
    if constexpr (Size > 32) {
        return exchange_in_block(value, (thread_block::thread_rank() & ~(Size - 1)) | rank);
    } else {
        return shuffle(tile_mask<Size>(), value, (__cn_lane() & ~(Size - 1)) | rank);
    }
}

// Has any thread of the tile a predicate that is not zero?
template <unsigned int Size> __device__ bool any_in_tile(int predicate)
{
    if constexpr (Size > 32) {
        __shared__ int found[1024 / Size];
        const unsigned int tile = thread_block::thread_rank() / Size;
        __syncthreads();
        found[tile] = 0;
        __syncthreads();
        if (predicate != 0) {
            atomicOr(&found[tile], 1);
        }
        __syncthreads();
        return found[tile] != 0;
    } else {
        return __any_sync(tile_mask<Size>(), predicate);
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

    __device__ static void sync() { detail::sync_tile<Size>(); }
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
        return detail::shuffle_in_tile<Size>(var, src_rank & (Size - 1));
    }
    template <class T> __device__ T shfl_up(T var, unsigned int delta) const
    {
        const unsigned int rank = thread_rank();
        return detail::shuffle_in_tile<Size>(var, delta <= rank ? rank - delta : rank);
    }
    template <class T> __device__ T shfl_down(T var, unsigned int delta) const
    {
        const unsigned int rank = thread_rank();
        return detail::shuffle_in_tile<Size>(var, rank + delta < Size ? rank + delta : rank);
    }
    template <class T> __device__ T shfl_xor(T var, unsigned int lane_mask) const
    {
        return detail::shuffle_in_tile<Size>(var, thread_rank() ^ (lane_mask & (Size - 1)));
    }
    __device__ int any(int predicate) const { return detail::any_in_tile<Size>(predicate); }
    __device__ int all(int predicate) const { return !detail::any_in_tile<Size>(predicate == 0); }
    // Only tiles within a warp vote by bits and compare.
    __device__ unsigned int ballot(int predicate) const
    {
        static_assert(Size <= 32, "ballot of a tile of several warps");
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

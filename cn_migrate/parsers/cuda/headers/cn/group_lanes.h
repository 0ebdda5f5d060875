// What the groups within a warp share: lanes of a mask, and values of any type that pass between lanes.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "Thread Block Tile"; "Warp Shuffle Functions".
#pragma once

#include <type_traits>

#include "group_block.h"

namespace cooperative_groups {
namespace detail {

inline __device__ unsigned int lanes_below(unsigned int lane) { return (1u << lane) - 1; }

// Rank of a lane among those of the mask.
inline __device__ unsigned int rank_in(unsigned int mask, unsigned int lane)
{
    return __popc(mask & lanes_below(lane));
}

// The lane of the mask that has this rank; 32 where there is none.
inline __device__ unsigned int lane_of(unsigned int mask, unsigned int rank)
{
    for (; rank > 0; rank--) {
        mask &= mask - 1;
    }
    return mask == 0 ? 32 : __ffs(mask) - 1;
}

// The bits of the mask's lanes, one behind the other in the order of their ranks.
inline __device__ unsigned int packed(unsigned int bits, unsigned int mask)
{
    unsigned int result = 0;
    for (unsigned int rank = 0; mask != 0; rank++) {
        const unsigned int lane = __ffs(mask) - 1;
        result |= (bits >> lane & 1) << rank;
        mask &= mask - 1;
    }
    return result;
}

// Word by word without a loop: some drivers do not manage barriers in nested loops.
template <unsigned int Count> __device__ void shuffle_words(unsigned int mask, unsigned int *words, unsigned int lane)
{
    *words = __cn_shuffle(mask, *words, lane);
    if constexpr (Count > 1) {
        shuffle_words<Count - 1>(mask, words + 1, lane);
    }
}

template <class T> __device__ T shuffle(unsigned int mask, T value, unsigned int lane)
{
    if constexpr (std::is_arithmetic<T>::value) {
        return static_cast<T>(__cn_shuffle(mask, value, lane));
    } else {
        unsigned int words[(sizeof(T) + 3) / 4] = {};
        memcpy(words, &value, sizeof(T));
        shuffle_words<(sizeof(T) + 3) / 4>(mask, words, lane);
        memcpy(&value, words, sizeof(T));
        return value;
    }
}

}  // namespace detail
}  // namespace cooperative_groups

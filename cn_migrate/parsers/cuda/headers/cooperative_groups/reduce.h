// Reductions over a cooperative group.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "reduce and reduce operators".
#pragma once

#include "../cooperative_groups.h"

namespace cooperative_groups {

#define CN_OPERATOR(name, expression) \
    template <class T> struct name { \
        __host__ __device__ constexpr T operator()(T a, T b) const { return expression; } \
    };
CN_OPERATOR(plus, a + b)
CN_OPERATOR(less, b < a ? b : a)
CN_OPERATOR(greater, a < b ? b : a)
CN_OPERATOR(bit_and, a & b)
CN_OPERATOR(bit_or, a | b)
CN_OPERATOR(bit_xor, a ^ b)
#undef CN_OPERATOR

// Of a tile: pairs at half the distance each turn, so that all threads have the result.
template <unsigned int Size, class Parent, class T, class Operator>
__device__ std::decay_t<T> reduce(const thread_block_tile<Size, Parent> &group, T &&value, Operator &&op)
{
    std::decay_t<T> result = value;
    for (unsigned int distance = Size / 2; distance > 0; distance /= 2) {
        result = op(result, group.shfl_xor(result, distance));
    }
    return result;
}

// Of any number of lanes: each turn a thread takes in the result of as many threads behind it as it has.
template <class T, class Operator>
__device__ std::decay_t<T> reduce(const coalesced_group &group, T &&value, Operator &&op)
{
    std::decay_t<T> result = value;
    for (unsigned int distance = 1; distance < group.num_threads(); distance *= 2) {
        const std::decay_t<T> other = group.shfl_down(result, distance);
        if (group.thread_rank() + distance < group.num_threads()) {
            result = op(result, other);
        }
    }
    return group.shfl(result, 0);
}

template <class Group, class Destination, class T, class Operator>
__device__ void reduce_update_async(const Group &group, Destination &destination, T &&value, Operator &&op);
template <class Group, class Destination, class T, class Operator>
__device__ void reduce_store_async(const Group &group, Destination &destination, T &&value, Operator &&op);

}  // namespace cooperative_groups

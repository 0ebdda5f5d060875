// Reductions over a cooperative group.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "reduce and reduce operators".
#pragma once

#include "../cn/cooperative_groups_types.h"

namespace cooperative_groups {

#define CN_OPERATOR(name, expression) \
    template <class T> struct name { \
        __host__ __device__ constexpr T operator()(const T &a, const T &b) const { return expression; } \
    };
CN_OPERATOR(plus, a + b)
CN_OPERATOR(less, b < a ? b : a)
CN_OPERATOR(greater, a < b ? b : a)
CN_OPERATOR(bit_and, a & b)
CN_OPERATOR(bit_or, a | b)
CN_OPERATOR(bit_xor, a ^ b)
#undef CN_OPERATOR

template <class Group, class T, class Operator>
__device__ auto reduce(const Group &group, T &&value, Operator &&op) -> decltype(op(value, value));
template <class Group, class Destination, class T, class Operator>
__device__ void reduce_update_async(const Group &group, Destination &destination, T &&value, Operator &&op);
template <class Group, class Destination, class T, class Operator>
__device__ void reduce_store_async(const Group &group, Destination &destination, T &&value, Operator &&op);

}  // namespace cooperative_groups

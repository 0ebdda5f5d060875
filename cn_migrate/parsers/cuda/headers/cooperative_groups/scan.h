// Prefix sums over a cooperative group.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "inclusive_scan and exclusive_scan".
#pragma once

#include <limits>

#include "reduce.h"

namespace cooperative_groups {
namespace detail {

// What the first thread of an exclusive scan gets.
template <class T, class Operator> __device__ T identity(const Operator &) { return T(); }
template <class T> __device__ T identity(const less<T> &) { return std::numeric_limits<T>::max(); }
template <class T> __device__ T identity(const greater<T> &) { return std::numeric_limits<T>::lowest(); }
template <class T> __device__ T identity(const bit_and<T> &) { return static_cast<T>(~T(0)); }

}  // namespace detail

template <class Group, class T, class Operator>
__device__ std::decay_t<T> inclusive_scan(const Group &group, T &&value, Operator &&op)
{
    std::decay_t<T> result = value;
    for (unsigned int distance = 1; distance < group.num_threads(); distance *= 2) {
        const std::decay_t<T> other = group.shfl_up(result, distance);
        if (group.thread_rank() >= distance) {
            result = op(other, result);
        }
    }
    return result;
}
template <class Group, class T> __device__ std::decay_t<T> inclusive_scan(const Group &group, T &&value)
{
    return inclusive_scan(group, value, plus<std::decay_t<T>>());
}

template <class Group, class T, class Operator>
__device__ std::decay_t<T> exclusive_scan(const Group &group, T &&value, Operator &&op)
{
    const std::decay_t<T> before = group.shfl_up(inclusive_scan(group, value, op), 1);
    return group.thread_rank() == 0 ? detail::identity<std::decay_t<T>>(op) : before;
}
template <class Group, class T> __device__ std::decay_t<T> exclusive_scan(const Group &group, T &&value)
{
    return exclusive_scan(group, value, plus<std::decay_t<T>>());
}

}  // namespace cooperative_groups

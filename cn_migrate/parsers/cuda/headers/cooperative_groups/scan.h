// Prefix sums over a cooperative group.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "inclusive_scan and exclusive_scan".
#pragma once

#include "reduce.h"

namespace cooperative_groups {

template <class Group, class T, class Operator>
__device__ auto inclusive_scan(const Group &group, T &&value, Operator &&op) -> decltype(op(value, value));
template <class Group, class T>
__device__ auto inclusive_scan(const Group &group, T &&value) -> decltype(value + value);
template <class Group, class T, class Operator>
__device__ auto exclusive_scan(const Group &group, T &&value, Operator &&op) -> decltype(op(value, value));
template <class Group, class T>
__device__ auto exclusive_scan(const Group &group, T &&value) -> decltype(value + value);

}  // namespace cooperative_groups

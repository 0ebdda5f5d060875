// Asynchronous copies by a cooperative group.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "memcpy_async", "wait and wait_prior".
#pragma once

#include "../cn/cooperative_groups_types.h"

namespace cooperative_groups {

template <class Group, class T>
__device__ void memcpy_async(const Group &group, T *dst, const T *src, size_t bytes);
template <class Group, class Destination, class Source>
__device__ void memcpy_async(const Group &group, Destination *dst, size_t dst_elements, const Source *src,
    size_t src_elements);
template <class Group> __device__ void wait(const Group &group);
template <unsigned int Stages, class Group> __device__ void wait_prior(const Group &group);

}  // namespace cooperative_groups

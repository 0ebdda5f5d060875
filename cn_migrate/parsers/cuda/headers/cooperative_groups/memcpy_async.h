// Asynchronous copies by a cooperative group: the threads share the elements, and the wait is the group's barrier.
// Source: CUDA C++ Programming Guide, "Cooperative Groups", "memcpy_async", "wait and wait_prior".
#pragma once

#include "../cooperative_groups.h"

namespace cooperative_groups {

template <class Group, class Destination, class Source>
__device__ void memcpy_async(const Group &group, Destination *dst, size_t dst_elements, const Source *src,
    size_t src_elements)
{
    static_assert(sizeof(Destination) == sizeof(Source), "both arrays are of one element type");
    const size_t count = dst_elements < src_elements ? dst_elements : src_elements;
    for (size_t i = group.thread_rank(); i < count; i += group.num_threads()) {
        dst[i] = src[i];
    }
}
template <class Group, class T, class Size>
__device__ void memcpy_async(const Group &group, T *dst, const T *src, Size bytes)
{
    const size_t count = static_cast<size_t>(bytes) / sizeof(T);
    memcpy_async(group, dst, count, src, count);
    if (sizeof(T) > 1 && group.thread_rank() == 0) {  // a last part that is no whole element
        memcpy(dst + count, src + count, static_cast<size_t>(bytes) % sizeof(T));
    }
}
template <class Group> __device__ void wait(const Group &group) { group.sync(); }
template <unsigned int Stages, class Group> __device__ void wait_prior(const Group &group) { group.sync(); }

}  // namespace cooperative_groups

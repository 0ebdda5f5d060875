// Asynchronous copies, done at once: by one thread, or by the threads of a group, element after element.
// Source: CUDA C++ Programming Guide, "Asynchronous Data Copies".
#pragma once

#include "extended_library.h"

namespace cuda {
namespace detail {

template <class T>
__device__ async_contract_fulfillment copy(T *destination, const T *source, ::std::size_t bytes)
{
    for (::std::size_t i = 0; i < bytes / sizeof(T); i++) {
        destination[i] = source[i];
    }
    return async_contract_fulfillment::none;
}

template <class Group, class T>
__device__ async_contract_fulfillment copy_by(const Group &group, T *destination, const T *source,
    ::std::size_t bytes)
{
    for (::std::size_t i = group.thread_rank(); i < bytes / sizeof(T); i += group.size()) {
        destination[i] = source[i];
    }
    return async_contract_fulfillment::none;
}

}  // namespace detail
}  // namespace cuda

// What the parts of CUDA's extended standard library share: thread scopes, aligned sizes, copy results.
// Source: CUDA C++ Programming Guide, "Thread Scopes", "Asynchronous Data Copies".
#pragma once

#include <cstddef>

#include "../cuda_runtime.h"

namespace cuda {

enum thread_scope { thread_scope_system, thread_scope_device, thread_scope_block, thread_scope_thread = 10 };

enum class async_contract_fulfillment { none, async };

// A size in bytes whose pointers are known to be aligned to Alignment.
template <::std::size_t Alignment> struct aligned_size_t {
    static constexpr ::std::size_t align = Alignment;
    ::std::size_t value;
    __host__ __device__ explicit constexpr aligned_size_t(::std::size_t size) : value(size) {}
    __host__ __device__ constexpr operator ::std::size_t() const { return value; }
};

}  // namespace cuda

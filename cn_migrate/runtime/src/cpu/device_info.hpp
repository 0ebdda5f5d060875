// SPDX-License-Identifier: MIT
// What the machine's own processors say of themselves, as a device of OpenCL would.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <thread>

#include "../opencl/types.hpp"

namespace cn::cpu {

using opencl::bits_t;
using opencl::bool_t;
using opencl::device_info;
using opencl::int_t;
using opencl::uint_t;
using opencl::ulong_t;

/// Along each axis of a grid; kernels compute their indices for these: MAX_BLOCKS and MAX_GRID_THREADS in openmp.hpp.
inline constexpr std::size_t max_grid_blocks = std::size_t{1} << 24;
inline constexpr std::size_t max_grid_threads = (std::size_t{1} << 30) - 1024;

/// Copies an answer into `size` bytes at `to`, as OpenCL's queries do; either of the pointers may be null.
inline int_t give(const void *answer, std::size_t bytes, std::size_t size, void *to,
                  std::size_t *needed) {
    if (to != nullptr && size < bytes) {
        return opencl::invalid_value;
    }
    if (to != nullptr) {
        std::memcpy(to, answer, bytes);
    }
    if (needed != nullptr) {
        *needed = bytes;
    }
    return opencl::ok;
}

/// An answer as a number of the width that is asked for.
inline int_t give_number(ulong_t number, std::size_t size, void *to, std::size_t *needed) {
    const std::size_t bytes = to != nullptr ? std::min(size, sizeof number) : sizeof number;
    return give(&number, bytes, size, to, needed); // little-endian
}

inline int_t give_text(const std::string &text, std::size_t size, void *to, std::size_t *needed) {
    return give(text.c_str(), text.size() + 1, size, to, needed);
}

inline ulong_t processors() { return std::max(1U, std::thread::hardware_concurrency()); }

inline ulong_t memory_bytes() {
    return static_cast<ulong_t>(sysconf(_SC_PHYS_PAGES)) *
           static_cast<ulong_t>(sysconf(_SC_PAGE_SIZE));
}

/// Limits that only the program's arrays and numbers set are CUDA's (compute capability 8.0).
inline ulong_t number_of(device_info what) {
    switch (what) {
    case device_info::type:
        return opencl::device_type_cpu;
    case device_info::max_compute_units:
        return processors();
    case device_info::max_work_group_size:
        return 1024;
    case device_info::max_clock_frequency:
        return 1000;
    case device_info::max_mem_alloc_size:
    case device_info::global_mem_size:
        return memory_bytes();
    case device_info::max_constant_buffer_size:
        return 65536;
    case device_info::local_mem_size:
        return 163 * 1024;
    case device_info::image2d_max_width:
    case device_info::image2d_max_height:
    case device_info::image3d_max_width:
    case device_info::image3d_max_height:
    case device_info::image3d_max_depth:
        return 16384;
    case device_info::host_unified_memory:
    case device_info::double_fp_config:
        return 1;
    case device_info::svm_capabilities:
        return opencl::svm_coarse_buffer | opencl::svm_fine_buffer | opencl::svm_fine_system;
    default:
        return 0;
    }
}

} // namespace cn::cpu

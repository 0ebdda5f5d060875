// SPDX-License-Identifier: MIT
// Occupancy: how many blocks of a kernel fit on a multiprocessor. OpenCL does not tell, so the limits
// are those of a device of compute capability 8.0, with the shared memory and block sizes that the
// device really has.
#pragma once

#include "function.hpp"

namespace cn::types {

inline constexpr unsigned occupancy_default = 0;
inline constexpr unsigned occupancy_disable_caching_override = 1;

} // namespace cn::types

namespace cn::opencl {

/// Blocks that one multiprocessor holds at a time, by threads and by shared memory.
inline int active_blocks(device &d, kernel_record &k, int block_threads, std::size_t dynamic) {
    const kernel_object &o = k.on(d).plain;
    const auto threads = static_cast<std::size_t>(std::max(block_threads, 0));
    detail::require(threads != 0, error_invalid_value);
    if (threads > most_threads(d, o)) {
        return 0;
    }
    const std::size_t warps = (threads + warp_size - 1) / warp_size;
    const std::size_t by_threads = cuda_threads_per_multiprocessor / (warps * warp_size);
    const std::size_t shared = o.shared_bytes + dynamic;
    const std::size_t by_shared =
        shared == 0 ? by_threads : d.limits.shared_bytes_optin / shared;
    return to_int(std::min({by_threads, by_shared, cuda_blocks_per_multiprocessor}));
}

/// The block size, a multiple of the warp, with the most resident threads; the larger if equal.
template <class DynamicShared>
void best_block(int *grid, int *block, kernel_record &k, DynamicShared dynamic, int limit) {
    device &d = current_device();
    const int kernel_limit = to_int(most_threads(d, k.on(d).plain));
    const int most = limit > 0 ? std::min(limit, kernel_limit) : kernel_limit;
    const int step = static_cast<int>(warp_size);
    int best_threads = 0;
    for (int size = (most + step - 1) / step * step; size > 0; size -= step) {
        const int threads = std::min(size, most);
        const auto shared = static_cast<std::size_t>(dynamic(threads));
        const int blocks = active_blocks(d, k, threads, shared);
        if (blocks * threads > best_threads) {
            best_threads = blocks * threads;
            *block = threads;
            *grid = blocks * properties_of(d).multiProcessorCount;
        }
    }
    detail::require(best_threads > 0, error_invalid_configuration);
}

} // namespace cn::opencl

namespace cn {

inline error_t occupancy_max_active_blocks_per_multiprocessor(int *blocks, const void *kernel,
                                                              int block_threads,
                                                              std::size_t dynamic) noexcept {
    return detail::call([&] {
        detail::require(blocks != nullptr, error_invalid_value);
        *blocks = opencl::active_blocks(opencl::current_device(), opencl::kernels().find(kernel),
                                        block_threads, dynamic);
    });
}

inline error_t occupancy_max_active_blocks_per_multiprocessor_with_flags(int *blocks,
                                                                         const void *kernel,
                                                                         int block_threads,
                                                                         std::size_t dynamic,
                                                                         unsigned) noexcept {
    return occupancy_max_active_blocks_per_multiprocessor(blocks, kernel, block_threads, dynamic);
}

/// The dynamic shared memory that each of `blocks` blocks on one multiprocessor can have.
inline error_t occupancy_available_dynamic_smem_per_block(std::size_t *dynamic, const void *kernel,
                                                          int blocks, int block_threads) noexcept {
    return detail::call([&] {
        detail::require(dynamic != nullptr && blocks > 0, error_invalid_value);
        opencl::device &d = opencl::current_device();
        opencl::kernel_record &k = opencl::kernels().find(kernel);
        const bool fit = opencl::active_blocks(d, k, block_threads, 0) >= blocks;
        detail::require(fit, error_invalid_value);
        const std::size_t own = k.on(d).plain.shared_bytes;
        const std::size_t each = d.limits.shared_bytes_optin / static_cast<std::size_t>(blocks);
        *dynamic = each > own ? each - own : 0;
    });
}

// The forms that take the kernel's host function itself.

template <class... P>
error_t occupancy_max_active_blocks_per_multiprocessor(int *blocks, void (*kernel)(P...),
                                                       int block_threads,
                                                       std::size_t dynamic) noexcept {
    return occupancy_max_active_blocks_per_multiprocessor(
        blocks, reinterpret_cast<const void *>(kernel), block_threads, dynamic);
}

template <class Kernel>
error_t occupancy_max_active_blocks_per_multiprocessor_with_flags(int *blocks, Kernel kernel,
                                                                  int block_threads,
                                                                  std::size_t dynamic,
                                                                  unsigned) noexcept {
    return occupancy_max_active_blocks_per_multiprocessor(blocks, kernel, block_threads, dynamic);
}

/// The block size with the most resident threads, and the smallest grid that fills the device;
/// `dynamic(block)` is the dynamic shared memory of a block of that size.
template <class Kernel, class DynamicShared>
error_t occupancy_max_potential_block_size_variable_smem(int *grid, int *block, Kernel kernel,
                                                         DynamicShared dynamic,
                                                         int limit = 0) noexcept {
    return detail::call([&] {
        detail::require(grid != nullptr && block != nullptr, error_invalid_value);
        auto &record = opencl::kernels().find(reinterpret_cast<const void *>(kernel));
        opencl::best_block(grid, block, record, dynamic, limit);
    });
}

template <class Kernel>
error_t occupancy_max_potential_block_size(int *grid, int *block, Kernel kernel,
                                           std::size_t dynamic = 0, int limit = 0) noexcept {
    return occupancy_max_potential_block_size_variable_smem(
        grid, block, kernel, [dynamic](int) { return dynamic; }, limit);
}


template <class... P>
error_t occupancy_available_dynamic_smem_per_block(std::size_t *dynamic, void (*kernel)(P...),
                                                   int blocks, int block_threads) noexcept {
    return occupancy_available_dynamic_smem_per_block(
        dynamic, reinterpret_cast<const void *>(kernel), blocks, block_threads);
}

template <class Kernel, class DynamicShared>
error_t occupancy_max_potential_block_size_variable_smem_with_flags(int *grid, int *block,
                                                                    Kernel kernel,
                                                                    DynamicShared dynamic,
                                                                    int limit = 0,
                                                                    unsigned = 0) noexcept {
    return occupancy_max_potential_block_size_variable_smem(grid, block, kernel, dynamic, limit);
}

template <class Kernel>
error_t occupancy_max_potential_block_size_with_flags(int *grid, int *block, Kernel kernel,
                                                      std::size_t dynamic = 0, int limit = 0,
                                                      unsigned = 0) noexcept {
    return occupancy_max_potential_block_size(grid, block, kernel, dynamic, limit);
}

} // namespace cn

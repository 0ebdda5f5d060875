// SPDX-License-Identifier: MIT
// Occupancy: how many blocks of a kernel fit on a multiprocessor. OpenCL does not tell, so the limits
// are those of a device of compute capability 8.0, with the shared memory and block sizes that the
// device really has.
#pragma once

#include <cstddef>

#include "error.hpp"

namespace cn::types {

inline constexpr unsigned occupancy_default = 0;
inline constexpr unsigned occupancy_disable_caching_override = 1;

} // namespace cn::types

namespace cn::detail {

/// The block size with the most resident threads; `bytes(function, block)` is the dynamic shared
/// memory of a block of that size.
error_t best_block(int *grid, int *block, const void *kernel, std::size_t (*bytes)(void *function,
                   int block), void *function, int limit) noexcept;

} // namespace cn::detail

namespace cn {

error_t occupancy_max_active_blocks_per_multiprocessor(int *blocks, const void *kernel,
                                                       int block_threads,
                                                       std::size_t dynamic) noexcept;

error_t occupancy_max_active_blocks_per_multiprocessor_with_flags(int *blocks, const void *kernel,
                                                                  int block_threads,
                                                                  std::size_t dynamic,
                                                                  unsigned) noexcept;

/// The dynamic shared memory that each of `blocks` blocks on one multiprocessor can have.
error_t occupancy_available_dynamic_smem_per_block(std::size_t *dynamic, const void *kernel,
                                                   int blocks, int block_threads) noexcept;

// The forms that take the kernel's host function itself.

template <class... Parameters>
error_t occupancy_max_active_blocks_per_multiprocessor(int *blocks, void (*kernel)(Parameters...),
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
    const auto bytes = [](void *function, int size) {
        return static_cast<std::size_t>((*static_cast<DynamicShared *>(function))(size));
    };
    return detail::best_block(grid, block, reinterpret_cast<const void *>(kernel), bytes, &dynamic,
                              limit);
}

template <class Kernel>
error_t occupancy_max_potential_block_size(int *grid, int *block, Kernel kernel,
                                           std::size_t dynamic = 0, int limit = 0) noexcept {
    return occupancy_max_potential_block_size_variable_smem(
        grid, block, kernel, [dynamic](int) { return dynamic; }, limit);
}

template <class... Parameters>
error_t occupancy_available_dynamic_smem_per_block(std::size_t *dynamic,
                                                   void (*kernel)(Parameters...), int blocks,
                                                   int block_threads) noexcept {
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

// SPDX-License-Identifier: MIT
// Occupancy.
#include "cnative/occupancy.hpp"

#include "opencl/occupancy.hpp"

namespace cn {

error_t detail::best_block(int *grid, int *block, const void *kernel,
                           std::size_t (*bytes)(void *function, int block), void *function,
                           int limit) noexcept {
    return call([&] {
        require(grid != nullptr && block != nullptr, error_invalid_value);
        const auto dynamic = [&](int size) { return bytes(function, size); };
        opencl::best_block(grid, block, opencl::kernels().find(kernel), dynamic, limit);
    });
}

error_t occupancy_max_active_blocks_per_multiprocessor(int *blocks, const void *kernel,
                                                       int block_threads,
                                                       std::size_t dynamic) noexcept {
    return detail::call([&] {
        detail::require(blocks != nullptr, error_invalid_value);
        *blocks = opencl::active_blocks(opencl::current_device(), opencl::kernels().find(kernel),
                                        block_threads, dynamic);
    });
}

error_t occupancy_max_active_blocks_per_multiprocessor_with_flags(int *blocks, const void *kernel,
                                                                  int block_threads,
                                                                  std::size_t dynamic,
                                                                  unsigned) noexcept {
    return occupancy_max_active_blocks_per_multiprocessor(blocks, kernel, block_threads, dynamic);
}

error_t occupancy_available_dynamic_smem_per_block(std::size_t *dynamic, const void *kernel,
                                                   int blocks, int block_threads) noexcept {
    return detail::call([&] {
        detail::require(dynamic != nullptr && blocks > 0, error_invalid_value);
        opencl::device &d = opencl::current_device();
        kernel_record &k = opencl::kernels().find(kernel);
        const bool fit = opencl::active_blocks(d, k, block_threads, 0) >= blocks;
        detail::require(fit, error_invalid_value);
        const std::size_t own = k.on(d).plain.shared_bytes;
        const std::size_t each = d.limits.shared_bytes_optin / static_cast<std::size_t>(blocks);
        *dynamic = each > own ? each - own : 0;
    });
}

} // namespace cn

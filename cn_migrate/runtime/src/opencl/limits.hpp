// SPDX-License-Identifier: MIT
// What a launch may ask for. Where OpenCL devices allow more than CUDA's do, CUDA's limits hold:
// programs size their arrays by them, and expect the errors.
#pragma once

#include <algorithm>
#include <array>

#include "cnative/vector_types.hpp"
#include "select.hpp"

namespace cn::opencl {

inline constexpr std::size_t warp_size = 32;
inline constexpr std::size_t cuda_block_threads = 1024;
inline constexpr std::size_t cuda_block_dim[3] = {1024, 1024, 64};
inline constexpr std::size_t cuda_grid_dim[3] = {0x7FFFFFFF, 65535, 65535};
inline constexpr std::size_t cuda_shared_bytes = 48 * 1024;
inline constexpr std::size_t cuda_threads_per_multiprocessor = 2048;
inline constexpr std::size_t cuda_blocks_per_multiprocessor = 32;

struct launch_limits {
    std::size_t block_threads;
    std::size_t block_dim[3];
    std::size_t shared_bytes;       // per block, without asking
    std::size_t shared_bytes_optin; // per block, after func_set_attribute
};

inline launch_limits limits_of(device_id id) {
    const auto items = query<std::array<std::size_t, 16>>(id, device_info::max_work_item_sizes);
    const auto threads = query<std::size_t>(id, device_info::max_work_group_size);
    const auto local = static_cast<std::size_t>(query<ulong_t>(id, device_info::local_mem_size));
    launch_limits found{std::min(threads, cuda_block_threads), {}, 0, local};
    for (int i = 0; i < 3; ++i) {
        found.block_dim[i] = std::min(items[i], cuda_block_dim[i]);
    }
    found.shared_bytes = std::min(local, cuda_shared_bytes);
    return found;
}

inline bool fits(const launch_limits &limits, dim3 grid, dim3 block) {
    const std::size_t g[] = {grid.x, grid.y, grid.z};
    const std::size_t b[] = {block.x, block.y, block.z};
    for (int i = 0; i < 3; ++i) {
        if (g[i] == 0 || g[i] > cuda_grid_dim[i] || b[i] == 0 || b[i] > limits.block_dim[i]) {
            return false;
        }
    }
    return b[0] * b[1] * b[2] <= limits.block_threads;
}

} // namespace cn::opencl

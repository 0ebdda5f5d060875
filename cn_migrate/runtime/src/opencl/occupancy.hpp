// SPDX-License-Identifier: MIT
// How many blocks fit on a multiprocessor.
#pragma once

#include <algorithm>
#include <cstddef>

#include "function.hpp"
#include "grid_barrier.hpp"

namespace cn::opencl {

/// Blocks that one multiprocessor holds at a time, by threads and by shared memory; one where
/// they may wait for each other.
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
    if (syncs_grid(k)) {
        return by_shared > 0 ? 1 : 0;
    }
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

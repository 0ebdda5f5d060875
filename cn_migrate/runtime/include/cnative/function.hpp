// SPDX-License-Identifier: MIT
// Kernels as functions: their attributes, and how many blocks of them fit on a multiprocessor.
#pragma once

#include "device.hpp"
#include "launch.hpp"

namespace cn::types {

struct func_attributes {
    size_t sharedSizeBytes;
    size_t constSizeBytes;
    size_t localSizeBytes;
    int maxThreadsPerBlock;
    int numRegs;
    int ptxVersion;
    int binaryVersion;
    int cacheModeCA;
    int maxDynamicSharedSizeBytes;
    int preferredShmemCarveout;
};

enum func_attribute : int {
    func_attribute_max_dynamic_shared_memory_size = 8,
    func_attribute_preferred_shared_memory_carveout = 9,
};

enum shared_carveout : int {
    sharedmem_carveout_default = -1,
    sharedmem_carveout_max_l1 = 0,
    sharedmem_carveout_max_shared = 100,
};

inline constexpr unsigned occupancy_default = 0;
inline constexpr unsigned occupancy_disable_caching_override = 1;

} // namespace cn::types

namespace cn::opencl {

inline std::size_t most_dynamic_shared(const device &d, const kernel_record &k) {
    return std::max(k.most_dynamic_shared.load(), d.limits.shared_bytes);
}

inline std::size_t most_threads(const device &d, const kernel_object &o) {
    return std::min(o.most_threads, d.limits.block_threads);
}

inline func_attributes attributes_of(device &d, kernel_record &k) {
    const kernel_object &o = k.on(d).plain;
    func_attributes a{};
    a.sharedSizeBytes = o.shared_bytes;
    a.localSizeBytes = o.private_bytes;
    a.maxThreadsPerBlock = to_int(most_threads(d, o));
    a.numRegs = 32;
    a.ptxVersion = 80;
    a.binaryVersion = 80;
    a.maxDynamicSharedSizeBytes = to_int(most_dynamic_shared(d, k));
    a.preferredShmemCarveout = sharedmem_carveout_default;
    return a;
}

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

inline error_t func_get_attributes(func_attributes *attributes, const void *kernel) noexcept {
    return detail::call([&] {
        detail::require(attributes != nullptr, error_invalid_value);
        opencl::device &d = opencl::current_device();
        *attributes = opencl::attributes_of(d, opencl::kernels().find(kernel));
    });
}

/// Raises the dynamic shared memory that launches may ask for; other attributes are hints.
inline error_t func_set_attribute(const void *kernel, func_attribute attribute,
                                  int value) noexcept {
    return detail::call([&] {
        opencl::kernel_record &k = opencl::kernels().find(kernel);
        if (attribute == func_attribute_preferred_shared_memory_carveout) {
            return;
        }
        const std::size_t most = opencl::current_device().limits.shared_bytes_optin;
        const bool possible = attribute == func_attribute_max_dynamic_shared_memory_size &&
                              value >= 0 && static_cast<std::size_t>(value) <= most;
        detail::require(possible, error_invalid_value);
        k.most_dynamic_shared = static_cast<std::size_t>(value);
    });
}

/// A hint only; checked, then ignored.
inline error_t func_set_cache_config(const void *kernel, func_cache) noexcept {
    return detail::call([&] { opencl::kernels().find(kernel); });
}

/// A hint only; checked, then ignored.
inline error_t func_set_shared_mem_config(const void *kernel, shared_mem_config) noexcept {
    return detail::call([&] { opencl::kernels().find(kernel); });
}

inline error_t occupancy_max_active_blocks_per_multiprocessor(int *blocks, const void *kernel,
                                                              int block_threads,
                                                              std::size_t dynamic) noexcept {
    return detail::call([&] {
        detail::require(blocks != nullptr, error_invalid_value);
        *blocks = opencl::active_blocks(opencl::current_device(), opencl::kernels().find(kernel),
                                        block_threads, dynamic);
    });
}

// The forms that take the kernel's host function itself.

template <class... P>
error_t func_get_attributes(func_attributes *attributes, void (*kernel)(P...)) noexcept {
    return func_get_attributes(attributes, reinterpret_cast<const void *>(kernel));
}

template <class... P>
error_t func_set_attribute(void (*kernel)(P...), func_attribute attribute, int value) noexcept {
    return func_set_attribute(reinterpret_cast<const void *>(kernel), attribute, value);
}

template <class... P>
error_t func_set_cache_config(void (*kernel)(P...), func_cache config) noexcept {
    return func_set_cache_config(reinterpret_cast<const void *>(kernel), config);
}

template <class... P>
error_t func_set_shared_mem_config(void (*kernel)(P...), shared_mem_config config) noexcept {
    return func_set_shared_mem_config(reinterpret_cast<const void *>(kernel), config);
}

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

} // namespace cn

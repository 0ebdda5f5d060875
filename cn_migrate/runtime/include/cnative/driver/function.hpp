// SPDX-License-Identifier: MIT
// Kernels of the driver interface: their attributes, occupancy and launches.
#pragma once

#include <cstddef>

#include "../device.hpp"
#include "module.hpp"
#include "stream.hpp"

namespace cn::types {

enum driver_function_attribute : int {
    driver_func_attribute_max_threads_per_block = 0,
    driver_func_attribute_shared_size_bytes = 1,
    driver_func_attribute_const_size_bytes = 2,
    driver_func_attribute_local_size_bytes = 3,
    driver_func_attribute_num_regs = 4,
    driver_func_attribute_ptx_version = 5,
    driver_func_attribute_binary_version = 6,
    driver_func_attribute_cache_mode_ca = 7,
    driver_func_attribute_max_dynamic_shared_size_bytes = 8,
    driver_func_attribute_preferred_shared_memory_carveout = 9,
};

using driver_block_to_shared_size = std::size_t (*)(int block);

// What stands before a packed buffer of arguments and its size, and at the end of the list.
inline void *const driver_launch_param_end = nullptr;
inline void *const driver_launch_param_buffer_pointer = reinterpret_cast<void *>(1);
inline void *const driver_launch_param_buffer_size = reinterpret_cast<void *>(2);

} // namespace cn::types

namespace cn {

/// Arguments are `values[i]`, the address of the i-th, or a packed buffer in `extra`; not both.
driver_result driver_launch_kernel(driver_function f, unsigned grid_x, unsigned grid_y,
                                   unsigned grid_z, unsigned block_x, unsigned block_y,
                                   unsigned block_z, unsigned shared_bytes, stream_t stream,
                                   void **values, void **extra) noexcept;

driver_result driver_launch_cooperative_kernel(driver_function f, unsigned grid_x, unsigned grid_y,
                                               unsigned grid_z, unsigned block_x, unsigned block_y,
                                               unsigned block_z, unsigned shared_bytes,
                                               stream_t stream, void **values) noexcept;

driver_result driver_func_get_attribute(int *value, driver_function_attribute attribute,
                                        driver_function f) noexcept;

/// Raises the dynamic shared memory that launches may ask for; the carve-out is a hint.
driver_result driver_func_set_attribute(driver_function f, driver_function_attribute attribute,
                                        int value) noexcept;

/// A hint only; checked, then ignored.
driver_result driver_func_set_cache_config(driver_function f, func_cache) noexcept;

/// A hint only; checked, then ignored.
driver_result driver_func_set_shared_mem_config(driver_function f, shared_mem_config) noexcept;

driver_result driver_occupancy_max_active_blocks_per_multiprocessor(
    int *blocks, driver_function f, int block_threads, std::size_t dynamic) noexcept;

/// `dynamic_of` gives the dynamic shared memory of a block of some size; without one it is `dynamic`.
driver_result driver_occupancy_max_potential_block_size(int *grid, int *block, driver_function f,
                                                        driver_block_to_shared_size dynamic_of,
                                                        std::size_t dynamic, int limit) noexcept;

/// The kernel that a host function stands for, as the driver interface names it.
error_t get_func_by_symbol(driver_function *found, const void *kernel) noexcept;

template <class... Parameters>
error_t get_func_by_symbol(driver_function *found, void (*kernel)(Parameters...)) noexcept {
    return get_func_by_symbol(found, reinterpret_cast<const void *>(kernel));
}

} // namespace cn

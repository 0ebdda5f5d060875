// SPDX-License-Identifier: MIT
// Kernels of the driver interface.
#include "cnative/driver/function.hpp"

#include <cstddef>
#include <vector>

#include "../opencl/launch.hpp"
#include "../opencl/occupancy.hpp"
#include "result.hpp"

namespace cn {

namespace {

/// The address of each argument in a packed buffer, where each stands at a multiple of its alignment.
/// Throws error_invalid_value where the list is wrong or the buffer too small.
std::vector<void *> packed_arguments(const kernel_record &k, void **list) {
    char *buffer = nullptr;
    std::size_t size = 0;
    for (; *list != driver_launch_param_end; list += 2) {
        const bool is_buffer = *list == driver_launch_param_buffer_pointer;
        detail::require(is_buffer || *list == driver_launch_param_buffer_size, error_invalid_value);
        buffer = is_buffer ? static_cast<char *>(list[1]) : buffer;
        size = is_buffer ? size : *static_cast<std::size_t *>(list[1]);
    }
    std::vector<void *> values;
    std::size_t offset = 0;
    for (const parameter &p : k.parameters) {
        offset = (offset + p.alignment - 1) / p.alignment * p.alignment;
        detail::require(buffer != nullptr && offset + p.size <= size, error_invalid_value);
        values.push_back(buffer + offset);
        offset += p.size;
    }
    return values;
}

kernel_record &kernel_of(driver_function f) {
    detail::require(f != nullptr, error_invalid_resource_handle);
    return *f;
}

int attribute_of(const func_attributes &a, driver_function_attribute attribute) {
    switch (attribute) {
    case driver_func_attribute_max_threads_per_block:
        return a.maxThreadsPerBlock;
    case driver_func_attribute_shared_size_bytes:
        return opencl::to_int(a.sharedSizeBytes);
    case driver_func_attribute_const_size_bytes:
        return opencl::to_int(a.constSizeBytes);
    case driver_func_attribute_local_size_bytes:
        return opencl::to_int(a.localSizeBytes);
    case driver_func_attribute_num_regs:
        return a.numRegs;
    case driver_func_attribute_ptx_version:
        return a.ptxVersion;
    case driver_func_attribute_binary_version:
        return a.binaryVersion;
    case driver_func_attribute_cache_mode_ca:
        return a.cacheModeCA;
    case driver_func_attribute_max_dynamic_shared_size_bytes:
        return a.maxDynamicSharedSizeBytes;
    case driver_func_attribute_preferred_shared_memory_carveout:
        return a.preferredShmemCarveout;
    }
    throw detail::failure{error_invalid_value};
}

} // namespace

driver_result driver_launch_kernel(driver_function f, unsigned grid_x, unsigned grid_y,
                                   unsigned grid_z, unsigned block_x, unsigned block_y,
                                   unsigned block_z, unsigned shared_bytes, stream_t stream,
                                   void **values, void **extra) noexcept {
    return detail::driver_call([&] {
        kernel_record &k = kernel_of(f);
        detail::require(values == nullptr || extra == nullptr, error_invalid_value);
        std::vector<void *> packed;
        if (extra != nullptr) {
            packed = packed_arguments(k, extra);
            values = packed.data();
        }
        detail::require(values != nullptr || k.parameters.empty(), error_invalid_value);
        opencl::launch(k, values,
                       {{grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes, stream});
    });
}

driver_result driver_launch_cooperative_kernel(driver_function f, unsigned grid_x, unsigned grid_y,
                                               unsigned grid_z, unsigned block_x, unsigned block_y,
                                               unsigned block_z, unsigned shared_bytes,
                                               stream_t stream, void **values) noexcept {
    return driver_launch_kernel(f, grid_x, grid_y, grid_z, block_x, block_y, block_z, shared_bytes,
                                stream, values, nullptr);
}

driver_result driver_func_get_attribute(int *value, driver_function_attribute attribute,
                                        driver_function f) noexcept {
    return detail::driver_call([&] {
        detail::require(value != nullptr, error_invalid_value);
        const auto all = opencl::attributes_of(opencl::current_device(), kernel_of(f));
        *value = attribute_of(all, attribute);
    });
}

driver_result driver_func_set_attribute(driver_function f, driver_function_attribute attribute,
                                        int value) noexcept {
    return detail::driver_call([&] {
        kernel_record &k = kernel_of(f);
        if (attribute == driver_func_attribute_preferred_shared_memory_carveout) {
            return;
        }
        const std::size_t most = opencl::current_device().limits.shared_bytes_optin;
        const bool possible = attribute == driver_func_attribute_max_dynamic_shared_size_bytes &&
                              value >= 0 && static_cast<std::size_t>(value) <= most;
        detail::require(possible, error_invalid_value);
        k.most_dynamic_shared = static_cast<std::size_t>(value);
    });
}

driver_result driver_func_set_cache_config(driver_function f, func_cache) noexcept {
    return detail::driver_call([&] { kernel_of(f); });
}

driver_result driver_func_set_shared_mem_config(driver_function f, shared_mem_config) noexcept {
    return detail::driver_call([&] { kernel_of(f); });
}

driver_result driver_occupancy_max_active_blocks_per_multiprocessor(
    int *blocks, driver_function f, int block_threads, std::size_t dynamic) noexcept {
    return detail::driver_call([&] {
        detail::require(blocks != nullptr, error_invalid_value);
        *blocks = opencl::active_blocks(opencl::current_device(), kernel_of(f),
                                        block_threads, dynamic);
    });
}

driver_result driver_occupancy_max_potential_block_size(int *grid, int *block, driver_function f,
                                                        driver_block_to_shared_size dynamic_of,
                                                        std::size_t dynamic, int limit) noexcept {
    return detail::driver_call([&] {
        detail::require(grid != nullptr && block != nullptr, error_invalid_value);
        const auto bytes = [&](int size) { return dynamic_of ? dynamic_of(size) : dynamic; };
        opencl::best_block(grid, block, kernel_of(f), bytes, limit);
    });
}

error_t get_func_by_symbol(driver_function *found, const void *kernel) noexcept {
    return detail::call([&] {
        detail::require(found != nullptr, error_invalid_value);
        *found = &opencl::kernels().find(kernel);
    });
}

} // namespace cn

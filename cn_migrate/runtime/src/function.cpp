// SPDX-License-Identifier: MIT
// Kernels as functions.
#include "cnative/function.hpp"

#include "opencl/function.hpp"

namespace cn {

error_t func_get_attributes(func_attributes *attributes, const void *kernel) noexcept {
    return detail::call([&] {
        detail::require(attributes != nullptr, error_invalid_value);
        opencl::device &d = opencl::current_device();
        *attributes = opencl::attributes_of(d, opencl::kernels().find(kernel));
    });
}

error_t func_set_attribute(const void *kernel, func_attribute attribute, int value) noexcept {
    return detail::call([&] {
        kernel_record &k = opencl::kernels().find(kernel);
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

error_t func_set_cache_config(const void *kernel, func_cache) noexcept {
    return detail::call([&] { opencl::kernels().find(kernel); });
}

error_t func_set_shared_mem_config(const void *kernel, shared_mem_config) noexcept {
    return detail::call([&] { opencl::kernels().find(kernel); });
}

error_t func_get_name(const char **name, const void *kernel) noexcept {
    return detail::call([&] {
        detail::require(name != nullptr, error_invalid_value);
        *name = opencl::kernels().find(kernel).name;
    });
}

} // namespace cn

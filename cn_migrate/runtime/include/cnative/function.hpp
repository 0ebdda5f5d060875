// SPDX-License-Identifier: MIT
// Kernels as functions: their attributes and names.
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

/// The kernel's name in the ported device code.
inline error_t func_get_name(const char **name, const void *kernel) noexcept {
    return detail::call([&] {
        detail::require(name != nullptr, error_invalid_value);
        *name = opencl::kernels().find(kernel).name;
    });
}

// The forms that take the kernel's host function itself.

template <class... P> error_t func_get_name(const char **name, void (*kernel)(P...)) noexcept {
    return func_get_name(name, reinterpret_cast<const void *>(kernel));
}

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

} // namespace cn

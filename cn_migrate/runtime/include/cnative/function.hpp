// SPDX-License-Identifier: MIT
// Kernels as functions: their attributes and names.
#pragma once

#include "device.hpp"

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

namespace cn {

error_t func_get_attributes(func_attributes *attributes, const void *kernel) noexcept;

/// Raises the dynamic shared memory that launches may ask for; other attributes are hints.
error_t func_set_attribute(const void *kernel, func_attribute attribute, int value) noexcept;

/// A hint only; checked, then ignored.
error_t func_set_cache_config(const void *kernel, func_cache) noexcept;

/// A hint only; checked, then ignored.
error_t func_set_shared_mem_config(const void *kernel, shared_mem_config) noexcept;

/// The kernel's name in the ported device code.
error_t func_get_name(const char **name, const void *kernel) noexcept;

// The forms that take the kernel's host function itself.

template <class... Parameters>
error_t func_get_name(const char **name, void (*kernel)(Parameters...)) noexcept {
    return func_get_name(name, reinterpret_cast<const void *>(kernel));
}

template <class... Parameters>
error_t func_get_attributes(func_attributes *attributes, void (*kernel)(Parameters...)) noexcept {
    return func_get_attributes(attributes, reinterpret_cast<const void *>(kernel));
}

template <class... Parameters>
error_t func_set_attribute(void (*kernel)(Parameters...), func_attribute attribute,
                           int value) noexcept {
    return func_set_attribute(reinterpret_cast<const void *>(kernel), attribute, value);
}

template <class... Parameters>
error_t func_set_cache_config(void (*kernel)(Parameters...), func_cache config) noexcept {
    return func_set_cache_config(reinterpret_cast<const void *>(kernel), config);
}

template <class... Parameters>
error_t func_set_shared_mem_config(void (*kernel)(Parameters...),
                                   shared_mem_config config) noexcept {
    return func_set_shared_mem_config(reinterpret_cast<const void *>(kernel), config);
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Stream-ordered memory pools. Memory comes from the device as it is needed: a pool is a handle that counts and
// remembers what it was told.
#pragma once

#include <cstddef>

#include "memory.hpp"

namespace cn::types {

enum mem_allocation_type : int {
    mem_allocation_type_invalid = 0,
    mem_allocation_type_pinned = 1,
    mem_allocation_type_max = 0x7FFFFFFF,
};
enum mem_allocation_handle_type : int {
    mem_handle_type_none = 0,
    mem_handle_type_posix_file_descriptor = 1,
    mem_handle_type_win_32 = 2,
    mem_handle_type_win_32_kmt = 4,
};
enum mem_access_flags : int {
    mem_access_flags_prot_none = 0,
    mem_access_flags_prot_read = 1,
    mem_access_flags_prot_read_write = 3,
};
enum mem_pool_attr : int {
    mem_pool_reuse_follow_event_dependencies = 1,
    mem_pool_reuse_allow_opportunistic = 2,
    mem_pool_reuse_allow_internal_dependencies = 3,
    mem_pool_attr_release_threshold = 4,
    mem_pool_attr_reserved_mem_current = 5,
    mem_pool_attr_reserved_mem_high = 6,
    mem_pool_attr_used_mem_current = 7,
    mem_pool_attr_used_mem_high = 8,
};

struct mem_access_desc {
    mem_location location;
    mem_access_flags flags;
};
struct mem_pool_props {
    mem_allocation_type allocType;
    mem_allocation_handle_type handleTypes;
    mem_location location;
    void *win32SecurityAttributes;
    std::size_t maxSize;
    unsigned short usage;
    unsigned char reserved[54];
};

} // namespace cn::types

namespace cn {

error_t device_get_default_mem_pool(mem_pool_t *pool, int device) noexcept;

error_t device_get_mem_pool(mem_pool_t *pool, int device) noexcept;

error_t device_set_mem_pool(int device, mem_pool_t pool) noexcept;

error_t mem_pool_create(mem_pool_t *created, const mem_pool_props *props) noexcept;

error_t mem_pool_destroy(mem_pool_t pool) noexcept;

error_t mem_pool_set_attribute(mem_pool_t pool, mem_pool_attr attribute, void *value) noexcept;

/// What a pool holds is what its device has given out.
error_t mem_pool_get_attribute(mem_pool_t pool, mem_pool_attr attribute, void *value) noexcept;

/// Every device can use what its platform lets it: nothing to be done.
error_t mem_pool_set_access(mem_pool_t pool, const mem_access_desc *list,
                            std::size_t count) noexcept;

error_t mem_pool_get_access(mem_access_flags *flags, mem_pool_t pool,
                            mem_location *location) noexcept;

/// Freed memory is the device's again at once.
error_t mem_pool_trim_to(mem_pool_t pool, std::size_t) noexcept;

error_t malloc_from_pool_async(void **pointer, std::size_t size, mem_pool_t pool,
                               stream_t stream) noexcept;

template <class Type>
error_t malloc_from_pool_async(Type **pointer, std::size_t size, mem_pool_t pool,
                               stream_t stream) noexcept {
    return malloc_from_pool_async(detail::untyped(pointer), size, pool, stream);
}

template <class Type>
error_t malloc_async(Type **pointer, std::size_t size, mem_pool_t pool, stream_t stream) noexcept {
    return malloc_from_pool_async(detail::untyped(pointer), size, pool, stream);
}

} // namespace cn

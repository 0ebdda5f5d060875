// SPDX-License-Identifier: MIT
// Stream-ordered memory pools. Memory comes from the device as it is needed: a pool is a handle that counts and
// remembers what it was told.
#pragma once

#include <map>

#include "array.hpp"

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

struct mem_pool {
    int device;
    std::map<mem_pool_attr, std::uint64_t> attributes;
};
using mem_pool_t = mem_pool *;

} // namespace cn::types

namespace cn::opencl {

/// The pool that each device has from the start.
inline mem_pool_t default_pool(int ordinal) {
    static std::mutex guard;
    static auto *all = new std::map<int, mem_pool>;
    device_at(ordinal);
    std::lock_guard<std::mutex> lock(guard);
    return &all->emplace(ordinal, mem_pool{ordinal, {}}).first->second;
}

/// The pool that malloc_async takes from.
inline mem_pool_t &current_pool(int ordinal) {
    static std::mutex guard;
    static auto *all = new std::map<int, mem_pool_t>;
    mem_pool_t const first = default_pool(ordinal);
    std::lock_guard<std::mutex> lock(guard);
    return all->emplace(ordinal, first).first->second;
}

inline mem_pool &given(mem_pool_t pool) {
    detail::require(pool != nullptr, error_invalid_value);
    return *pool;
}

/// The reuse policies are ints, the sizes 64 bits wide.
inline bool is_policy(mem_pool_attr a) { return a <= mem_pool_reuse_allow_internal_dependencies; }

inline bool is_use(mem_pool_attr a) {
    return a >= mem_pool_attr_reserved_mem_current && a <= mem_pool_attr_used_mem_high;
}

} // namespace cn::opencl

namespace cn {

inline error_t device_get_default_mem_pool(mem_pool_t *pool, int device) noexcept {
    return detail::call([&] {
        detail::require(pool != nullptr, error_invalid_value);
        *pool = opencl::default_pool(device);
    });
}

inline error_t device_get_mem_pool(mem_pool_t *pool, int device) noexcept {
    return detail::call([&] {
        detail::require(pool != nullptr, error_invalid_value);
        *pool = opencl::current_pool(device);
    });
}

inline error_t device_set_mem_pool(int device, mem_pool_t pool) noexcept {
    return detail::call([&] {
        opencl::given(pool);
        opencl::current_pool(device) = pool;
    });
}

inline error_t mem_pool_create(mem_pool_t *created, const mem_pool_props *props) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr && props != nullptr, error_invalid_value);
        const bool shared = props->handleTypes != mem_handle_type_none;
        detail::require(!shared, error_not_supported);
        opencl::device_at(props->location.id);
        *created = new mem_pool{props->location.id, {}};
    });
}

inline error_t mem_pool_destroy(mem_pool_t pool) noexcept {
    return detail::call([&] {
        mem_pool_t &current = opencl::current_pool(opencl::given(pool).device);
        const bool is_default = pool == opencl::default_pool(pool->device);
        detail::require(!is_default, error_invalid_value);
        if (current == pool) {
            current = opencl::default_pool(pool->device);
        }
        delete pool;
    });
}

inline error_t mem_pool_set_attribute(mem_pool_t pool, mem_pool_attr attribute,
                                      void *value) noexcept {
    return detail::call([&] {
        detail::require(value != nullptr, error_invalid_value);
        opencl::given(pool).attributes[attribute] =
            opencl::is_policy(attribute) ? static_cast<std::uint64_t>(*static_cast<int *>(value))
                                         : *static_cast<std::uint64_t *>(value);
    });
}

/// What a pool holds is what its device has given out.
inline error_t mem_pool_get_attribute(mem_pool_t pool, mem_pool_attr attribute,
                                      void *value) noexcept {
    return detail::call([&] {
        mem_pool &known = opencl::given(pool);
        detail::require(value != nullptr, error_invalid_value);
        if (opencl::is_policy(attribute)) {
            const auto found = known.attributes.find(attribute);
            *static_cast<int *>(value) =
                found == known.attributes.end() || found->second != 0 ? 1 : 0;
            return;
        }
        *static_cast<std::uint64_t *>(value) = opencl::is_use(attribute)
                                                   ? opencl::device_at(known.device).allocated.load()
                                                   : known.attributes[attribute];
    });
}

/// Every device can use what its platform lets it: nothing to be done.
inline error_t mem_pool_set_access(mem_pool_t pool, const mem_access_desc *list,
                                   std::size_t count) noexcept {
    return detail::call([&] {
        opencl::given(pool);
        detail::require(list != nullptr || count == 0, error_invalid_value);
        for (std::size_t i = 0; i < count; ++i) {
            const bool own = list[i].location.id == pool->device;
            detail::require(own, error_not_supported);
        }
    });
}

inline error_t mem_pool_get_access(mem_access_flags *flags, mem_pool_t pool,
                                   mem_location *location) noexcept {
    return detail::call([&] {
        detail::require(flags != nullptr && location != nullptr, error_invalid_value);
        *flags = location->id == opencl::given(pool).device ? mem_access_flags_prot_read_write
                                                            : mem_access_flags_prot_none;
    });
}

/// Freed memory is the device's again at once.
inline error_t mem_pool_trim_to(mem_pool_t pool, std::size_t) noexcept {
    return detail::call([&] { opencl::given(pool); });
}

inline error_t malloc_from_pool_async(void **pointer, std::size_t size, mem_pool_t pool,
                                      stream_t stream) noexcept {
    return detail::call([&] {
        opencl::given(pool);
        const error_t given = malloc_async(pointer, size, stream);
        detail::require(given == success, given);
    });
}

template <class T>
error_t malloc_from_pool_async(T **pointer, std::size_t size, mem_pool_t pool,
                               stream_t stream) noexcept {
    return malloc_from_pool_async(detail::untyped(pointer), size, pool, stream);
}

template <class T>
error_t malloc_async(T **pointer, std::size_t size, mem_pool_t pool, stream_t stream) noexcept {
    return malloc_from_pool_async(detail::untyped(pointer), size, pool, stream);
}

} // namespace cn

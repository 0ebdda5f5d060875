// SPDX-License-Identifier: MIT
// Memory pools: handles that count and remember what they were told.
#include "cnative/memory_pool.hpp"

#include <cstdint>
#include <map>
#include <mutex>

#include "opencl/device.hpp"

namespace cn::types {

struct mem_pool {
    int device;
    std::map<mem_pool_attr, std::uint64_t> attributes;
};

} // namespace cn::types

namespace cn {

namespace {

/// The pool that each device has from the start.
mem_pool_t default_pool(int ordinal) {
    static std::mutex guard;
    static auto *all = new std::map<int, mem_pool>;
    opencl::device_at(ordinal);
    std::lock_guard<std::mutex> lock(guard);
    return &all->emplace(ordinal, mem_pool{ordinal, {}}).first->second;
}

/// The pool that malloc_async takes from.
mem_pool_t &current_pool(int ordinal) {
    static std::mutex guard;
    static auto *all = new std::map<int, mem_pool_t>;
    mem_pool_t const first = default_pool(ordinal);
    std::lock_guard<std::mutex> lock(guard);
    return all->emplace(ordinal, first).first->second;
}

mem_pool &given(mem_pool_t pool) {
    detail::require(pool != nullptr, error_invalid_value);
    return *pool;
}

/// The reuse policies are ints, the sizes 64 bits wide.
bool is_policy(mem_pool_attr a) { return a <= mem_pool_reuse_allow_internal_dependencies; }

bool is_use(mem_pool_attr a) {
    return a >= mem_pool_attr_reserved_mem_current && a <= mem_pool_attr_used_mem_high;
}

} // namespace

error_t device_get_default_mem_pool(mem_pool_t *pool, int device) noexcept {
    return detail::call([&] {
        detail::require(pool != nullptr, error_invalid_value);
        *pool = default_pool(device);
    });
}

error_t device_get_mem_pool(mem_pool_t *pool, int device) noexcept {
    return detail::call([&] {
        detail::require(pool != nullptr, error_invalid_value);
        *pool = current_pool(device);
    });
}

error_t device_set_mem_pool(int device, mem_pool_t pool) noexcept {
    return detail::call([&] {
        given(pool);
        current_pool(device) = pool;
    });
}

error_t mem_pool_create(mem_pool_t *created, const mem_pool_props *props) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr && props != nullptr, error_invalid_value);
        const bool shared = props->handleTypes != mem_handle_type_none;
        detail::require(!shared, error_not_supported);
        opencl::device_at(props->location.id);
        *created = new mem_pool{props->location.id, {}};
    });
}

error_t mem_pool_destroy(mem_pool_t pool) noexcept {
    return detail::call([&] {
        mem_pool_t &current = current_pool(given(pool).device);
        const bool is_default = pool == default_pool(pool->device);
        detail::require(!is_default, error_invalid_value);
        if (current == pool) {
            current = default_pool(pool->device);
        }
        delete pool;
    });
}

error_t mem_pool_set_attribute(mem_pool_t pool, mem_pool_attr attribute, void *value) noexcept {
    return detail::call([&] {
        detail::require(value != nullptr, error_invalid_value);
        given(pool).attributes[attribute] =
            is_policy(attribute) ? static_cast<std::uint64_t>(*static_cast<int *>(value))
                                         : *static_cast<std::uint64_t *>(value);
    });
}

error_t mem_pool_get_attribute(mem_pool_t pool, mem_pool_attr attribute, void *value) noexcept {
    return detail::call([&] {
        mem_pool &known = given(pool);
        detail::require(value != nullptr, error_invalid_value);
        if (is_policy(attribute)) {
            const auto found = known.attributes.find(attribute);
            *static_cast<int *>(value) =
                found == known.attributes.end() || found->second != 0 ? 1 : 0;
            return;
        }
        *static_cast<std::uint64_t *>(value) = is_use(attribute)
                                                   ? opencl::device_at(known.device).allocated.load()
                                                   : known.attributes[attribute];
    });
}

error_t mem_pool_set_access(mem_pool_t pool, const mem_access_desc *list,
                            std::size_t count) noexcept {
    return detail::call([&] {
        given(pool);
        detail::require(list != nullptr || count == 0, error_invalid_value);
        for (std::size_t i = 0; i < count; ++i) {
            const bool own = list[i].location.id == pool->device;
            detail::require(own, error_not_supported);
        }
    });
}

error_t mem_pool_get_access(mem_access_flags *flags, mem_pool_t pool,
                            mem_location *location) noexcept {
    return detail::call([&] {
        detail::require(flags != nullptr && location != nullptr, error_invalid_value);
        *flags = location->id == given(pool).device ? mem_access_flags_prot_read_write
                                                            : mem_access_flags_prot_none;
    });
}

error_t mem_pool_trim_to(mem_pool_t pool, std::size_t) noexcept {
    return detail::call([&] { given(pool); });
}

error_t malloc_from_pool_async(void **pointer, std::size_t size, mem_pool_t pool,
                               stream_t stream) noexcept {
    return detail::call([&] {
        given(pool);
        const error_t error = malloc_async(pointer, size, stream);
        detail::require(error == success, error);
    });
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Virtual memory management: reservations have memory, allocations have values.
#include "cnative/driver/virtual_memory.hpp"

#include <iterator>
#include <map>
#include <mutex>

#include "../opencl/memory.hpp"
#include "cnative/copy.hpp"
#include "cnative/device.hpp"
#include "cnative/memory.hpp"
#include "memory.hpp"
#include "result.hpp"

namespace cn {

namespace {

constexpr std::size_t page = 1 << 16;

struct allocation {
    std::size_t bytes;
    driver_allocation_prop prop;
    int references;
    driver_device_ptr mapped; ///< where; 0: nowhere
    void *kept;               ///< its values while it is mapped nowhere; null: it has none yet
};

struct virtual_memory {
    std::mutex lock;
    std::map<driver_device_ptr, std::size_t> reserved;
    std::map<driver_allocation_handle, allocation> allocations;
    std::map<driver_device_ptr, driver_allocation_handle> mapped;
    driver_allocation_handle last = 0;
};

virtual_memory &state() {
    static virtual_memory *const kept = new virtual_memory; // programs unmap in their destructors
    return *kept;
}

allocation &found(virtual_memory &memory, driver_allocation_handle handle) {
    const auto place = memory.allocations.find(handle);
    detail::require(place != memory.allocations.end(), error_invalid_value);
    return place->second;
}

/// The last one in `map` that does not begin behind `address`.
template <class Map> typename Map::iterator before(Map &map, driver_device_ptr address) {
    const auto next = map.upper_bound(address);
    return next == map.begin() ? map.end() : std::prev(next);
}

/// The mapping that `address` is in.
driver_allocation_handle handle_at(virtual_memory &memory, driver_device_ptr address) {
    const auto place = before(memory.mapped, address);
    if (place == memory.mapped.end())
        return 0;
    const std::size_t bytes = found(memory, place->second).bytes;
    return address - place->first < bytes ? place->second : 0;
}

bool is_mapped(virtual_memory &memory, driver_device_ptr begin, std::size_t bytes) {
    if (handle_at(memory, begin) != 0)
        return true;
    const auto next = memory.mapped.lower_bound(begin);
    return next != memory.mapped.end() && next->first - begin < bytes;
}

void forget_if_unused(virtual_memory &memory, driver_allocation_handle handle) {
    const allocation &known = found(memory, handle);
    if (known.references > 0 || known.mapped != 0)
        return;
    if (known.kept != nullptr)
        detail::demand(free(known.kept));
    memory.allocations.erase(handle);
}

/// Takes the values of what is mapped at `place` along.
void unmap(virtual_memory &memory, driver_device_ptr place) {
    const driver_allocation_handle handle = memory.mapped.at(place);
    allocation &known = found(memory, handle);
    if (known.references > 0) {
        known.kept = opencl::allocate_for(opencl::memory_kind::device, known.bytes);
        detail::demand(memcpy(known.kept, opencl::pointer(place), known.bytes,
                              memcpy_device_to_device));
        detail::demand(device_synchronize());
    }
    known.mapped = 0;
    memory.mapped.erase(place);
    forget_if_unused(memory, handle);
}

template <class Body> driver_result with_memory(Body &&body) noexcept {
    return detail::driver_call([&] {
        virtual_memory &memory = state();
        const std::lock_guard<std::mutex> held(memory.lock);
        body(memory);
    });
}

bool is_whole(std::size_t bytes) { return bytes != 0 && bytes % page == 0; }

} // namespace

driver_result driver_mem_get_allocation_granularity(std::size_t *bytes,
                                                    const driver_allocation_prop *prop,
                                                    driver_allocation_granularity) noexcept {
    return detail::driver_call([&] {
        detail::require(bytes != nullptr && prop != nullptr, error_invalid_value);
        *bytes = page;
    });
}

driver_result driver_mem_address_reserve(driver_device_ptr *address, std::size_t bytes, std::size_t,
                                         driver_device_ptr, unsigned long long flags) noexcept {
    return with_memory([&](virtual_memory &memory) {
        detail::require(address != nullptr && is_whole(bytes) && flags == 0, error_invalid_value);
        *address = opencl::integer(opencl::allocate_for(opencl::memory_kind::device, bytes));
        memory.reserved[*address] = bytes;
    });
}

driver_result driver_mem_address_free(driver_device_ptr address, std::size_t bytes) noexcept {
    return with_memory([&](virtual_memory &memory) {
        const auto place = memory.reserved.find(address);
        const bool known = place != memory.reserved.end() && place->second == bytes;
        detail::require(known && !is_mapped(memory, address, bytes), error_invalid_value);
        detail::demand(free(opencl::pointer(address)));
        memory.reserved.erase(place);
    });
}

driver_result driver_mem_create(driver_allocation_handle *created, std::size_t bytes,
                                const driver_allocation_prop *prop,
                                unsigned long long flags) noexcept {
    return with_memory([&](virtual_memory &memory) {
        const bool given = created != nullptr && prop != nullptr;
        detail::require(given && is_whole(bytes) && flags == 0, error_invalid_value);
        detail::require(prop->requestedHandleTypes == mem_handle_type_none, error_not_supported);
        *created = ++memory.last;
        memory.allocations[*created] = {bytes, *prop, 1, 0, nullptr};
    });
}

driver_result driver_mem_release(driver_allocation_handle handle) noexcept {
    return with_memory([&](virtual_memory &memory) {
        allocation &known = found(memory, handle);
        detail::require(known.references > 0, error_invalid_value);
        --known.references;
        forget_if_unused(memory, handle);
    });
}

driver_result driver_mem_map(driver_device_ptr address, std::size_t bytes, std::size_t offset,
                             driver_allocation_handle handle, unsigned long long flags) noexcept {
    return with_memory([&](virtual_memory &memory) {
        allocation &known = found(memory, handle);
        const auto place = before(memory.reserved, address);
        const bool is_reserved = place != memory.reserved.end() &&
                                 address - place->first + bytes <= place->second;
        detail::require(is_reserved && address % page == place->first % page && offset == 0 &&
                            flags == 0 && bytes == known.bytes &&
                            !is_mapped(memory, address, bytes),
                        error_invalid_value);
        detail::require(known.mapped == 0, error_not_supported);
        if (known.kept != nullptr) {
            detail::demand(
                memcpy(opencl::pointer(address), known.kept, bytes, memcpy_device_to_device));
            detail::demand(device_synchronize());
            detail::demand(free(known.kept));
            known.kept = nullptr;
        }
        known.mapped = address;
        memory.mapped[address] = handle;
    });
}

driver_result driver_mem_unmap(driver_device_ptr address, std::size_t bytes) noexcept {
    return with_memory([&](virtual_memory &memory) {
        std::size_t seen = 0;
        while (seen < bytes) { // all of it is mapped, in whole allocations
            const auto place = memory.mapped.find(address + seen);
            detail::require(place != memory.mapped.end(), error_invalid_value);
            seen += found(memory, place->second).bytes;
        }
        detail::require(seen == bytes && bytes != 0, error_invalid_value);
        detail::demand(device_synchronize());
        while (seen != 0) {
            const driver_device_ptr place = before(memory.mapped, address + seen - 1)->first;
            seen = place - address;
            unmap(memory, place);
        }
    });
}

driver_result driver_mem_set_access(driver_device_ptr address, std::size_t bytes,
                                    const mem_access_desc *list, std::size_t count) noexcept {
    return with_memory([&](virtual_memory &memory) {
        detail::require(list != nullptr && count != 0 && bytes != 0, error_invalid_value);
        detail::require(handle_at(memory, address) != 0 &&
                            handle_at(memory, address + bytes - 1) != 0,
                        error_invalid_value);
    });
}

driver_result driver_mem_get_access(unsigned long long *flags, const mem_location *location,
                                    driver_device_ptr address) noexcept {
    return with_memory([&](virtual_memory &memory) {
        detail::require(flags != nullptr && location != nullptr, error_invalid_value);
        *flags = handle_at(memory, address) != 0 ? mem_access_flags_prot_read_write
                                                 : mem_access_flags_prot_none;
    });
}

driver_result
driver_mem_get_allocation_properties_from_handle(driver_allocation_prop *prop,
                                                 driver_allocation_handle handle) noexcept {
    return with_memory([&](virtual_memory &memory) {
        detail::require(prop != nullptr, error_invalid_value);
        *prop = found(memory, handle).prop;
    });
}

driver_result driver_mem_retain_allocation_handle(driver_allocation_handle *handle,
                                                  void *address) noexcept {
    return with_memory([&](virtual_memory &memory) {
        detail::require(handle != nullptr, error_invalid_value);
        *handle = handle_at(memory, opencl::integer(address));
        detail::require(*handle != 0, error_invalid_value);
        ++found(memory, *handle).references;
    });
}

} // namespace cn

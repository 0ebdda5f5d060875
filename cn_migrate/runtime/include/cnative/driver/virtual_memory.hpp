// SPDX-License-Identifier: MIT
// Virtual memory management of the driver interface. A reservation has its memory from the start: what is created
// is a promise of so many bytes, whose values go along where they are mapped next.
#pragma once

#include <cstddef>

#include "../memory_pool.hpp"
#include "memory.hpp"

namespace cn::types {

using driver_allocation_handle = unsigned long long;

enum driver_allocation_granularity : int {
    driver_allocation_granularity_minimum = 0,
    driver_allocation_granularity_recommended = 1,
};

enum driver_allocation_compression : int {
    driver_allocation_compression_none = 0,
    driver_allocation_compression_generic = 1,
};

struct driver_allocation_prop {
    mem_allocation_type type;
    mem_allocation_handle_type requestedHandleTypes;
    mem_location location;
    void *win32HandleMetaData;
    struct {
        unsigned char compressionType;
        unsigned char gpuDirectRDMACapable;
        unsigned short usage;
        unsigned char reserved[4];
    } allocFlags;
};

} // namespace cn::types

namespace cn {

/// What sizes and places are multiples of, in bytes.
driver_result
driver_mem_get_allocation_granularity(std::size_t *bytes, const driver_allocation_prop *prop,
                                      driver_allocation_granularity option) noexcept;

/// error_out_of_memory where there is not as much memory as addresses are asked for; `wanted` is a hint.
driver_result driver_mem_address_reserve(driver_device_ptr *address, std::size_t bytes,
                                         std::size_t alignment, driver_device_ptr wanted,
                                         unsigned long long flags) noexcept;

/// error_invalid_value where something is mapped there.
driver_result driver_mem_address_free(driver_device_ptr address, std::size_t bytes) noexcept;

/// error_not_supported for handles that other processes could open.
driver_result driver_mem_create(driver_allocation_handle *created, std::size_t bytes,
                                const driver_allocation_prop *prop,
                                unsigned long long flags) noexcept;

driver_result driver_mem_release(driver_allocation_handle handle) noexcept;

/// error_not_supported for memory that is mapped elsewhere, too.
driver_result driver_mem_map(driver_device_ptr address, std::size_t bytes, std::size_t offset,
                             driver_allocation_handle handle, unsigned long long flags) noexcept;

driver_result driver_mem_unmap(driver_device_ptr address, std::size_t bytes) noexcept;

/// Rights are those of all memory: nothing is kept from being read or written.
driver_result driver_mem_set_access(driver_device_ptr address, std::size_t bytes,
                                    const mem_access_desc *list, std::size_t count) noexcept;

driver_result driver_mem_get_access(unsigned long long *flags, const mem_location *location,
                                    driver_device_ptr address) noexcept;

driver_result
driver_mem_get_allocation_properties_from_handle(driver_allocation_prop *prop,
                                                 driver_allocation_handle handle) noexcept;

driver_result driver_mem_retain_allocation_handle(driver_allocation_handle *handle,
                                                  void *address) noexcept;

} // namespace cn

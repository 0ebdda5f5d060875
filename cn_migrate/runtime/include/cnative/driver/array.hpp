// SPDX-License-Identifier: MIT
// Arrays of the driver interface: those of the runtime interface, described by format and number of channels.
#pragma once

#include <cstddef>

#include "memory.hpp"

namespace cn::types {

enum driver_array_format : int {
    driver_ad_format_unsigned_int8 = 0x01,
    driver_ad_format_unsigned_int16 = 0x02,
    driver_ad_format_unsigned_int32 = 0x03,
    driver_ad_format_signed_int8 = 0x08,
    driver_ad_format_signed_int16 = 0x09,
    driver_ad_format_signed_int32 = 0x0a,
    driver_ad_format_half = 0x10,
    driver_ad_format_float = 0x20,
};

/// A height of 0 is an array of one dimension.
struct driver_array_descriptor {
    std::size_t Width;
    std::size_t Height;
    driver_array_format Format;
    unsigned int NumChannels;
};

struct driver_array_3d_descriptor {
    std::size_t Width;
    std::size_t Height;
    std::size_t Depth;
    driver_array_format Format;
    unsigned int NumChannels;
    unsigned int Flags; // array_layered and the like
};

} // namespace cn::types

namespace cn {

driver_result driver_array_create(array_t *created, const driver_array_descriptor *wanted) noexcept;

driver_result driver_array_3d_create(array_t *created,
                                     const driver_array_3d_descriptor *wanted) noexcept;

driver_result driver_array_get_descriptor(driver_array_descriptor *answer, array_t a) noexcept;

driver_result driver_array_3d_get_descriptor(driver_array_3d_descriptor *answer,
                                             array_t a) noexcept;

driver_result driver_array_destroy(array_t a) noexcept;

// Copies to and from arrays of one dimension, whose offsets count bytes.

driver_result driver_memcpy_host_to_array(array_t to, std::size_t offset, const void *from,
                                          std::size_t bytes) noexcept;

driver_result driver_memcpy_array_to_host(void *to, array_t from, std::size_t offset,
                                          std::size_t bytes) noexcept;

driver_result driver_memcpy_device_to_array(array_t to, std::size_t offset, driver_device_ptr from,
                                            std::size_t bytes) noexcept;

driver_result driver_memcpy_array_to_device(driver_device_ptr to, array_t from, std::size_t offset,
                                            std::size_t bytes) noexcept;

} // namespace cn

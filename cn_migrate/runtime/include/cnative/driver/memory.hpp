// SPDX-License-Identifier: MIT
// Memory of the driver interface: device pointers are integers of 64 bits.
#pragma once

#include <cstddef>

#include "../array.hpp"
#include "../memory.hpp"
#include "context.hpp"

namespace cn::types {

using driver_device_ptr = unsigned long long;

enum driver_memory_type : int {
    driver_memory_type_host = 1,
    driver_memory_type_device = 2,
    driver_memory_type_array = 3,
    driver_memory_type_unified = 4,
};

enum driver_pointer_attribute : int {
    driver_pointer_attribute_context = 1,
    driver_pointer_attribute_memory_type = 2,
    driver_pointer_attribute_device_pointer = 3,
    driver_pointer_attribute_host_pointer = 4,
    driver_pointer_attribute_is_managed = 8,
    driver_pointer_attribute_device_ordinal = 9,
    driver_pointer_attribute_range_start_addr = 11,
    driver_pointer_attribute_range_size = 12,
    driver_pointer_attribute_mapped = 13,
};

/// One end of a pitched copy is host, device or unified memory, or an array, which has its own pitch.
struct driver_memcpy_2d_parms {
    std::size_t srcXInBytes;
    std::size_t srcY;
    driver_memory_type srcMemoryType;
    const void *srcHost;
    driver_device_ptr srcDevice;
    array_t srcArray;
    std::size_t srcPitch;
    std::size_t dstXInBytes;
    std::size_t dstY;
    driver_memory_type dstMemoryType;
    void *dstHost;
    driver_device_ptr dstDevice;
    array_t dstArray;
    std::size_t dstPitch;
    std::size_t WidthInBytes;
    std::size_t Height;
};

struct driver_memcpy_3d_parms {
    std::size_t srcXInBytes;
    std::size_t srcY;
    std::size_t srcZ;
    std::size_t srcLOD;
    driver_memory_type srcMemoryType;
    const void *srcHost;
    driver_device_ptr srcDevice;
    array_t srcArray;
    void *reserved0;
    std::size_t srcPitch;
    std::size_t srcHeight;
    std::size_t dstXInBytes;
    std::size_t dstY;
    std::size_t dstZ;
    std::size_t dstLOD;
    driver_memory_type dstMemoryType;
    void *dstHost;
    driver_device_ptr dstDevice;
    array_t dstArray;
    void *reserved1;
    std::size_t dstPitch;
    std::size_t dstHeight;
    std::size_t WidthInBytes;
    std::size_t Height;
    std::size_t Depth;
};

} // namespace cn::types

namespace cn {

// -- allocation

driver_result driver_mem_get_info(std::size_t *free_bytes, std::size_t *total) noexcept;

/// error_invalid_value for no bytes.
driver_result driver_mem_alloc(driver_device_ptr *address, std::size_t bytes) noexcept;

/// `element` (4, 8 or 16) is what a kernel reads at a time.
driver_result driver_mem_alloc_pitch(driver_device_ptr *address, std::size_t *pitch,
                                     std::size_t width, std::size_t height,
                                     unsigned element) noexcept;

driver_result driver_mem_alloc_managed(driver_device_ptr *address, std::size_t bytes,
                                       unsigned flags) noexcept;

driver_result driver_mem_alloc_async(driver_device_ptr *address, std::size_t bytes,
                                     stream_t stream) noexcept;

driver_result driver_mem_free(driver_device_ptr address) noexcept;

driver_result driver_mem_free_async(driver_device_ptr address, stream_t stream) noexcept;

driver_result driver_mem_alloc_host(void **allocated, std::size_t bytes) noexcept;

driver_result driver_mem_host_alloc(void **allocated, std::size_t bytes, unsigned flags) noexcept;

driver_result driver_mem_free_host(void *allocated) noexcept;

driver_result driver_mem_host_get_device_pointer(driver_device_ptr *on_device, void *on_host,
                                                 unsigned flags) noexcept;

driver_result driver_mem_host_get_flags(unsigned *flags, void *on_host) noexcept;

driver_result driver_mem_host_register(void *on_host, std::size_t bytes, unsigned flags) noexcept;

driver_result driver_mem_host_unregister(void *on_host) noexcept;

/// The allocation that holds an address; `base` and `bytes` may be null.
driver_result driver_mem_get_address_range(driver_device_ptr *base, std::size_t *bytes,
                                           driver_device_ptr address) noexcept;

driver_result driver_pointer_get_attribute(void *data, driver_pointer_attribute attribute,
                                           driver_device_ptr address) noexcept;

/// A hint only; checked, then ignored.
driver_result driver_mem_advise(driver_device_ptr address, std::size_t bytes, memory_advise advice,
                                driver_device d) noexcept;

/// A hint only; checked, then ignored.
driver_result driver_mem_prefetch_async(driver_device_ptr address, std::size_t bytes,
                                        driver_device d, stream_t stream) noexcept;

// -- copies

driver_result driver_memcpy(driver_device_ptr to, driver_device_ptr from,
                            std::size_t bytes) noexcept;

driver_result driver_memcpy_async(driver_device_ptr to, driver_device_ptr from, std::size_t bytes,
                                  stream_t stream) noexcept;

driver_result driver_memcpy_host_to_device(driver_device_ptr to, const void *from,
                                           std::size_t bytes) noexcept;

driver_result driver_memcpy_host_to_device_async(driver_device_ptr to, const void *from,
                                                 std::size_t bytes, stream_t stream) noexcept;

driver_result driver_memcpy_device_to_host(void *to, driver_device_ptr from,
                                           std::size_t bytes) noexcept;

driver_result driver_memcpy_device_to_host_async(void *to, driver_device_ptr from,
                                                 std::size_t bytes, stream_t stream) noexcept;

driver_result driver_memcpy_device_to_device(driver_device_ptr to, driver_device_ptr from,
                                             std::size_t bytes) noexcept;

driver_result driver_memcpy_device_to_device_async(driver_device_ptr to, driver_device_ptr from,
                                                   std::size_t bytes, stream_t stream) noexcept;

driver_result driver_memcpy_peer(driver_device_ptr to, driver_context, driver_device_ptr from,
                                 driver_context, std::size_t bytes) noexcept;

driver_result driver_memcpy_2d(const driver_memcpy_2d_parms *parms) noexcept;

driver_result driver_memcpy_2d_unaligned(const driver_memcpy_2d_parms *parms) noexcept;

driver_result driver_memcpy_2d_async(const driver_memcpy_2d_parms *parms, stream_t stream) noexcept;

driver_result driver_memcpy_3d(const driver_memcpy_3d_parms *parms) noexcept;

driver_result driver_memcpy_3d_async(const driver_memcpy_3d_parms *parms, stream_t stream) noexcept;

// -- fills of `count` elements, or of `height` rows of `width` elements

driver_result driver_memset_d8(driver_device_ptr to, unsigned char value,
                               std::size_t count) noexcept;

driver_result driver_memset_d16(driver_device_ptr to, unsigned short value,
                                std::size_t count) noexcept;

driver_result driver_memset_d32(driver_device_ptr to, unsigned value, std::size_t count) noexcept;

driver_result driver_memset_d8_async(driver_device_ptr to, unsigned char value, std::size_t count,
                                     stream_t stream) noexcept;

driver_result driver_memset_d16_async(driver_device_ptr to, unsigned short value, std::size_t count,
                                      stream_t stream) noexcept;

driver_result driver_memset_d32_async(driver_device_ptr to, unsigned value, std::size_t count,
                                      stream_t stream) noexcept;

driver_result driver_memset_2d_d8(driver_device_ptr to, std::size_t pitch, unsigned char value,
                                  std::size_t width, std::size_t height) noexcept;

driver_result driver_memset_2d_d32(driver_device_ptr to, std::size_t pitch, unsigned value,
                                   std::size_t width, std::size_t height) noexcept;

} // namespace cn

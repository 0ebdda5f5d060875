// SPDX-License-Identifier: MIT
// Memory of the driver interface.
#include "cnative/driver/memory.hpp"

#include "../opencl/array.hpp"
#include "../opencl/copy_rows.hpp"
#include "../opencl/memory.hpp"
#include "cnative/memory.hpp"
#include "context.hpp"
#include "memory.hpp"
#include "result.hpp"

namespace cn::opencl {

namespace {

/// One end of a pitched copy: `rows` of a plane, `pitch` bytes apart.
struct planes {
    char *begin;
    std::size_t pitch;
    std::size_t rows;

    char *at(std::size_t x, std::size_t y, std::size_t z) const {
        return begin + (z * rows + y) * pitch + x;
    }
};

/// The source of a copy, 2D or 3D; `given_rows` is what a plane has in plain memory.
template <class Parms> planes source_of(const Parms &c, std::size_t given_rows) {
    if (c.srcMemoryType == driver_memory_type_array) {
        const array &a = given(c.srcArray);
        return {a.base, a.pitch(), a.rows()};
    }
    const bool is_host = c.srcMemoryType == driver_memory_type_host;
    void *const begin = is_host ? const_cast<void *>(c.srcHost) : pointer(c.srcDevice);
    const std::size_t pitch = c.srcPitch != 0 ? c.srcPitch : c.srcXInBytes + c.WidthInBytes;
    return {static_cast<char *>(begin), pitch, given_rows};
}

template <class Parms> planes destination_of(const Parms &c, std::size_t given_rows) {
    if (c.dstMemoryType == driver_memory_type_array) {
        const array &a = given(c.dstArray);
        return {a.base, a.pitch(), a.rows()};
    }
    void *const begin =
        c.dstMemoryType == driver_memory_type_host ? c.dstHost : pointer(c.dstDevice);
    const std::size_t pitch = c.dstPitch != 0 ? c.dstPitch : c.dstXInBytes + c.WidthInBytes;
    return {static_cast<char *>(begin), pitch, given_rows};
}

void copy_pitched(const driver_memcpy_2d_parms &c, stream_t s, bool asynchronous) {
    const planes from = source_of(c, 0);
    const planes to = destination_of(c, 0);
    copy_rows(to.at(c.dstXInBytes, c.dstY, 0), to.pitch, from.at(c.srcXInBytes, c.srcY, 0),
              from.pitch, {c.WidthInBytes, c.Height}, memcpy_default, s, asynchronous);
}

/// Plane by plane.
void copy_planes(const driver_memcpy_3d_parms &c, stream_t s, bool asynchronous) {
    detail::require(c.srcLOD == 0 && c.dstLOD == 0, error_invalid_value);
    const planes from = source_of(c, c.srcHeight != 0 ? c.srcHeight : c.srcY + c.Height);
    const planes to = destination_of(c, c.dstHeight != 0 ? c.dstHeight : c.dstY + c.Height);
    for (std::size_t z = 0; z < c.Depth; ++z) {
        copy_rows(to.at(c.dstXInBytes, c.dstY, c.dstZ + z), to.pitch,
                  from.at(c.srcXInBytes, c.srcY, c.srcZ + z), from.pitch,
                  {c.WidthInBytes, c.Height}, memcpy_default, s, asynchronous);
    }
}

driver_result copy_once(void *to, const void *from, std::size_t bytes, memcpy_kind kind, stream_t s,
                        bool asynchronous) noexcept {
    return detail::driver_call(
        [&] { copy_rows(to, bytes, from, bytes, {bytes, 1}, kind, s, asynchronous); });
}

/// `rows` of elements, `pitch` bytes apart.
driver_result fill_elements(driver_device_ptr to, std::size_t pitch, filling value, rows r,
                            stream_t s) noexcept {
    return detail::driver_call([&] {
        const bool aligned = to % value.size == 0 && (r.height == 1 || pitch % value.size == 0);
        detail::require(aligned, error_invalid_value);
        r.width *= value.size;
        fill_rows(pointer(to), r.height == 1 ? r.width : pitch, value, r, s);
    });
}

/// Writes the answer in the type that the attribute has.
void answer(void *data, driver_pointer_attribute attribute, const allocation &a,
            const void *address) {
    const auto is_integer = static_cast<unsigned>(a.kind == memory_kind::managed);
    const auto type = a.on_device_only() || is_integer != 0 ? driver_memory_type_device
                                                            : driver_memory_type_host;
    switch (attribute) {
    case driver_pointer_attribute_context:
        *static_cast<driver_context *>(data) = contexts().primary(a.owner->ordinal);
        return;
    case driver_pointer_attribute_memory_type:
        *static_cast<driver_memory_type *>(data) = type;
        return;
    case driver_pointer_attribute_device_pointer:
        *static_cast<driver_device_ptr *>(data) = integer(address);
        return;
    case driver_pointer_attribute_host_pointer:
        detail::require(!a.on_device_only(), error_invalid_value);
        *static_cast<const void **>(data) = address;
        return;
    case driver_pointer_attribute_is_managed:
        *static_cast<unsigned *>(data) = is_integer;
        return;
    case driver_pointer_attribute_device_ordinal:
        *static_cast<int *>(data) = a.owner->ordinal;
        return;
    case driver_pointer_attribute_range_start_addr:
        *static_cast<driver_device_ptr *>(data) = integer(a.base);
        return;
    case driver_pointer_attribute_range_size:
        *static_cast<std::size_t *>(data) = a.size;
        return;
    case driver_pointer_attribute_mapped:
        *static_cast<bool *>(data) = true;
        return;
    }
    throw detail::failure{error_not_supported};
}

} // namespace

} // namespace cn::opencl

namespace cn {

driver_result driver_mem_get_info(std::size_t *free_bytes, std::size_t *total) noexcept {
    return detail::driver_call([&] { detail::demand(mem_get_info(free_bytes, total)); });
}

driver_result driver_mem_alloc(driver_device_ptr *address, std::size_t bytes) noexcept {
    return detail::driver_call([&] {
        detail::require(address != nullptr && bytes != 0, error_invalid_value);
        *address = opencl::integer(opencl::allocate_for(opencl::memory_kind::device, bytes));
    });
}

driver_result driver_mem_alloc_pitch(driver_device_ptr *address, std::size_t *pitch,
                                     std::size_t width, std::size_t height,
                                     unsigned element) noexcept {
    return detail::driver_call([&] {
        const bool known = element == 4 || element == 8 || element == 16;
        detail::require(address != nullptr && known, error_invalid_value);
        void *allocated = nullptr;
        detail::demand(malloc_pitch(&allocated, pitch, width, height));
        *address = opencl::integer(allocated);
    });
}

driver_result driver_mem_alloc_managed(driver_device_ptr *address, std::size_t bytes,
                                       unsigned flags) noexcept {
    return detail::driver_call([&] {
        detail::require(address != nullptr, error_invalid_value);
        void *allocated = nullptr;
        detail::demand(malloc_managed(&allocated, bytes, flags));
        *address = opencl::integer(allocated);
    });
}

driver_result driver_mem_alloc_async(driver_device_ptr *address, std::size_t bytes,
                                     stream_t stream) noexcept {
    return detail::driver_call([&] {
        detail::require(address != nullptr && bytes != 0, error_invalid_value);
        void *allocated = nullptr;
        detail::demand(malloc_async(&allocated, bytes, stream));
        *address = opencl::integer(allocated);
    });
}

driver_result driver_mem_free(driver_device_ptr address) noexcept {
    return detail::driver_call([&] { detail::demand(free(opencl::pointer(address))); });
}

driver_result driver_mem_free_async(driver_device_ptr address, stream_t stream) noexcept {
    return detail::driver_call(
        [&] { detail::demand(free_async(opencl::pointer(address), stream)); });
}

driver_result driver_mem_alloc_host(void **allocated, std::size_t bytes) noexcept {
    return detail::driver_call([&] { detail::demand(malloc_host(allocated, bytes)); });
}

driver_result driver_mem_host_alloc(void **allocated, std::size_t bytes, unsigned flags) noexcept {
    return detail::driver_call([&] { detail::demand(host_alloc(allocated, bytes, flags)); });
}

driver_result driver_mem_free_host(void *allocated) noexcept {
    return detail::driver_call([&] { detail::demand(free_host(allocated)); });
}

driver_result driver_mem_host_get_device_pointer(driver_device_ptr *on_device, void *on_host,
                                                 unsigned flags) noexcept {
    return detail::driver_call([&] {
        detail::require(on_device != nullptr, error_invalid_value);
        void *address = nullptr;
        detail::demand(host_get_device_pointer(&address, on_host, flags));
        *on_device = opencl::integer(address);
    });
}

driver_result driver_mem_host_get_flags(unsigned *flags, void *on_host) noexcept {
    return detail::driver_call([&] { detail::demand(host_get_flags(flags, on_host)); });
}

driver_result driver_mem_host_register(void *on_host, std::size_t bytes, unsigned flags) noexcept {
    return detail::driver_call([&] { detail::demand(host_register(on_host, bytes, flags)); });
}

driver_result driver_mem_host_unregister(void *on_host) noexcept {
    return detail::driver_call([&] { detail::demand(host_unregister(on_host)); });
}

driver_result driver_mem_get_address_range(driver_device_ptr *base, std::size_t *bytes,
                                           driver_device_ptr address) noexcept {
    return detail::driver_call([&] {
        const auto a = opencl::memory().find(opencl::pointer(address));
        detail::require(a.has_value(), error_symbol_not_found);
        if (base != nullptr) {
            *base = opencl::integer(a->base);
        }
        if (bytes != nullptr) {
            *bytes = a->size;
        }
    });
}

driver_result driver_pointer_get_attribute(void *data, driver_pointer_attribute attribute,
                                           driver_device_ptr address) noexcept {
    return detail::driver_call([&] {
        void *const p = opencl::pointer(address);
        const auto a = opencl::memory().find(p);
        detail::require(data != nullptr && a, error_invalid_value);
        opencl::answer(data, attribute, *a, p);
    });
}

driver_result driver_mem_advise(driver_device_ptr address, std::size_t bytes, memory_advise advice,
                                driver_device d) noexcept {
    return detail::driver_call(
        [&] { detail::demand(mem_advise(opencl::pointer(address), bytes, advice, d)); });
}

driver_result driver_mem_prefetch_async(driver_device_ptr address, std::size_t bytes,
                                        driver_device d, stream_t stream) noexcept {
    return detail::driver_call(
        [&] { detail::demand(mem_prefetch_async(opencl::pointer(address), bytes, d, stream)); });
}

driver_result driver_memcpy(driver_device_ptr to, driver_device_ptr from,
                            std::size_t bytes) noexcept {
    return opencl::copy_once(opencl::pointer(to), opencl::pointer(from), bytes, memcpy_default,
                             nullptr, false);
}

driver_result driver_memcpy_async(driver_device_ptr to, driver_device_ptr from, std::size_t bytes,
                                  stream_t stream) noexcept {
    return opencl::copy_once(opencl::pointer(to), opencl::pointer(from), bytes, memcpy_default,
                             stream, true);
}

driver_result driver_memcpy_host_to_device(driver_device_ptr to, const void *from,
                                           std::size_t bytes) noexcept {
    return opencl::copy_once(opencl::pointer(to), from, bytes, memcpy_host_to_device, nullptr,
                             false);
}

driver_result driver_memcpy_host_to_device_async(driver_device_ptr to, const void *from,
                                                 std::size_t bytes, stream_t stream) noexcept {
    return opencl::copy_once(opencl::pointer(to), from, bytes, memcpy_host_to_device, stream, true);
}

driver_result driver_memcpy_device_to_host(void *to, driver_device_ptr from,
                                           std::size_t bytes) noexcept {
    return opencl::copy_once(to, opencl::pointer(from), bytes, memcpy_device_to_host, nullptr,
                             false);
}

driver_result driver_memcpy_device_to_host_async(void *to, driver_device_ptr from,
                                                 std::size_t bytes, stream_t stream) noexcept {
    return opencl::copy_once(to, opencl::pointer(from), bytes, memcpy_device_to_host, stream, true);
}

driver_result driver_memcpy_device_to_device(driver_device_ptr to, driver_device_ptr from,
                                             std::size_t bytes) noexcept {
    return opencl::copy_once(opencl::pointer(to), opencl::pointer(from), bytes,
                             memcpy_device_to_device, nullptr, false);
}

driver_result driver_memcpy_device_to_device_async(driver_device_ptr to, driver_device_ptr from,
                                                   std::size_t bytes, stream_t stream) noexcept {
    return opencl::copy_once(opencl::pointer(to), opencl::pointer(from), bytes,
                             memcpy_device_to_device, stream, true);
}

driver_result driver_memcpy_peer(driver_device_ptr to, driver_context, driver_device_ptr from,
                                 driver_context, std::size_t bytes) noexcept {
    return driver_memcpy_device_to_device(to, from, bytes);
}

driver_result driver_memcpy_2d(const driver_memcpy_2d_parms *parms) noexcept {
    return detail::driver_call([&] {
        detail::require(parms != nullptr, error_invalid_value);
        opencl::copy_pitched(*parms, nullptr, false);
    });
}

driver_result driver_memcpy_2d_unaligned(const driver_memcpy_2d_parms *parms) noexcept {
    return driver_memcpy_2d(parms);
}

driver_result driver_memcpy_2d_async(const driver_memcpy_2d_parms *parms,
                                     stream_t stream) noexcept {
    return detail::driver_call([&] {
        detail::require(parms != nullptr, error_invalid_value);
        opencl::copy_pitched(*parms, stream, true);
    });
}

driver_result driver_memcpy_3d(const driver_memcpy_3d_parms *parms) noexcept {
    return detail::driver_call([&] {
        detail::require(parms != nullptr, error_invalid_value);
        opencl::copy_planes(*parms, nullptr, false);
    });
}

driver_result driver_memcpy_3d_async(const driver_memcpy_3d_parms *parms,
                                     stream_t stream) noexcept {
    return detail::driver_call([&] {
        detail::require(parms != nullptr, error_invalid_value);
        opencl::copy_planes(*parms, stream, true);
    });
}

driver_result driver_memset_d8(driver_device_ptr to, unsigned char value,
                               std::size_t count) noexcept {
    return opencl::fill_elements(to, 0, {value, 1}, {count, 1}, nullptr);
}

driver_result driver_memset_d16(driver_device_ptr to, unsigned short value,
                                std::size_t count) noexcept {
    return opencl::fill_elements(to, 0, {value, 2}, {count, 1}, nullptr);
}

driver_result driver_memset_d32(driver_device_ptr to, unsigned value, std::size_t count) noexcept {
    return opencl::fill_elements(to, 0, {value, 4}, {count, 1}, nullptr);
}

driver_result driver_memset_d8_async(driver_device_ptr to, unsigned char value, std::size_t count,
                                     stream_t stream) noexcept {
    return opencl::fill_elements(to, 0, {value, 1}, {count, 1}, stream);
}

driver_result driver_memset_d16_async(driver_device_ptr to, unsigned short value, std::size_t count,
                                      stream_t stream) noexcept {
    return opencl::fill_elements(to, 0, {value, 2}, {count, 1}, stream);
}

driver_result driver_memset_d32_async(driver_device_ptr to, unsigned value, std::size_t count,
                                      stream_t stream) noexcept {
    return opencl::fill_elements(to, 0, {value, 4}, {count, 1}, stream);
}

driver_result driver_memset_2d_d8(driver_device_ptr to, std::size_t pitch, unsigned char value,
                                  std::size_t width, std::size_t height) noexcept {
    return opencl::fill_elements(to, pitch, {value, 1}, {width, height}, nullptr);
}

driver_result driver_memset_2d_d32(driver_device_ptr to, std::size_t pitch, unsigned value,
                                   std::size_t width, std::size_t height) noexcept {
    return opencl::fill_elements(to, pitch, {value, 4}, {width, height}, nullptr);
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Copies and fills.
#include "cnative/copy.hpp"

#include "opencl/copy_rows.hpp"

namespace cn {

error_t memcpy(void *to, const void *from, std::size_t count, memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, count, from, count, {count, 1}, kind, nullptr, false);
    });
}

error_t memcpy_async(void *to, const void *from, std::size_t count, memcpy_kind kind,
                     stream_t stream) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, count, from, count, {count, 1}, kind, stream, true);
    });
}

error_t memcpy_2d(void *to, std::size_t to_pitch, const void *from, std::size_t from_pitch,
                  std::size_t width, std::size_t height, memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, to_pitch, from, from_pitch, {width, height}, kind, nullptr, false);
    });
}

error_t memcpy_2d_async(void *to, std::size_t to_pitch, const void *from, std::size_t from_pitch,
                        std::size_t width, std::size_t height, memcpy_kind kind,
                        stream_t stream) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, to_pitch, from, from_pitch, {width, height}, kind, stream, true);
    });
}

error_t memcpy_peer(void *to, int to_device, const void *from, int from_device,
                    std::size_t count) noexcept {
    return detail::call([&] {
        opencl::device_at(to_device);
        opencl::device_at(from_device);
        opencl::copy_rows(to, count, from, count, {count, 1}, memcpy_device_to_device, nullptr,
                          false);
    });
}

error_t memcpy_peer_async(void *to, int to_device, const void *from, int from_device,
                          std::size_t count, stream_t stream) noexcept {
    return detail::call([&] {
        opencl::device_at(to_device);
        opencl::device_at(from_device);
        opencl::copy_rows(to, count, from, count, {count, 1}, memcpy_device_to_device, stream,
                          true);
    });
}

error_t memset(void *to, int value, std::size_t count) noexcept {
    return detail::call([&] { opencl::fill_rows(to, count, opencl::byte(value), {count, 1}, nullptr); });
}

error_t memset_async(void *to, int value, std::size_t count, stream_t stream) noexcept {
    return detail::call([&] { opencl::fill_rows(to, count, opencl::byte(value), {count, 1}, stream); });
}

error_t memset_2d(void *to, std::size_t pitch, int value, std::size_t width,
                  std::size_t height) noexcept {
    return detail::call([&] { opencl::fill_rows(to, pitch, opencl::byte(value), {width, height}, nullptr); });
}

error_t memset_2d_async(void *to, std::size_t pitch, int value, std::size_t width,
                        std::size_t height, stream_t stream) noexcept {
    return detail::call([&] { opencl::fill_rows(to, pitch, opencl::byte(value), {width, height}, stream); });
}

error_t memcpy_to_symbol(const symbol_base &symbol, const void *from, std::size_t count,
                         std::size_t offset, memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_rows(opencl::symbol_range(symbol, offset, count), count, from, count,
                          {count, 1}, kind, nullptr, false);
    });
}

error_t memcpy_to_symbol_async(const symbol_base &symbol, const void *from, std::size_t count,
                               std::size_t offset, memcpy_kind kind, stream_t stream) noexcept {
    return detail::call([&] {
        opencl::copy_rows(opencl::symbol_range(symbol, offset, count), count, from, count,
                          {count, 1}, kind, stream, true);
    });
}

error_t memcpy_from_symbol(void *to, const symbol_base &symbol, std::size_t count,
                           std::size_t offset, memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, count, opencl::symbol_range(symbol, offset, count), count,
                          {count, 1}, kind, nullptr, false);
    });
}

error_t memcpy_from_symbol_async(void *to, const symbol_base &symbol, std::size_t count,
                                 std::size_t offset, memcpy_kind kind, stream_t stream) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, count, opencl::symbol_range(symbol, offset, count), count,
                          {count, 1}, kind, stream, true);
    });
}

error_t get_symbol_address(void **pointer, const symbol_base &symbol) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr, error_invalid_value);
        *pointer = opencl::symbol_range(symbol, 0, 0);
    });
}

error_t get_symbol_size(std::size_t *size, const symbol_base &symbol) noexcept {
    return detail::call([&] {
        detail::require(size != nullptr, error_invalid_value);
        *size = opencl::symbols().size(&symbol);
    });
}

} // namespace cn

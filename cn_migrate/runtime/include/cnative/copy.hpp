// SPDX-License-Identifier: MIT
// Copies and fills: memcpy, memset, their two-dimensional and asynchronous forms, and symbols.
#pragma once

#include "opencl/capture.hpp"
#include "symbol.hpp"

namespace cn::types {

enum memcpy_kind : int {
    memcpy_host_to_host = 0,
    memcpy_host_to_device = 1,
    memcpy_device_to_host = 2,
    memcpy_device_to_device = 3,
    memcpy_default = 4,
};

} // namespace cn::types

namespace cn::opencl {

/// Throws error_invalid_value if an end is not where the kind of copy says.
inline void require_kind(const place &to, const place &from, memcpy_kind kind) {
    const bool to_device = kind == memcpy_host_to_device || kind == memcpy_device_to_device;
    const bool from_device = kind == memcpy_device_to_host || kind == memcpy_device_to_device;
    const bool known = kind >= memcpy_host_to_host && kind <= memcpy_default;
    detail::require(known, error_invalid_memcpy_direction);
    if (kind == memcpy_default) {
        return;
    }
    detail::require(to_device ? to.in.has_value() : !to.on_device_only(), error_invalid_value);
    detail::require(from_device ? from.in.has_value() : !from.on_device_only(),
                    error_invalid_value);
}

inline void copy_rows(void *to, std::size_t to_pitch, const void *from, std::size_t from_pitch,
                      rows r, memcpy_kind kind, stream_t handle, bool asynchronous) {
    stream &s = resolve(handle);
    if (r.width == 0 || r.height == 0) {
        return;
    }
    detail::require(to != nullptr && from != nullptr, error_invalid_value);
    if (s.capturing != nullptr) {
        add_captured(s, std::make_shared<plain_work>(graph_node_type_memcpy, [=](stream_t into) {
            copy_rows(to, to_pitch, from, from_pitch, r, kind, into, true);
        }));
        return;
    }
    const bool wide_enough = r.height == 1 || (r.width <= to_pitch && r.width <= from_pitch);
    detail::require(wide_enough, error_invalid_pitch_value);
    const place destination(to);
    const place source(from);
    require_kind(destination, source, kind);
    copy(s, destination, to_pitch, source, from_pitch, r, asynchronous);
}

inline filling byte(int value) { return {static_cast<unsigned char>(value)}; }

inline void fill_rows(void *to, std::size_t pitch, filling value, rows r, stream_t handle) {
    stream &s = resolve(handle);
    if (r.width == 0 || r.height == 0) {
        return;
    }
    detail::require(r.height == 1 || r.width <= pitch, error_invalid_pitch_value);
    if (s.capturing != nullptr) {
        add_captured(s, std::make_shared<plain_work>(graph_node_type_memset, [=](stream_t into) {
            fill_rows(to, pitch, value, r, into);
        }));
        return;
    }
    fill(s, place(to), pitch, value, r);
}

/// Where `count` bytes at `offset` of a symbol are. Throws error_invalid_symbol,
/// error_invalid_value.
inline char *symbol_range(const symbol_base &symbol, std::size_t offset, std::size_t count) {
    const std::size_t size = symbols().size(&symbol);
    detail::require(offset <= size && count <= size - offset, error_invalid_value);
    return symbols().address(&symbol, current_device()) + offset;
}

} // namespace cn::opencl

namespace cn {

/// Copies when the null stream's earlier work is done. Returns when it is done, but for copies
/// within the device.
inline error_t memcpy(void *to, const void *from, std::size_t count, memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, count, from, count, {count, 1}, kind, nullptr, false);
    });
}

/// Copies in stream order. Returns at once, unless the host's end is ordinary (pageable) memory.
inline error_t memcpy_async(void *to, const void *from, std::size_t count, memcpy_kind kind,
                            stream_t stream = nullptr) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, count, from, count, {count, 1}, kind, stream, true);
    });
}

/// Copies `height` rows of `width` bytes; pitches are bytes from row to row.
inline error_t memcpy_2d(void *to, std::size_t to_pitch, const void *from, std::size_t from_pitch,
                         std::size_t width, std::size_t height, memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, to_pitch, from, from_pitch, {width, height}, kind, nullptr, false);
    });
}

inline error_t memcpy_2d_async(void *to, std::size_t to_pitch, const void *from,
                               std::size_t from_pitch, std::size_t width, std::size_t height,
                               memcpy_kind kind, stream_t stream = nullptr) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, to_pitch, from, from_pitch, {width, height}, kind, stream, true);
    });
}

/// Copies between devices.
inline error_t memcpy_peer(void *to, int to_device, const void *from, int from_device,
                           std::size_t count) noexcept {
    return detail::call([&] {
        opencl::device_at(to_device);
        opencl::device_at(from_device);
        opencl::copy_rows(to, count, from, count, {count, 1}, memcpy_device_to_device, nullptr,
                          false);
    });
}

inline error_t memcpy_peer_async(void *to, int to_device, const void *from, int from_device,
                                 std::size_t count, stream_t stream = nullptr) noexcept {
    return detail::call([&] {
        opencl::device_at(to_device);
        opencl::device_at(from_device);
        opencl::copy_rows(to, count, from, count, {count, 1}, memcpy_device_to_device, stream,
                          true);
    });
}

/// Sets bytes, behind the null stream's earlier work.
inline error_t memset(void *to, int value, std::size_t count) noexcept {
    return detail::call([&] { opencl::fill_rows(to, count, opencl::byte(value), {count, 1}, nullptr); });
}

inline error_t memset_async(void *to, int value, std::size_t count,
                            stream_t stream = nullptr) noexcept {
    return detail::call([&] { opencl::fill_rows(to, count, opencl::byte(value), {count, 1}, stream); });
}

inline error_t memset_2d(void *to, std::size_t pitch, int value, std::size_t width,
                         std::size_t height) noexcept {
    return detail::call([&] { opencl::fill_rows(to, pitch, opencl::byte(value), {width, height}, nullptr); });
}

inline error_t memset_2d_async(void *to, std::size_t pitch, int value, std::size_t width,
                               std::size_t height, stream_t stream = nullptr) noexcept {
    return detail::call([&] { opencl::fill_rows(to, pitch, opencl::byte(value), {width, height}, stream); });
}

inline error_t memcpy_to_symbol(const symbol_base &symbol, const void *from, std::size_t count,
                                std::size_t offset = 0,
                                memcpy_kind kind = memcpy_host_to_device) noexcept {
    return detail::call([&] {
        opencl::copy_rows(opencl::symbol_range(symbol, offset, count), count, from, count,
                          {count, 1}, kind, nullptr, false);
    });
}

inline error_t memcpy_to_symbol_async(const symbol_base &symbol, const void *from,
                                      std::size_t count, std::size_t offset, memcpy_kind kind,
                                      stream_t stream = nullptr) noexcept {
    return detail::call([&] {
        opencl::copy_rows(opencl::symbol_range(symbol, offset, count), count, from, count,
                          {count, 1}, kind, stream, true);
    });
}

inline error_t memcpy_from_symbol(void *to, const symbol_base &symbol, std::size_t count,
                                  std::size_t offset = 0,
                                  memcpy_kind kind = memcpy_device_to_host) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, count, opencl::symbol_range(symbol, offset, count), count,
                          {count, 1}, kind, nullptr, false);
    });
}

inline error_t memcpy_from_symbol_async(void *to, const symbol_base &symbol, std::size_t count,
                                        std::size_t offset, memcpy_kind kind,
                                        stream_t stream = nullptr) noexcept {
    return detail::call([&] {
        opencl::copy_rows(to, count, opencl::symbol_range(symbol, offset, count), count,
                          {count, 1}, kind, stream, true);
    });
}

/// The symbol's address on the current device.
template <class T> error_t get_symbol_address(T **pointer, const symbol_base &symbol) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr, error_invalid_value);
        *pointer = reinterpret_cast<T *>(opencl::symbol_range(symbol, 0, 0));
    });
}

inline error_t get_symbol_size(std::size_t *size, const symbol_base &symbol) noexcept {
    return detail::call([&] {
        detail::require(size != nullptr, error_invalid_value);
        *size = opencl::symbols().size(&symbol);
    });
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Copies and fills: memcpy, memset, their two-dimensional and asynchronous forms, and symbols.
#pragma once

#include <cstddef>

#include "error.hpp"
#include "handles.hpp"
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

namespace cn {

/// Copies when the null stream's earlier work is done. Returns when it is done, but for copies
/// within the device.
error_t memcpy(void *to, const void *from, std::size_t count, memcpy_kind kind) noexcept;

/// Copies in stream order. Returns at once, unless the host's end is ordinary (pageable) memory.
error_t memcpy_async(void *to, const void *from, std::size_t count, memcpy_kind kind,
                     stream_t stream = nullptr) noexcept;

/// Copies `height` rows of `width` bytes; pitches are bytes from row to row.
error_t memcpy_2d(void *to, std::size_t to_pitch, const void *from, std::size_t from_pitch,
                  std::size_t width, std::size_t height, memcpy_kind kind) noexcept;

error_t memcpy_2d_async(void *to, std::size_t to_pitch, const void *from, std::size_t from_pitch,
                        std::size_t width, std::size_t height, memcpy_kind kind,
                        stream_t stream = nullptr) noexcept;

/// Copies between devices.
error_t memcpy_peer(void *to, int to_device, const void *from, int from_device,
                    std::size_t count) noexcept;

error_t memcpy_peer_async(void *to, int to_device, const void *from, int from_device,
                          std::size_t count, stream_t stream = nullptr) noexcept;

/// Sets bytes, behind the null stream's earlier work.
error_t memset(void *to, int value, std::size_t count) noexcept;

error_t memset_async(void *to, int value, std::size_t count, stream_t stream = nullptr) noexcept;

error_t memset_2d(void *to, std::size_t pitch, int value, std::size_t width,
                  std::size_t height) noexcept;

error_t memset_2d_async(void *to, std::size_t pitch, int value, std::size_t width,
                        std::size_t height, stream_t stream = nullptr) noexcept;

error_t memcpy_to_symbol(const symbol_base &symbol, const void *from, std::size_t count,
                         std::size_t offset = 0, memcpy_kind kind = memcpy_host_to_device) noexcept;

error_t memcpy_to_symbol_async(const symbol_base &symbol, const void *from, std::size_t count,
                               std::size_t offset, memcpy_kind kind,
                               stream_t stream = nullptr) noexcept;

error_t memcpy_from_symbol(void *to, const symbol_base &symbol, std::size_t count,
                           std::size_t offset = 0,
                           memcpy_kind kind = memcpy_device_to_host) noexcept;

error_t memcpy_from_symbol_async(void *to, const symbol_base &symbol, std::size_t count,
                                 std::size_t offset, memcpy_kind kind,
                                 stream_t stream = nullptr) noexcept;

/// The symbol's address on the current device.
error_t get_symbol_address(void **pointer, const symbol_base &symbol) noexcept;

template <class Type>
error_t get_symbol_address(Type **pointer, const symbol_base &symbol) noexcept {
    return get_symbol_address(reinterpret_cast<void **>(pointer), symbol);
}

error_t get_symbol_size(std::size_t *size, const symbol_base &symbol) noexcept;

} // namespace cn

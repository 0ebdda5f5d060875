// SPDX-License-Identifier: MIT
// Copies and fills of rows, as programs ask for them.
#pragma once

#include <memory>

#include "capture.hpp"
#include "cnative/copy.hpp"
#include "copy.hpp"
#include "symbols.hpp"

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

// SPDX-License-Identifier: MIT
// Arrays, the memory of textures and surfaces: elements of a channel format in one, two or three dimensions. They are
// device memory, row behind row, slice (or layer, or face) behind slice.
#pragma once

#include <cstddef>
#include <type_traits>

#include "copy.hpp"

namespace cn::types {

enum channel_format_kind : int {
    channel_format_kind_signed = 0,
    channel_format_kind_unsigned = 1,
    channel_format_kind_float = 2,
    channel_format_kind_none = 3,
};

struct channel_format_desc {
    int x, y, z, w; // bits of each component
    channel_format_kind f;
};

struct pitched_ptr {
    void *ptr;
    std::size_t pitch; // bytes
    std::size_t xsize;
    std::size_t ysize;
};

struct extent {
    std::size_t width, height, depth;
};

struct pos {
    std::size_t x, y, z;
};

inline constexpr unsigned array_default = 0x00;
inline constexpr unsigned array_layered = 0x01;
inline constexpr unsigned array_surface_load_store = 0x02;
inline constexpr unsigned array_cubemap = 0x04;
inline constexpr unsigned array_texture_gather = 0x08;
inline constexpr unsigned array_color_attachment = 0x20;

} // namespace cn::types

namespace cn {

constexpr channel_format_desc create_channel_desc(int x, int y, int z, int w,
                                                  channel_format_kind f) {
    return {x, y, z, w, f};
}

namespace detail {

template <class Component> constexpr channel_format_desc channels(int count) {
    constexpr int bits = 8 * sizeof(Component);
    const auto kind = std::is_floating_point_v<Component> ? channel_format_kind_float
                      : std::is_signed_v<Component>       ? channel_format_kind_signed
                                                  : channel_format_kind_unsigned;
    return {bits, count > 1 ? bits : 0, count > 2 ? bits : 0, count > 3 ? bits : 0, kind};
}

/// The channels of a scalar type, or of one of CUDA's vector types by its members.
template <class Type, class = void> struct channel_format {
    static constexpr channel_format_desc value{0, 0, 0, 0, channel_format_kind_none};
};
template <class Type> struct channel_format<Type, std::enable_if_t<std::is_arithmetic_v<Type>>> {
    static constexpr channel_format_desc value = channels<Type>(1);
};
template <class Type> struct channel_format<Type, std::void_t<decltype(Type::x)>> {
    using component = decltype(Type::x);
    static constexpr channel_format_desc value =
        channels<component>(sizeof(Type) / sizeof(component));
};

} // namespace detail

/// The format of a channel type: `create_channel_desc<float2>()`.
template <class Type> constexpr channel_format_desc create_channel_desc() {
    return detail::channel_format<Type>::value;
}

constexpr channel_format_desc create_channel_desc_half() {
    return {16, 0, 0, 0, channel_format_kind_float};
}
constexpr channel_format_desc create_channel_desc_half_1() { return create_channel_desc_half(); }
constexpr channel_format_desc create_channel_desc_half_2() {
    return {16, 16, 0, 0, channel_format_kind_float};
}
constexpr channel_format_desc create_channel_desc_half_4() {
    return {16, 16, 16, 16, channel_format_kind_float};
}

error_t get_channel_desc(channel_format_desc *desc, array_const_t a) noexcept;

/// An array of one dimension, or with a height of two.
error_t malloc_array(array_t *created, const channel_format_desc *desc, std::size_t width,
                     std::size_t height = 0, unsigned flags = 0) noexcept;

/// An array of up to three dimensions, of layers, or of the six faces of cubes.
error_t malloc_3d_array(array_t *created, const channel_format_desc *desc, extent size,
                        unsigned flags = 0) noexcept;

/// Null is fine.
error_t free_array(array_t a) noexcept;

error_t array_get_info(channel_format_desc *desc, extent *size, unsigned *flags,
                       array_t a) noexcept;

error_t malloc_mipmapped_array(mipmapped_array_t *created, const channel_format_desc *desc,
                               extent size, unsigned levels, unsigned flags = 0) noexcept;

error_t get_mipmapped_array_level(array_t *level, mipmapped_array_const_t from,
                                  unsigned number) noexcept;

error_t free_mipmapped_array(mipmapped_array_t a) noexcept;

// Copies. Offsets and widths count bytes in a row, and rows.

error_t memcpy_2d_to_array_async(array_t to, std::size_t x, std::size_t y, const void *from,
                                 std::size_t pitch, std::size_t width, std::size_t height,
                                 memcpy_kind kind, stream_t stream = nullptr) noexcept;

error_t memcpy_2d_to_array(array_t to, std::size_t x, std::size_t y, const void *from,
                           std::size_t pitch, std::size_t width, std::size_t height,
                           memcpy_kind kind) noexcept;

error_t memcpy_2d_from_array_async(void *to, std::size_t pitch, array_const_t from, std::size_t x,
                                   std::size_t y, std::size_t width, std::size_t height,
                                   memcpy_kind kind, stream_t stream = nullptr) noexcept;

error_t memcpy_2d_from_array(void *to, std::size_t pitch, array_const_t from, std::size_t x,
                             std::size_t y, std::size_t width, std::size_t height,
                             memcpy_kind kind) noexcept;

error_t memcpy_2d_array_to_array(array_t to, std::size_t to_x, std::size_t to_y, array_const_t from,
                                 std::size_t from_x, std::size_t from_y, std::size_t width,
                                 std::size_t height,
                                 memcpy_kind kind = memcpy_device_to_device) noexcept;

// Copies of `count` bytes that go on in the next row.

error_t memcpy_to_array_async(array_t to, std::size_t x, std::size_t y, const void *from,
                              std::size_t count, memcpy_kind kind,
                              stream_t stream = nullptr) noexcept;

error_t memcpy_to_array(array_t to, std::size_t x, std::size_t y, const void *from,
                        std::size_t count, memcpy_kind kind) noexcept;

error_t memcpy_from_array_async(void *to, array_const_t from, std::size_t x, std::size_t y,
                                std::size_t count, memcpy_kind kind,
                                stream_t stream = nullptr) noexcept;

error_t memcpy_from_array(void *to, array_const_t from, std::size_t x, std::size_t y,
                          std::size_t count, memcpy_kind kind) noexcept;

error_t memcpy_array_to_array(array_t to, std::size_t to_x, std::size_t to_y, array_const_t from,
                              std::size_t from_x, std::size_t from_y, std::size_t count,
                              memcpy_kind kind = memcpy_device_to_device) noexcept;

} // namespace cn

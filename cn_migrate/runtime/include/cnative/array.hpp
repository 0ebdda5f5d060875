// SPDX-License-Identifier: MIT
// Arrays, the memory of textures and surfaces: elements of a channel format in one, two or three dimensions. They are
// device memory, row behind row, slice (or layer, or face) behind slice.
#pragma once

#include <vector>

#include "copy.hpp"
#include "memory.hpp"

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

struct array {
    char *base;
    channel_format_desc desc;
    extent size; // as it was asked for: a height or depth of 0 for fewer dimensions
    unsigned flags;
    std::size_t texel; // bytes

    std::size_t rows() const { return size.height != 0 ? size.height : 1; }
    std::size_t slices() const { return size.depth != 0 ? size.depth : 1; }
    std::size_t pitch() const { return size.width * texel; }
};
using array_t = array *;
using array_const_t = const array *;

/// Arrays of ever smaller size, the first one the largest.
struct mipmapped_array {
    std::vector<array_t> levels;
};
using mipmapped_array_t = mipmapped_array *;
using mipmapped_array_const_t = const mipmapped_array *;

} // namespace cn::types

namespace cn::opencl {

/// Pitched memory of three dimensions, from its first byte on.
struct box {
    char *begin;
    std::size_t pitch; // bytes from row to row
    std::size_t slice; // bytes from slice to slice
};

/// Copies a box of `size`, whose width counts bytes.
inline void copy_box(const box &to, const box &from, const extent &size, memcpy_kind kind,
                     stream_t stream, bool asynchronous) {
    const bool dense = to.slice == to.pitch * size.height && from.slice == from.pitch * size.height;
    const std::size_t copies = dense && size.depth != 0 ? 1 : size.depth;
    const std::size_t height = dense ? size.height * size.depth : size.height;
    for (std::size_t z = 0; z < copies; ++z) {
        copy_rows(to.begin + z * to.slice, to.pitch, from.begin + z * from.slice, from.pitch,
                  {size.width, height}, kind, stream, asynchronous);
    }
}

/// The part of an array that begins at byte `x` of a row.
inline box box_of(const array &a, std::size_t x, std::size_t y = 0, std::size_t z = 0) {
    const std::size_t slice = a.pitch() * a.rows();
    return {a.base + z * slice + y * a.pitch() + x, a.pitch(), slice};
}

inline int channels_of(const channel_format_desc &d) {
    return (d.x != 0) + (d.y != 0) + (d.z != 0) + (d.w != 0);
}

/// Bytes of an element. Throws error_invalid_channel_descriptor.
inline std::size_t bytes_of(const channel_format_desc &d) {
    const bool known = d.x == 8 || d.x == 16 || d.x == 32;
    detail::require(known, error_invalid_channel_descriptor);
    return static_cast<std::size_t>(d.x + d.y + d.z + d.w) / 8;
}

inline array_t create_array(const channel_format_desc &desc, const extent &size, unsigned flags) {
    const std::size_t texel = bytes_of(desc);
    detail::require(size.width != 0, error_invalid_value);
    auto created = std::make_unique<array>(array{nullptr, desc, size, flags, texel});
    created->base = static_cast<char *>(allocate_for(
        memory_kind::device, created->pitch() * created->rows() * created->slices(), flags));
    return created.release();
}

inline void destroy_array(array_t a) {
    const allocation in = allocation_at(a->base);
    synchronize(*in.owner);
    release(in);
    delete a;
}

/// Throws error_invalid_resource_handle for none.
inline const array &given(array_const_t a) {
    detail::require(a != nullptr, error_invalid_resource_handle);
    return *a;
}

/// Plain memory of rows.
inline box rows_at(const void *p, std::size_t pitch) {
    return {static_cast<char *>(const_cast<void *>(p)), pitch, 0};
}

} // namespace cn::opencl

namespace cn {

constexpr channel_format_desc create_channel_desc(int x, int y, int z, int w,
                                                  channel_format_kind f) {
    return {x, y, z, w, f};
}

namespace detail {

template <class C> constexpr channel_format_desc channels(int count) {
    constexpr int bits = 8 * sizeof(C);
    const auto kind = std::is_floating_point_v<C> ? channel_format_kind_float
                      : std::is_signed_v<C>       ? channel_format_kind_signed
                                                  : channel_format_kind_unsigned;
    return {bits, count > 1 ? bits : 0, count > 2 ? bits : 0, count > 3 ? bits : 0, kind};
}

/// The channels of a scalar type, or of one of CUDA's vector types by its members.
template <class T, class = void> struct channel_format {
    static constexpr channel_format_desc value{0, 0, 0, 0, channel_format_kind_none};
};
template <class T> struct channel_format<T, std::enable_if_t<std::is_arithmetic_v<T>>> {
    static constexpr channel_format_desc value = channels<T>(1);
};
template <class T> struct channel_format<T, std::void_t<decltype(T::x)>> {
    using component = decltype(T::x);
    static constexpr channel_format_desc value = channels<component>(sizeof(T) / sizeof(component));
};

} // namespace detail

/// The format of a channel type: `create_channel_desc<float2>()`.
template <class T> constexpr channel_format_desc create_channel_desc() {
    return detail::channel_format<T>::value;
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

inline error_t get_channel_desc(channel_format_desc *desc, array_const_t a) noexcept {
    return detail::call([&] {
        detail::require(desc != nullptr, error_invalid_value);
        *desc = opencl::given(a).desc;
    });
}

/// An array of one dimension, or with a height of two.
inline error_t malloc_array(array_t *created, const channel_format_desc *desc, std::size_t width,
                            std::size_t height = 0, unsigned flags = 0) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr && desc != nullptr, error_invalid_value);
        *created = opencl::create_array(*desc, {width, height, 0}, flags);
    });
}

/// An array of up to three dimensions, of layers, or of the six faces of cubes.
inline error_t malloc_3d_array(array_t *created, const channel_format_desc *desc, extent size,
                               unsigned flags = 0) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr && desc != nullptr, error_invalid_value);
        const bool faces = (flags & array_cubemap) == 0 || size.depth % 6 == 0;
        detail::require(faces, error_invalid_value);
        *created = opencl::create_array(*desc, size, flags);
    });
}

/// Null is fine.
inline error_t free_array(array_t a) noexcept {
    return detail::call([&] {
        opencl::current_device();
        if (a != nullptr) {
            opencl::destroy_array(a);
        }
    });
}

inline error_t array_get_info(channel_format_desc *desc, extent *size, unsigned *flags,
                              array_t a) noexcept {
    return detail::call([&] {
        const array &known = opencl::given(a);
        if (desc != nullptr) {
            *desc = known.desc;
        }
        if (size != nullptr) {
            *size = known.size;
        }
        if (flags != nullptr) {
            *flags = known.flags;
        }
    });
}

inline error_t malloc_mipmapped_array(mipmapped_array_t *created, const channel_format_desc *desc,
                                      extent size, unsigned levels, unsigned flags = 0) noexcept {
    return detail::call([&] {
        const bool given = created != nullptr && desc != nullptr && levels != 0;
        detail::require(given, error_invalid_value);
        auto made = std::make_unique<mipmapped_array>();
        const bool halves_depth = (flags & (array_layered | array_cubemap)) == 0;
        const auto half = [](std::size_t n) { return n > 1 ? n / 2 : n; };
        for (unsigned level = 0; level < levels; ++level) {
            made->levels.push_back(opencl::create_array(*desc, size, flags));
            size = {half(size.width), half(size.height),
                    halves_depth ? half(size.depth) : size.depth};
        }
        *created = made.release();
    });
}

inline error_t get_mipmapped_array_level(array_t *level, mipmapped_array_const_t from,
                                         unsigned number) noexcept {
    return detail::call([&] {
        const bool known = level != nullptr && from != nullptr && number < from->levels.size();
        detail::require(known, error_invalid_value);
        *level = from->levels[number];
    });
}

inline error_t free_mipmapped_array(mipmapped_array_t a) noexcept {
    return detail::call([&] {
        opencl::current_device();
        if (a != nullptr) {
            for (array_t level : a->levels) {
                opencl::destroy_array(level);
            }
            delete a;
        }
    });
}

// Copies. Offsets and widths count bytes in a row, and rows.

inline error_t memcpy_2d_to_array_async(array_t to, std::size_t x, std::size_t y, const void *from,
                                        std::size_t pitch, std::size_t width, std::size_t height,
                                        memcpy_kind kind, stream_t stream = nullptr) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::box_of(opencl::given(to), x, y), opencl::rows_at(from, pitch),
                         {width, height, 1}, kind, stream, true);
    });
}

inline error_t memcpy_2d_to_array(array_t to, std::size_t x, std::size_t y, const void *from,
                                  std::size_t pitch, std::size_t width, std::size_t height,
                                  memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::box_of(opencl::given(to), x, y), opencl::rows_at(from, pitch),
                         {width, height, 1}, kind, nullptr, false);
    });
}

inline error_t memcpy_2d_from_array_async(void *to, std::size_t pitch, array_const_t from,
                                          std::size_t x, std::size_t y, std::size_t width,
                                          std::size_t height, memcpy_kind kind,
                                          stream_t stream = nullptr) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::rows_at(to, pitch), opencl::box_of(opencl::given(from), x, y),
                         {width, height, 1}, kind, stream, true);
    });
}

inline error_t memcpy_2d_from_array(void *to, std::size_t pitch, array_const_t from, std::size_t x,
                                    std::size_t y, std::size_t width, std::size_t height,
                                    memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::rows_at(to, pitch), opencl::box_of(opencl::given(from), x, y),
                         {width, height, 1}, kind, nullptr, false);
    });
}

inline error_t memcpy_2d_array_to_array(array_t to, std::size_t to_x, std::size_t to_y,
                                        array_const_t from, std::size_t from_x, std::size_t from_y,
                                        std::size_t width, std::size_t height,
                                        memcpy_kind kind = memcpy_device_to_device) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::box_of(opencl::given(to), to_x, to_y),
                         opencl::box_of(opencl::given(from), from_x, from_y), {width, height, 1},
                         kind, nullptr, false);
    });
}

// Copies of `count` bytes that go on in the next row.

inline error_t memcpy_to_array_async(array_t to, std::size_t x, std::size_t y, const void *from,
                                     std::size_t count, memcpy_kind kind,
                                     stream_t stream = nullptr) noexcept {
    return memcpy_2d_to_array_async(to, x, y, from, count, count, 1, kind, stream);
}

inline error_t memcpy_to_array(array_t to, std::size_t x, std::size_t y, const void *from,
                               std::size_t count, memcpy_kind kind) noexcept {
    return memcpy_2d_to_array(to, x, y, from, count, count, 1, kind);
}

inline error_t memcpy_from_array_async(void *to, array_const_t from, std::size_t x, std::size_t y,
                                       std::size_t count, memcpy_kind kind,
                                       stream_t stream = nullptr) noexcept {
    return memcpy_2d_from_array_async(to, count, from, x, y, count, 1, kind, stream);
}

inline error_t memcpy_from_array(void *to, array_const_t from, std::size_t x, std::size_t y,
                                 std::size_t count, memcpy_kind kind) noexcept {
    return memcpy_2d_from_array(to, count, from, x, y, count, 1, kind);
}

inline error_t memcpy_array_to_array(array_t to, std::size_t to_x, std::size_t to_y,
                                     array_const_t from, std::size_t from_x, std::size_t from_y,
                                     std::size_t count,
                                     memcpy_kind kind = memcpy_device_to_device) noexcept {
    return memcpy_2d_array_to_array(to, to_x, to_y, from, from_x, from_y, count, 1, kind);
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Texture and surface references: variables of the device that host code binds to memory.
// `static cn::texture<float, 2> image{"image"};`
#pragma once

#include <cstddef>
#include <cstdint>

#include "symbol.hpp"
#include "texture.hpp"

namespace cn::types {

struct texture_reference {
    int normalized;
    texture_filter_mode filterMode;
    texture_address_mode addressMode[3];
    channel_format_desc channelDesc;
    int sRGB;
    unsigned int maxAnisotropy;
    texture_filter_mode mipmapFilterMode;
    float mipmapLevelBias;
    float minMipmapLevelClamp;
    float maxMipmapLevelClamp;
    int disableTrilinearOptimization;
};

struct surface_reference {
    channel_format_desc channelDesc;
};

/// What device code sees of a reference: the fields that the program sets, and the object that it is bound to. All
/// of it is the symbol, which the host object holds a copy of.
template <class Fields> struct reference : symbol_base, Fields {
    std::uint64_t object = 0;

    reference(const char *name, const Fields &fields) : Fields(fields) {
        detail::add_symbol(this, name, sizeof(reference));
    }
    reference(const reference &) = delete;
    reference &operator=(const reference &) = delete;
};

template <class Texel, int dimensions = texture_type_1d,
          texture_read_mode mode = read_mode_element_type>
struct texture : reference<texture_reference> {
    explicit texture(const char *name, int normalized = 0,
                     texture_filter_mode filter = filter_mode_point,
                     texture_address_mode address = address_mode_clamp)
        : texture(name, normalized, filter, address, create_channel_desc<Texel>()) {}
    texture(const char *name, int normalized, texture_filter_mode filter,
            texture_address_mode address, const channel_format_desc &desc)
        : reference<texture_reference>(name,
                                       {normalized, filter, {address, address, address}, desc, 0, 0,
                                        filter_mode_point, 0, 0, 0, 0}) {}
};

template <class Texel, int dimensions = surface_type_1d>
struct surface : reference<surface_reference> {
    explicit surface(const char *name) : reference<surface_reference>(name, {}) {}
};

} // namespace cn::types

namespace cn {

// The forms of C: references by their addresses.

error_t get_texture_reference(const texture_reference **found, const void *symbol) noexcept;

/// Binds linear memory, for tex1Dfetch; `size` counts bytes.
error_t bind_texture(std::size_t *offset, const texture_reference *to, const void *from,
                     const channel_format_desc *desc, std::size_t size = 0xffffffffU) noexcept;

/// Binds pitched memory of two dimensions.
error_t bind_texture_2d(std::size_t *offset, const texture_reference *to, const void *from,
                        const channel_format_desc *desc, std::size_t width, std::size_t height,
                        std::size_t pitch) noexcept;

error_t bind_texture_to_array(const texture_reference *to, array_const_t from,
                              const channel_format_desc *desc) noexcept;

/// The memory stays bound until another is: kernels must not use the reference.
error_t unbind_texture(const texture_reference *to) noexcept;

/// Always none.
error_t get_texture_alignment_offset(std::size_t *offset, const texture_reference *to) noexcept;

namespace detail {

/// Binds an array in its own format.
error_t bind_array(const texture_reference *to, array_const_t from) noexcept;

error_t bind_mipmapped_array(const texture_reference *to, mipmapped_array_const_t from,
                             const channel_format_desc &desc) noexcept;

/// Binds a surface to an array, in its own format if `desc` is null.
error_t bind_surface(const reference<surface_reference> &to, array_const_t from,
                     const channel_format_desc *desc) noexcept;

} // namespace detail

// The forms of C++: the references themselves.

template <class Texel, int n, texture_read_mode mode>
error_t bind_texture(std::size_t *offset, const texture<Texel, n, mode> &to, const void *from,
                     const channel_format_desc &desc, std::size_t size = 0xffffffffU) noexcept {
    return bind_texture(offset, static_cast<const texture_reference *>(&to), from, &desc, size);
}

template <class Texel, int n, texture_read_mode mode>
error_t bind_texture(std::size_t *offset, const texture<Texel, n, mode> &to, const void *from,
                     std::size_t size = 0xffffffffU) noexcept {
    return bind_texture(offset, to, from, create_channel_desc<Texel>(), size);
}

template <class Texel, int n, texture_read_mode mode>
error_t bind_texture_2d(std::size_t *offset, const texture<Texel, n, mode> &to, const void *from,
                        const channel_format_desc &desc, std::size_t width, std::size_t height,
                        std::size_t pitch) noexcept {
    return bind_texture_2d(offset, static_cast<const texture_reference *>(&to), from, &desc, width,
                           height, pitch);
}

template <class Texel, int n, texture_read_mode mode>
error_t bind_texture_2d(std::size_t *offset, const texture<Texel, n, mode> &to, const void *from,
                        std::size_t width, std::size_t height, std::size_t pitch) noexcept {
    return bind_texture_2d(offset, to, from, create_channel_desc<Texel>(), width, height, pitch);
}

template <class Texel, int n, texture_read_mode mode>
error_t bind_texture_to_array(const texture<Texel, n, mode> &to, array_const_t from,
                              const channel_format_desc &desc) noexcept {
    return bind_texture_to_array(static_cast<const texture_reference *>(&to), from, &desc);
}

template <class Texel, int n, texture_read_mode mode>
error_t bind_texture_to_array(const texture<Texel, n, mode> &to, array_const_t from) noexcept {
    return detail::bind_array(&to, from);
}

template <class Texel, int n, texture_read_mode mode>
error_t bind_texture_to_mipmapped_array(const texture<Texel, n, mode> &to,
                                        mipmapped_array_const_t from,
                                        const channel_format_desc &desc) noexcept {
    return detail::bind_mipmapped_array(&to, from, desc);
}

template <class Texel, int n, texture_read_mode mode>
error_t bind_texture_to_mipmapped_array(const texture<Texel, n, mode> &to,
                                        mipmapped_array_const_t from) noexcept {
    return detail::bind_mipmapped_array(&to, from, create_channel_desc<Texel>());
}

template <class Texel, int n, texture_read_mode mode>
error_t unbind_texture(const texture<Texel, n, mode> &to) noexcept {
    return unbind_texture(static_cast<const texture_reference *>(&to));
}

template <class Texel, int n, texture_read_mode mode>
error_t get_texture_alignment_offset(std::size_t *offset, const texture<Texel, n,
                                     mode> &to) noexcept {
    return get_texture_alignment_offset(offset, static_cast<const texture_reference *>(&to));
}

template <class Texel, int n>
error_t bind_surface_to_array(const surface<Texel, n> &to, array_const_t from,
                              const channel_format_desc &desc) noexcept {
    return detail::bind_surface(to, from, &desc);
}

template <class Texel, int n>
error_t bind_surface_to_array(const surface<Texel, n> &to, array_const_t from) noexcept {
    return detail::bind_surface(to, from, nullptr);
}

} // namespace cn

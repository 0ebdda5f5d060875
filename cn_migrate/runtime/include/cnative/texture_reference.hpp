// SPDX-License-Identifier: MIT
// Texture and surface references: variables of the device that host code binds to memory.
// `static cn::texture<float, 2> image{"image"};`
#pragma once

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

    reference(const char *name, const Fields &fields);
    reference(const reference &) = delete;
    reference &operator=(const reference &) = delete;
};

template <class T, int dimensions = texture_type_1d,
          texture_read_mode mode = read_mode_element_type>
struct texture : reference<texture_reference> {
    explicit texture(const char *name, int normalized = 0,
                     texture_filter_mode filter = filter_mode_point,
                     texture_address_mode address = address_mode_clamp);
    texture(const char *name, int normalized, texture_filter_mode filter,
            texture_address_mode address, const channel_format_desc &desc)
        : reference<texture_reference>(name,
                                       {normalized, filter, {address, address, address}, desc, 0, 0,
                                        filter_mode_point, 0, 0, 0, 0}) {}
};

template <class T, int dimensions = surface_type_1d>
struct surface : reference<surface_reference> {
    explicit surface(const char *name) : reference<surface_reference>(name, {}) {}
};

} // namespace cn::types

namespace cn::types {

template <class Fields>
reference<Fields>::reference(const char *name, const Fields &fields) : Fields(fields) {
    opencl::symbols().add(this, name, sizeof(reference));
}

template <class T, int dimensions, texture_read_mode mode>
texture<T, dimensions, mode>::texture(const char *name, int normalized, texture_filter_mode filter,
                                      texture_address_mode address)
    : texture(name, normalized, filter, address, create_channel_desc<T>()) {}

} // namespace cn::types

namespace cn::opencl {

/// The descriptor of each bound reference, by reference and device: its memory is used again.
inline placed_descriptor &descriptor_of(const symbol_base *symbol, std::size_t levels) {
    static std::mutex guard;
    static auto *all = new std::map<std::pair<const symbol_base *, const device *>, placed_descriptor>;
    std::lock_guard<std::mutex> lock(guard);
    placed_descriptor &known = (*all)[{symbol, &current_device()}];
    if (known.levels < levels) {
        known = reserve_descriptor(levels); // a smaller one may still be in use
    }
    return known;
}

/// Lets a reference stand for memory, for the kernels launched next.
template <class Fields>
void bind(const reference<Fields> &to, const texture_descriptor &d,
          const std::vector<texture_level> &levels) {
    const placed_descriptor &place = descriptor_of(&to, levels.size());
    write_descriptor(place, d, levels);
    auto &own = const_cast<reference<Fields> &>(to);
    own.object = place.handle();
    char *const fields = symbols().address(&to, current_device());
    copy_rows(fields, sizeof own, static_cast<const symbol_base *>(&own), sizeof own,
              {sizeof own, 1}, memcpy_host_to_device, nullptr, false);
}

inline texture_descriptor describe(const texture_reference &r, const channel_format_desc &desc,
                                   const texture_level &base) {
    texture_desc d{};
    std::copy(std::begin(r.addressMode), std::end(r.addressMode), d.addressMode);
    d.filterMode = r.filterMode;
    d.sRGB = r.sRGB;
    d.normalizedCoords = r.normalized;
    d.mipmapFilterMode = r.mipmapFilterMode;
    d.mipmapLevelBias = r.mipmapLevelBias;
    d.minMipmapLevelClamp = r.minMipmapLevelClamp;
    d.maxMipmapLevelClamp = r.maxMipmapLevelClamp;
    texture_descriptor made = describe(desc, base);
    apply(made, d);
    return made;
}

inline void bind_memory(const reference<texture_reference> &to, std::size_t *offset,
                        const channel_format_desc &desc, const texture_level &level) {
    if (offset != nullptr) {
        *offset = 0; // any address will do
    }
    bind(to, describe(to, desc, level), {level});
}

/// Bytes from here to the end of the allocation, `size` at most.
inline std::size_t bytes_behind(const void *p, std::size_t size) {
    const auto in = memory().find(p);
    detail::require(in.has_value(), error_invalid_value);
    return std::min(size, in->size - in->offset(p));
}

} // namespace cn::opencl

namespace cn {

/// Binds linear memory, for tex1Dfetch; `size` counts bytes.
template <class T, int n, texture_read_mode mode>
error_t bind_texture(std::size_t *offset, const texture<T, n, mode> &to, const void *from,
                     const channel_format_desc &desc, std::size_t size = 0xffffffffU) noexcept {
    return detail::call([&] {
        const std::size_t bytes = opencl::bytes_behind(from, size);
        opencl::bind_memory(to, offset, desc,
                            opencl::level_of_rows(const_cast<void *>(from),
                                                  bytes / opencl::bytes_of(desc), 1, bytes));
    });
}

template <class T, int n, texture_read_mode mode>
error_t bind_texture(std::size_t *offset, const texture<T, n, mode> &to, const void *from,
                     std::size_t size = 0xffffffffU) noexcept {
    return bind_texture(offset, to, from, create_channel_desc<T>(), size);
}

/// Binds pitched memory of two dimensions.
template <class T, int n, texture_read_mode mode>
error_t bind_texture_2d(std::size_t *offset, const texture<T, n, mode> &to, const void *from,
                        const channel_format_desc &desc, std::size_t width, std::size_t height,
                        std::size_t pitch) noexcept {
    return detail::call([&] {
        opencl::bind_memory(
            to, offset, desc,
            opencl::level_of_rows(const_cast<void *>(from), width, height, pitch));
    });
}

template <class T, int n, texture_read_mode mode>
error_t bind_texture_2d(std::size_t *offset, const texture<T, n, mode> &to, const void *from,
                        std::size_t width, std::size_t height, std::size_t pitch) noexcept {
    return bind_texture_2d(offset, to, from, create_channel_desc<T>(), width, height, pitch);
}

template <class T, int n, texture_read_mode mode>
error_t bind_texture_to_array(const texture<T, n, mode> &to, array_const_t from,
                              const channel_format_desc &desc) noexcept {
    return detail::call([&] {
        opencl::bind_memory(to, nullptr, desc, opencl::level_of(opencl::given(from)));
    });
}

template <class T, int n, texture_read_mode mode>
error_t bind_texture_to_array(const texture<T, n, mode> &to, array_const_t from) noexcept {
    return detail::call([&] {
        const array &a = opencl::given(from);
        opencl::bind_memory(to, nullptr, a.desc, opencl::level_of(a));
    });
}

template <class T, int n, texture_read_mode mode>
error_t bind_texture_to_mipmapped_array(const texture<T, n, mode> &to, mipmapped_array_const_t from,
                                        const channel_format_desc &desc) noexcept {
    return detail::call([&] {
        detail::require(from != nullptr, error_invalid_resource_handle);
        std::vector<opencl::texture_level> levels;
        for (array_const_t level : from->levels) {
            levels.push_back(opencl::level_of(*level));
        }
        opencl::bind(to, opencl::describe(to, desc, levels.front()), levels);
    });
}

template <class T, int n, texture_read_mode mode>
error_t bind_texture_to_mipmapped_array(const texture<T, n, mode> &to,
                                        mipmapped_array_const_t from) noexcept {
    return bind_texture_to_mipmapped_array(to, from, create_channel_desc<T>());
}

/// The memory stays bound until another is: kernels must not use the reference.
template <class T, int n, texture_read_mode mode>
error_t unbind_texture(const texture<T, n, mode> &) noexcept {
    return detail::call([] { opencl::current_device(); });
}

/// Always none.
template <class T, int n, texture_read_mode mode>
error_t get_texture_alignment_offset(std::size_t *offset, const texture<T, n, mode> &) noexcept {
    return detail::call([&] {
        detail::require(offset != nullptr, error_invalid_value);
        *offset = 0;
    });
}

template <class T, int n>
error_t bind_surface_to_array(const surface<T, n> &to, array_const_t from,
                              const channel_format_desc &desc) noexcept {
    return detail::call([&] {
        const opencl::texture_level level = opencl::level_of(opencl::given(from));
        opencl::bind(to, opencl::describe(desc, level), {level});
    });
}

template <class T, int n>
error_t bind_surface_to_array(const surface<T, n> &to, array_const_t from) noexcept {
    return detail::call([&] {
        const array &a = opencl::given(from);
        const opencl::texture_level level = opencl::level_of(a);
        opencl::bind(to, opencl::describe(a.desc, level), {level});
    });
}

// The forms of C: references by their addresses.

namespace detail {

inline const reference<texture_reference> &reference_at(const texture_reference *to) {
    require(to != nullptr, error_invalid_texture);
    return static_cast<const reference<texture_reference> &>(*to);
}

inline const channel_format_desc &given(const channel_format_desc *desc) {
    require(desc != nullptr, error_invalid_value);
    return *desc;
}

} // namespace detail

inline error_t get_texture_reference(const texture_reference **found,
                                     const void *symbol) noexcept {
    return detail::call([&] {
        detail::require(found != nullptr && symbol != nullptr, error_invalid_value);
        *found = static_cast<const reference<texture_reference> *>(symbol);
    });
}

inline error_t bind_texture(std::size_t *offset, const texture_reference *to, const void *from,
                            const channel_format_desc *desc,
                            std::size_t size = 0xffffffffU) noexcept {
    return detail::call([&] {
        const std::size_t bytes = opencl::bytes_behind(from, size);
        const std::size_t texels = bytes / opencl::bytes_of(detail::given(desc));
        opencl::bind_memory(detail::reference_at(to), offset, *desc,
                            opencl::level_of_rows(const_cast<void *>(from), texels, 1, bytes));
    });
}

inline error_t bind_texture_2d(std::size_t *offset, const texture_reference *to, const void *from,
                               const channel_format_desc *desc, std::size_t width,
                               std::size_t height, std::size_t pitch) noexcept {
    return detail::call([&] {
        opencl::bind_memory(
            detail::reference_at(to), offset, detail::given(desc),
            opencl::level_of_rows(const_cast<void *>(from), width, height, pitch));
    });
}

inline error_t bind_texture_to_array(const texture_reference *to, array_const_t from,
                                     const channel_format_desc *desc) noexcept {
    return detail::call([&] {
        opencl::bind_memory(detail::reference_at(to), nullptr, detail::given(desc),
                            opencl::level_of(opencl::given(from)));
    });
}

inline error_t unbind_texture(const texture_reference *to) noexcept {
    return detail::call([&] {
        opencl::current_device();
        detail::reference_at(to);
    });
}

inline error_t get_texture_alignment_offset(std::size_t *offset,
                                            const texture_reference *to) noexcept {
    return detail::call([&] {
        detail::require(offset != nullptr, error_invalid_value);
        detail::reference_at(to);
        *offset = 0;
    });
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Texture and surface references.
#include "cnative/texture_reference.hpp"

#include "opencl/texture_reference.hpp"

namespace cn {

namespace {

const reference<texture_reference> &reference_at(const texture_reference *to) {
    detail::require(to != nullptr, error_invalid_texture);
    return static_cast<const reference<texture_reference> &>(*to);
}

const channel_format_desc &given(const channel_format_desc *desc) {
    detail::require(desc != nullptr, error_invalid_value);
    return *desc;
}

} // namespace

error_t get_texture_reference(const texture_reference **found, const void *symbol) noexcept {
    return detail::call([&] {
        detail::require(found != nullptr && symbol != nullptr, error_invalid_value);
        *found = static_cast<const reference<texture_reference> *>(symbol);
    });
}

error_t bind_texture(std::size_t *offset, const texture_reference *to, const void *from,
                     const channel_format_desc *desc, std::size_t size) noexcept {
    return detail::call([&] {
        const std::size_t bytes = opencl::bytes_behind(from, size);
        const std::size_t texels = bytes / opencl::bytes_of(given(desc));
        opencl::bind_memory(reference_at(to), offset, *desc,
                            opencl::level_of_rows(const_cast<void *>(from), texels, 1, bytes));
    });
}

error_t bind_texture_2d(std::size_t *offset, const texture_reference *to, const void *from,
                        const channel_format_desc *desc, std::size_t width, std::size_t height,
                        std::size_t pitch) noexcept {
    return detail::call([&] {
        opencl::bind_memory(
            reference_at(to), offset, given(desc),
            opencl::level_of_rows(const_cast<void *>(from), width, height, pitch));
    });
}

error_t bind_texture_to_array(const texture_reference *to, array_const_t from,
                              const channel_format_desc *desc) noexcept {
    return detail::call([&] {
        opencl::bind_memory(reference_at(to), nullptr, given(desc),
                            opencl::level_of(opencl::given(from)));
    });
}

error_t unbind_texture(const texture_reference *to) noexcept {
    return detail::call([&] {
        opencl::current_device();
        reference_at(to);
    });
}

error_t get_texture_alignment_offset(std::size_t *offset, const texture_reference *to) noexcept {
    return detail::call([&] {
        detail::require(offset != nullptr, error_invalid_value);
        reference_at(to);
        *offset = 0;
    });
}

error_t detail::bind_array(const texture_reference *to, array_const_t from) noexcept {
    return call([&] {
        const array &a = opencl::given(from);
        opencl::bind_memory(reference_at(to), nullptr, a.desc, opencl::level_of(a));
    });
}

error_t detail::bind_mipmapped_array(const texture_reference *to, mipmapped_array_const_t from,
                                     const channel_format_desc &desc) noexcept {
    return call([&] {
        require(from != nullptr, error_invalid_resource_handle);
        std::vector<opencl::texture_level> levels;
        for (array_const_t level : from->levels) {
            levels.push_back(opencl::level_of(*level));
        }
        const auto &own = reference_at(to);
        opencl::bind(own, opencl::describe(own, desc, levels.front()), levels);
    });
}

error_t detail::bind_surface(const reference<surface_reference> &to, array_const_t from,
                             const channel_format_desc *desc) noexcept {
    return call([&] {
        const array &a = opencl::given(from);
        const opencl::texture_level level = opencl::level_of(a);
        opencl::bind(to, opencl::describe(desc != nullptr ? *desc : a.desc, level), {level});
    });
}

} // namespace cn

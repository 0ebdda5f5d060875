// SPDX-License-Identifier: MIT
// Arrays: making and freeing them, copies to and from them.
#include "cnative/array.hpp"

#include <memory>

#include "opencl/array.hpp"

namespace cn {

error_t get_channel_desc(channel_format_desc *desc, array_const_t a) noexcept {
    return detail::call([&] {
        detail::require(desc != nullptr, error_invalid_value);
        *desc = opencl::given(a).desc;
    });
}

error_t malloc_array(array_t *created, const channel_format_desc *desc, std::size_t width,
                     std::size_t height, unsigned flags) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr && desc != nullptr, error_invalid_value);
        *created = opencl::create_array(*desc, {width, height, 0}, flags);
    });
}

error_t malloc_3d_array(array_t *created, const channel_format_desc *desc, extent size,
                        unsigned flags) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr && desc != nullptr, error_invalid_value);
        const bool faces = (flags & array_cubemap) == 0 || size.depth % 6 == 0;
        detail::require(faces, error_invalid_value);
        *created = opencl::create_array(*desc, size, flags);
    });
}

error_t free_array(array_t a) noexcept {
    return detail::call([&] {
        opencl::current_device();
        if (a != nullptr) {
            opencl::destroy_array(a);
        }
    });
}

error_t array_get_info(channel_format_desc *desc, extent *size, unsigned *flags,
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

error_t malloc_mipmapped_array(mipmapped_array_t *created, const channel_format_desc *desc,
                               extent size, unsigned levels, unsigned flags) noexcept {
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

error_t get_mipmapped_array_level(array_t *level, mipmapped_array_const_t from,
                                  unsigned number) noexcept {
    return detail::call([&] {
        const bool known = level != nullptr && from != nullptr && number < from->levels.size();
        detail::require(known, error_invalid_value);
        *level = from->levels[number];
    });
}

error_t free_mipmapped_array(mipmapped_array_t a) noexcept {
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

error_t memcpy_2d_to_array_async(array_t to, std::size_t x, std::size_t y, const void *from,
                                 std::size_t pitch, std::size_t width, std::size_t height,
                                 memcpy_kind kind, stream_t stream) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::box_of(opencl::given(to), x, y), opencl::rows_at(from, pitch),
                         {width, height, 1}, kind, stream, true);
    });
}

error_t memcpy_2d_to_array(array_t to, std::size_t x, std::size_t y, const void *from,
                           std::size_t pitch, std::size_t width, std::size_t height,
                           memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::box_of(opencl::given(to), x, y), opencl::rows_at(from, pitch),
                         {width, height, 1}, kind, nullptr, false);
    });
}

error_t memcpy_2d_from_array_async(void *to, std::size_t pitch, array_const_t from, std::size_t x,
                                   std::size_t y, std::size_t width, std::size_t height,
                                   memcpy_kind kind, stream_t stream) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::rows_at(to, pitch), opencl::box_of(opencl::given(from), x, y),
                         {width, height, 1}, kind, stream, true);
    });
}

error_t memcpy_2d_from_array(void *to, std::size_t pitch, array_const_t from, std::size_t x,
                             std::size_t y, std::size_t width, std::size_t height,
                             memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::rows_at(to, pitch), opencl::box_of(opencl::given(from), x, y),
                         {width, height, 1}, kind, nullptr, false);
    });
}

error_t memcpy_2d_array_to_array(array_t to, std::size_t to_x, std::size_t to_y, array_const_t from,
                                 std::size_t from_x, std::size_t from_y, std::size_t width,
                                 std::size_t height, memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::copy_box(opencl::box_of(opencl::given(to), to_x, to_y),
                         opencl::box_of(opencl::given(from), from_x, from_y), {width, height, 1},
                         kind, nullptr, false);
    });
}

error_t memcpy_to_array_async(array_t to, std::size_t x, std::size_t y, const void *from,
                              std::size_t count, memcpy_kind kind, stream_t stream) noexcept {
    return memcpy_2d_to_array_async(to, x, y, from, count, count, 1, kind, stream);
}

error_t memcpy_to_array(array_t to, std::size_t x, std::size_t y, const void *from,
                        std::size_t count, memcpy_kind kind) noexcept {
    return memcpy_2d_to_array(to, x, y, from, count, count, 1, kind);
}

error_t memcpy_from_array_async(void *to, array_const_t from, std::size_t x, std::size_t y,
                                std::size_t count, memcpy_kind kind, stream_t stream) noexcept {
    return memcpy_2d_from_array_async(to, count, from, x, y, count, 1, kind, stream);
}

error_t memcpy_from_array(void *to, array_const_t from, std::size_t x, std::size_t y,
                          std::size_t count, memcpy_kind kind) noexcept {
    return memcpy_2d_from_array(to, count, from, x, y, count, 1, kind);
}

error_t memcpy_array_to_array(array_t to, std::size_t to_x, std::size_t to_y, array_const_t from,
                              std::size_t from_x, std::size_t from_y, std::size_t count,
                              memcpy_kind kind) noexcept {
    return memcpy_2d_array_to_array(to, to_x, to_y, from, from_x, from_y, count, 1, kind);
}

} // namespace cn

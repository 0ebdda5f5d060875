// SPDX-License-Identifier: MIT
// Texture and surface objects: handles of descriptors that kernels read. Sampling is emulated by the kernels, exactly
// and on every device with shared virtual memory.
#pragma once

#include <map>
#include <mutex>

#include "texture_descriptor.hpp"

namespace cn::types {

using texture_object_t = unsigned long long;
using surface_object_t = unsigned long long;

enum resource_type : int {
    resource_type_array = 0,
    resource_type_mipmapped_array = 1,
    resource_type_linear = 2,
    resource_type_pitch_2d = 3,
};

struct resource_desc {
    resource_type resType;
    union {
        struct {
            array_t array;
        } array;
        struct {
            mipmapped_array_t mipmap;
        } mipmap;
        struct {
            void *devPtr;
            channel_format_desc desc;
            std::size_t sizeInBytes;
        } linear;
        struct {
            void *devPtr;
            channel_format_desc desc;
            std::size_t width;
            std::size_t height;
            std::size_t pitchInBytes;
        } pitch2D;
    } res;
};

enum resource_view_format : int { res_view_format_none = 0 };

struct resource_view_desc {
    resource_view_format format;
    std::size_t width, height, depth;
    unsigned firstMipmapLevel, lastMipmapLevel, firstLayer, lastLayer;
};

enum surface_boundary_mode : int {
    boundary_mode_zero = 0,
    boundary_mode_clamp = 1,
    boundary_mode_trap = 2,
};
enum surface_format_mode : int { format_mode_forced = 0, format_mode_auto = 1 };

inline constexpr int texture_type_1d = 0x01;
inline constexpr int texture_type_2d = 0x02;
inline constexpr int texture_type_3d = 0x03;
inline constexpr int texture_type_cubemap = 0x0C;
inline constexpr int texture_type_1d_layered = 0xF1;
inline constexpr int texture_type_2d_layered = 0xF2;
inline constexpr int texture_type_cubemap_layered = 0xFC;
inline constexpr int surface_type_1d = 0x01;
inline constexpr int surface_type_2d = 0x02;
inline constexpr int surface_type_3d = 0x03;
inline constexpr int surface_type_cubemap = 0x0C;
inline constexpr int surface_type_1d_layered = 0xF1;
inline constexpr int surface_type_2d_layered = 0xF2;
inline constexpr int surface_type_cubemap_layered = 0xFC;

} // namespace cn::types

namespace cn::opencl {

/// What an object was made of, for those who ask.
struct texture_record {
    resource_desc resource;
    texture_desc texture;
    resource_view_desc view;
};

class texture_table {
  public:
    void add(std::uint64_t handle, const texture_record &record) {
        std::lock_guard<std::mutex> lock(guard);
        records[handle] = record;
    }

    void remove(std::uint64_t handle) {
        std::lock_guard<std::mutex> lock(guard);
        records.erase(handle);
    }

    /// Throws error_invalid_value.
    texture_record find(std::uint64_t handle) {
        std::lock_guard<std::mutex> lock(guard);
        const auto found = records.find(handle);
        detail::require(found != records.end(), error_invalid_value);
        return found->second;
    }

  private:
    std::mutex guard;
    std::map<std::uint64_t, texture_record> records;
};

inline texture_table &textures() {
    static auto *all = new texture_table;
    return *all;
}

inline channel_format_desc format_of(const resource_desc &r) {
    switch (r.resType) {
    case resource_type_array:
        return given(r.res.array.array).desc;
    case resource_type_mipmapped_array:
        detail::require(r.res.mipmap.mipmap != nullptr, error_invalid_value);
        return given(r.res.mipmap.mipmap->levels.front()).desc;
    case resource_type_linear:
        return r.res.linear.desc;
    default:
        return r.res.pitch2D.desc;
    }
}

inline std::vector<texture_level> levels_of(const resource_desc &r) {
    const std::size_t texel = bytes_of(format_of(r));
    switch (r.resType) {
    case resource_type_array:
        return {level_of(given(r.res.array.array))};
    case resource_type_mipmapped_array: {
        std::vector<texture_level> all;
        for (array_const_t level : r.res.mipmap.mipmap->levels) {
            all.push_back(level_of(given(level)));
        }
        return all;
    }
    case resource_type_linear: {
        const std::size_t bytes = r.res.linear.sizeInBytes;
        return {level_of_rows(r.res.linear.devPtr, bytes / texel, 1, bytes)};
    }
    default:
        return {level_of_rows(r.res.pitch2D.devPtr, r.res.pitch2D.width, r.res.pitch2D.height,
                              r.res.pitch2D.pitchInBytes)};
    }
}

inline std::uint64_t create_object(const resource_desc &resource, const texture_desc *texture) {
    const std::vector<texture_level> levels = levels_of(resource);
    texture_descriptor made = describe(format_of(resource), levels.front());
    if (texture != nullptr) {
        apply(made, *texture);
    }
    const placed_descriptor to = reserve_descriptor(levels.size());
    write_descriptor(to, made, levels);
    textures().add(to.handle(), {resource, texture != nullptr ? *texture : texture_desc{}, {}});
    return to.handle();
}

inline void destroy_object(std::uint64_t handle) {
    current_device();
    if (handle == 0) {
        return;
    }
    textures().find(handle);
    textures().remove(handle);
    const allocation in = allocation_at(reinterpret_cast<const void *>(handle));
    synchronize(*in.owner);
    release(in);
}

} // namespace cn::opencl

namespace cn {

/// A texture over an array, a mipmapped array, linear or pitched memory. Views in another format are not supported.
inline error_t create_texture_object(texture_object_t *created, const resource_desc *resource,
                                     const texture_desc *texture,
                                     const resource_view_desc *view = nullptr) noexcept {
    return detail::call([&] {
        const bool complete = created != nullptr && resource != nullptr && texture != nullptr;
        detail::require(complete, error_invalid_value);
        const bool plain = view == nullptr || view->format == res_view_format_none;
        detail::require(plain, error_not_supported);
        *created = opencl::create_object(*resource, texture);
    });
}

inline error_t destroy_texture_object(texture_object_t handle) noexcept {
    return detail::call([&] { opencl::destroy_object(handle); });
}

inline error_t get_texture_object_resource_desc(resource_desc *resource,
                                                texture_object_t handle) noexcept {
    return detail::call([&] { *resource = opencl::textures().find(handle).resource; });
}

inline error_t get_texture_object_texture_desc(texture_desc *texture,
                                               texture_object_t handle) noexcept {
    return detail::call([&] { *texture = opencl::textures().find(handle).texture; });
}

inline error_t get_texture_object_resource_view_desc(resource_view_desc *view,
                                                     texture_object_t handle) noexcept {
    return detail::call([&] { *view = opencl::textures().find(handle).view; });
}

/// A surface over an array.
inline error_t create_surface_object(surface_object_t *created,
                                     const resource_desc *resource) noexcept {
    return detail::call([&] {
        const bool fits = created != nullptr && resource != nullptr &&
                          resource->resType == resource_type_array;
        detail::require(fits, error_invalid_value);
        *created = opencl::create_object(*resource, nullptr);
    });
}

inline error_t destroy_surface_object(surface_object_t handle) noexcept {
    return detail::call([&] { opencl::destroy_object(handle); });
}

inline error_t get_surface_object_resource_desc(resource_desc *resource,
                                                surface_object_t handle) noexcept {
    return detail::call([&] { *resource = opencl::textures().find(handle).resource; });
}

} // namespace cn

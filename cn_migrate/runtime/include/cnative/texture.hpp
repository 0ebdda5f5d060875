// SPDX-License-Identifier: MIT
// Texture and surface objects: handles of descriptors that kernels read. Sampling is emulated by the kernels, exactly
// and on every device with shared virtual memory.
#pragma once

#include <cstddef>

#include "array.hpp"

namespace cn::types {

using texture_object_t = unsigned long long;
using surface_object_t = unsigned long long;

enum texture_address_mode : int {
    address_mode_wrap = 0,
    address_mode_clamp = 1,
    address_mode_mirror = 2,
    address_mode_border = 3,
};
enum texture_filter_mode : int { filter_mode_point = 0, filter_mode_linear = 1 };
enum texture_read_mode : int { read_mode_element_type = 0, read_mode_normalized_float = 1 };

struct texture_desc {
    texture_address_mode addressMode[3];
    texture_filter_mode filterMode;
    texture_read_mode readMode;
    int sRGB;
    float borderColor[4];
    int normalizedCoords;
    unsigned int maxAnisotropy;
    texture_filter_mode mipmapFilterMode;
    float mipmapLevelBias;
    float minMipmapLevelClamp;
    float maxMipmapLevelClamp;
    int disableTrilinearOptimization;
    int seamlessCubemap;
};

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

namespace cn {

/// A texture over an array, a mipmapped array, linear or pitched memory. Views in another format are not supported.
error_t create_texture_object(texture_object_t *created, const resource_desc *resource,
                              const texture_desc *texture,
                              const resource_view_desc *view = nullptr) noexcept;

error_t destroy_texture_object(texture_object_t handle) noexcept;

error_t get_texture_object_resource_desc(resource_desc *resource, texture_object_t handle) noexcept;

error_t get_texture_object_texture_desc(texture_desc *texture, texture_object_t handle) noexcept;

error_t get_texture_object_resource_view_desc(resource_view_desc *view,
                                              texture_object_t handle) noexcept;

/// A surface over an array.
error_t create_surface_object(surface_object_t *created, const resource_desc *resource) noexcept;

error_t destroy_surface_object(surface_object_t handle) noexcept;

error_t get_surface_object_resource_desc(resource_desc *resource, surface_object_t handle) noexcept;

} // namespace cn

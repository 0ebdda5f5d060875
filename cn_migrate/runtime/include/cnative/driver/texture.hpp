// SPDX-License-Identifier: MIT
// Texture and surface objects of the driver interface: those of the runtime interface.
#pragma once

#include <cstddef>

#include "../texture.hpp"
#include "array.hpp"

namespace cn::types {

/// Integers of 8 and 16 bits are read as they are; without it, as floats from 0 or -1 to 1.
inline constexpr unsigned driver_trsf_read_as_integer = 0x01;
inline constexpr unsigned driver_trsf_normalized_coordinates = 0x02;
inline constexpr unsigned driver_trsf_srgb = 0x10;

struct driver_resource_desc {
    resource_type resType;
    union {
        struct {
            array_t hArray;
        } array;
        struct {
            mipmapped_array_t hMipmappedArray;
        } mipmap;
        struct {
            driver_device_ptr devPtr;
            driver_array_format format;
            unsigned int numChannels;
            std::size_t sizeInBytes;
        } linear;
        struct {
            driver_device_ptr devPtr;
            driver_array_format format;
            unsigned int numChannels;
            std::size_t width;
            std::size_t height;
            std::size_t pitchInBytes;
        } pitch2D;
        struct {
            int reserved[32];
        } reserved;
    } res;
    unsigned int flags;
};

struct driver_texture_desc {
    texture_address_mode addressMode[3];
    texture_filter_mode filterMode;
    unsigned int flags; // driver_trsf_read_as_integer and the like
    unsigned int maxAnisotropy;
    texture_filter_mode mipmapFilterMode;
    float mipmapLevelBias;
    float minMipmapLevelClamp;
    float maxMipmapLevelClamp;
    float borderColor[4];
    int reserved[12];
};

struct driver_resource_view_desc {
    int format;
    std::size_t width;
    std::size_t height;
    std::size_t depth;
    unsigned int firstMipmapLevel;
    unsigned int lastMipmapLevel;
    unsigned int firstLayer;
    unsigned int lastLayer;
    unsigned int reserved[16];
};

} // namespace cn::types

namespace cn {

/// Views in another format are not supported.
driver_result driver_tex_object_create(texture_object_t *created,
                                       const driver_resource_desc *resource,
                                       const driver_texture_desc *texture,
                                       const driver_resource_view_desc *view) noexcept;

driver_result driver_tex_object_destroy(texture_object_t handle) noexcept;

driver_result driver_surf_object_create(surface_object_t *created,
                                        const driver_resource_desc *resource) noexcept;

driver_result driver_surf_object_destroy(surface_object_t handle) noexcept;

} // namespace cn

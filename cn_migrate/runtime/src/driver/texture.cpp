// SPDX-License-Identifier: MIT
// Texture and surface objects of the driver interface.
#include "cnative/driver/texture.hpp"

#include <algorithm>

#include "../opencl/texture.hpp"
#include "array.hpp"
#include "memory.hpp"
#include "result.hpp"

namespace cn::opencl {

namespace {

resource_desc resource_of(const driver_resource_desc &d) {
    resource_desc r{};
    r.resType = d.resType;
    switch (d.resType) {
    case resource_type_array:
        r.res.array.array = d.res.array.hArray;
        return r;
    case resource_type_mipmapped_array:
        r.res.mipmap.mipmap = d.res.mipmap.hMipmappedArray;
        return r;
    case resource_type_linear:
        r.res.linear = {pointer(d.res.linear.devPtr),
                        channels_of(d.res.linear.format, d.res.linear.numChannels),
                        d.res.linear.sizeInBytes};
        return r;
    case resource_type_pitch_2d:
        r.res.pitch2D = {pointer(d.res.pitch2D.devPtr),
                         channels_of(d.res.pitch2D.format, d.res.pitch2D.numChannels),
                         d.res.pitch2D.width, d.res.pitch2D.height, d.res.pitch2D.pitchInBytes};
        return r;
    }
    throw detail::failure{error_invalid_value};
}

/// Integers of 32 bits are read as they are, whatever the flags say.
texture_desc texture_of(const driver_texture_desc &d, const channel_format_desc &format) {
    texture_desc t{};
    std::copy(d.addressMode, d.addressMode + 3, t.addressMode);
    std::copy(d.borderColor, d.borderColor + 4, t.borderColor);
    t.filterMode = d.filterMode;
    const bool is_small = format.f != channel_format_kind_float && format.x < 32;
    const bool promotes = is_small && (d.flags & driver_trsf_read_as_integer) == 0;
    t.readMode = promotes ? read_mode_normalized_float : read_mode_element_type;
    t.sRGB = static_cast<int>((d.flags & driver_trsf_srgb) != 0);
    t.normalizedCoords = static_cast<int>((d.flags & driver_trsf_normalized_coordinates) != 0);
    t.maxAnisotropy = d.maxAnisotropy;
    t.mipmapFilterMode = d.mipmapFilterMode;
    t.mipmapLevelBias = d.mipmapLevelBias;
    t.minMipmapLevelClamp = d.minMipmapLevelClamp;
    t.maxMipmapLevelClamp = d.maxMipmapLevelClamp;
    return t;
}

} // namespace

} // namespace cn::opencl

namespace cn {

driver_result driver_tex_object_create(texture_object_t *created,
                                       const driver_resource_desc *resource,
                                       const driver_texture_desc *texture,
                                       const driver_resource_view_desc *view) noexcept {
    return detail::driver_call([&] {
        const bool complete = created != nullptr && resource != nullptr && texture != nullptr;
        detail::require(complete, error_invalid_value);
        const bool plain = view == nullptr || view->format == res_view_format_none;
        detail::require(plain, error_not_supported);
        const resource_desc from = opencl::resource_of(*resource);
        const texture_desc how = opencl::texture_of(*texture, opencl::format_of(from));
        detail::demand(create_texture_object(created, &from, &how));
    });
}

driver_result driver_tex_object_destroy(texture_object_t handle) noexcept {
    return detail::driver_call([&] { detail::demand(destroy_texture_object(handle)); });
}

driver_result driver_surf_object_create(surface_object_t *created,
                                        const driver_resource_desc *resource) noexcept {
    return detail::driver_call([&] {
        detail::require(resource != nullptr, error_invalid_value);
        const resource_desc from = opencl::resource_of(*resource);
        detail::demand(create_surface_object(created, &from));
    });
}

driver_result driver_surf_object_destroy(surface_object_t handle) noexcept {
    return detail::driver_call([&] { detail::demand(destroy_surface_object(handle)); });
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Texture and surface objects.
#include "cnative/texture.hpp"

#include "opencl/texture.hpp"

namespace cn {

error_t create_texture_object(texture_object_t *created, const resource_desc *resource,
                              const texture_desc *texture,
                              const resource_view_desc *view) noexcept {
    return detail::call([&] {
        const bool complete = created != nullptr && resource != nullptr && texture != nullptr;
        detail::require(complete, error_invalid_value);
        const bool plain = view == nullptr || view->format == res_view_format_none;
        detail::require(plain, error_not_supported);
        *created = opencl::create_object(*resource, texture);
    });
}

error_t destroy_texture_object(texture_object_t handle) noexcept {
    return detail::call([&] { opencl::destroy_object(handle); });
}

error_t get_texture_object_resource_desc(resource_desc *resource,
                                         texture_object_t handle) noexcept {
    return detail::call([&] { *resource = opencl::textures().find(handle).resource; });
}

error_t get_texture_object_texture_desc(texture_desc *texture, texture_object_t handle) noexcept {
    return detail::call([&] { *texture = opencl::textures().find(handle).texture; });
}

error_t get_texture_object_resource_view_desc(resource_view_desc *view,
                                              texture_object_t handle) noexcept {
    return detail::call([&] { *view = opencl::textures().find(handle).view; });
}

error_t create_surface_object(surface_object_t *created, const resource_desc *resource) noexcept {
    return detail::call([&] {
        const bool fits = created != nullptr && resource != nullptr &&
                          resource->resType == resource_type_array;
        detail::require(fits, error_invalid_value);
        *created = opencl::create_object(*resource, nullptr);
    });
}

error_t destroy_surface_object(surface_object_t handle) noexcept {
    return detail::call([&] { opencl::destroy_object(handle); });
}

error_t get_surface_object_resource_desc(resource_desc *resource,
                                         surface_object_t handle) noexcept {
    return detail::call([&] { *resource = opencl::textures().find(handle).resource; });
}

} // namespace cn

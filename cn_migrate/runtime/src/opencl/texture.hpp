// SPDX-License-Identifier: MIT
// Textures: what each is made of, and its descriptor on the device.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "cnative/texture.hpp"
#include "texture_descriptor.hpp"

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

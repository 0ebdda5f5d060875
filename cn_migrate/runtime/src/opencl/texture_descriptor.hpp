// SPDX-License-Identifier: MIT
// What the handle of a texture or surface object points to, in device memory. Kernels sample textures with ordinary
// loads that this tells them of; the ported device code declares the same structures.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <vector>

#include "array.hpp"
#include "cnative/texture.hpp"

namespace cn::opencl {

struct texture_level {
    char *data;
    std::uint64_t row;   // bytes from row to row
    std::uint64_t slice; // bytes from slice to slice
    std::int32_t width, height, depth;
    std::int32_t reserved;
};

/// Formats of a channel.
enum texel_format : std::int32_t {
    unsigned_8 = 0,
    signed_8 = 1,
    unsigned_16 = 2,
    signed_16 = 3,
    half_format = 4,
    word = 5, // 32 bits of any kind
};

struct texture_descriptor {
    texture_level base;
    const texture_level *levels; // all of them, base first
    std::int32_t last_level;
    std::int32_t channels;
    std::int32_t texel; // bytes
    texel_format format;
    std::int32_t address[3];
    std::int32_t linear;
    std::int32_t normalized;
    std::int32_t srgb;
    float border[4];
    std::int32_t level_linear;
    float level_bias, least_level, most_level;
};
static_assert(sizeof(texture_level) == 40 && sizeof(texture_descriptor) == 120);

/// Throws error_invalid_channel_descriptor.
inline texel_format format_of(const channel_format_desc &d) {
    const bool is_signed = d.f == channel_format_kind_signed;
    const bool is_float = d.f == channel_format_kind_float;
    detail::require(d.f != channel_format_kind_none, error_invalid_channel_descriptor);
    detail::require(bytes_of(d) != 1 || !is_float, error_invalid_channel_descriptor);
    switch (d.x) {
    case 8:
        return is_signed ? signed_8 : unsigned_8;
    case 16:
        return is_float ? half_format : is_signed ? signed_16 : unsigned_16;
    default:
        return word;
    }
}

/// A descriptor of memory in this format, unfiltered, with indices for coordinates.
inline texture_descriptor describe(const channel_format_desc &d, const texture_level &level) {
    texture_descriptor made{};
    made.base = level;
    made.channels = channels_of(d);
    made.texel = static_cast<std::int32_t>(bytes_of(d));
    made.format = format_of(d);
    for (std::int32_t &mode : made.address) {
        mode = address_mode_clamp;
    }
    return made;
}

inline texture_level level_of(const array &a) {
    return {a.base,
            a.pitch(),
            a.pitch() * a.rows(),
            static_cast<std::int32_t>(a.size.width),
            static_cast<std::int32_t>(a.rows()),
            static_cast<std::int32_t>(a.slices()),
            0};
}

inline texture_level level_of_rows(void *data, std::size_t width, std::size_t height,
                                   std::size_t pitch) {
    return {static_cast<char *>(data), pitch, 0, static_cast<std::int32_t>(width),
            static_cast<std::int32_t>(height), 1, 0};
}

/// Coordinates that are not normalised know clamping and borders only.
inline void apply(texture_descriptor &made, const texture_desc &d) {
    for (int axis = 0; axis < 3; ++axis) {
        const bool clamps = d.addressMode[axis] != address_mode_border && d.normalizedCoords == 0;
        made.address[axis] = clamps ? address_mode_clamp : d.addressMode[axis];
    }
    made.linear = d.filterMode == filter_mode_linear;
    made.normalized = d.normalizedCoords != 0;
    made.srgb = d.sRGB != 0;
    std::copy(std::begin(d.borderColor), std::end(d.borderColor), made.border);
    made.level_linear = d.mipmapFilterMode == filter_mode_linear;
    made.level_bias = d.mipmapLevelBias;
    made.least_level = d.minMipmapLevelClamp;
    made.most_level = d.maxMipmapLevelClamp;
}

/// Memory of the device for a descriptor with its levels.
struct placed_descriptor {
    char *place = nullptr;
    std::size_t levels = 0;

    std::uint64_t handle() const { return reinterpret_cast<std::uintptr_t>(place); }
};

inline placed_descriptor reserve_descriptor(std::size_t levels) {
    const std::size_t size = sizeof(texture_descriptor) + levels * sizeof(texture_level);
    return {static_cast<char *>(allocate_for(memory_kind::device, size)), levels};
}

/// Puts a descriptor there, in the order of the null stream.
inline void write_descriptor(const placed_descriptor &to, texture_descriptor d,
                             const std::vector<texture_level> &levels) {
    char *const behind = to.place + sizeof d;
    d.levels = reinterpret_cast<const texture_level *>(behind);
    d.last_level = static_cast<std::int32_t>(levels.size()) - 1;
    std::vector<char> bytes(sizeof d + levels.size() * sizeof(texture_level));
    std::memcpy(bytes.data(), &d, sizeof d);
    std::memcpy(bytes.data() + sizeof d, levels.data(), levels.size() * sizeof(texture_level));
    copy_rows(to.place, bytes.size(), bytes.data(), bytes.size(), {bytes.size(), 1},
              memcpy_host_to_device, nullptr, false);
}

} // namespace cn::opencl

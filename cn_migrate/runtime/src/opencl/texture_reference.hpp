// SPDX-License-Identifier: MIT
// What texture and surface references are bound to.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "cnative/texture_reference.hpp"
#include "symbols.hpp"
#include "texture.hpp"

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

// SPDX-License-Identifier: MIT
// Arrays are device memory, row behind row, slice (or layer, or face) behind slice.
#pragma once

#include <memory>
#include <vector>

#include "cnative/array.hpp"
#include "copy_rows.hpp"
#include "memory.hpp"

namespace cn::types {

struct array {
    char *base;
    channel_format_desc desc;
    extent size; // as it was asked for: a height or depth of 0 for fewer dimensions
    unsigned flags;
    std::size_t texel; // bytes

    std::size_t rows() const { return size.height != 0 ? size.height : 1; }
    std::size_t slices() const { return size.depth != 0 ? size.depth : 1; }
    std::size_t pitch() const { return size.width * texel; }
};

/// Arrays of ever smaller size, the first one the largest.
struct mipmapped_array {
    std::vector<array_t> levels;
};

} // namespace cn::types

namespace cn::opencl {

/// Pitched memory of three dimensions, from its first byte on.
struct box {
    char *begin;
    std::size_t pitch; // bytes from row to row
    std::size_t slice; // bytes from slice to slice
};

/// Copies a box of `size`, whose width counts bytes.
inline void copy_box(const box &to, const box &from, const extent &size, memcpy_kind kind,
                     stream_t stream, bool asynchronous) {
    const bool dense = to.slice == to.pitch * size.height && from.slice == from.pitch * size.height;
    const std::size_t copies = dense && size.depth != 0 ? 1 : size.depth;
    const std::size_t height = dense ? size.height * size.depth : size.height;
    for (std::size_t z = 0; z < copies; ++z) {
        copy_rows(to.begin + z * to.slice, to.pitch, from.begin + z * from.slice, from.pitch,
                  {size.width, height}, kind, stream, asynchronous);
    }
}

/// The part of an array that begins at byte `x` of a row.
inline box box_of(const array &a, std::size_t x, std::size_t y = 0, std::size_t z = 0) {
    const std::size_t slice = a.pitch() * a.rows();
    return {a.base + z * slice + y * a.pitch() + x, a.pitch(), slice};
}

inline int channels_of(const channel_format_desc &d) {
    return (d.x != 0) + (d.y != 0) + (d.z != 0) + (d.w != 0);
}

/// Bytes of an element. Throws error_invalid_channel_descriptor.
inline std::size_t bytes_of(const channel_format_desc &d) {
    const bool known = d.x == 8 || d.x == 16 || d.x == 32;
    detail::require(known, error_invalid_channel_descriptor);
    return static_cast<std::size_t>(d.x + d.y + d.z + d.w) / 8;
}

inline array_t create_array(const channel_format_desc &desc, const extent &size, unsigned flags) {
    const std::size_t texel = bytes_of(desc);
    detail::require(size.width != 0, error_invalid_value);
    auto created = std::make_unique<array>(array{nullptr, desc, size, flags, texel});
    created->base = static_cast<char *>(allocate_for(
        memory_kind::device, created->pitch() * created->rows() * created->slices(), flags));
    return created.release();
}

inline void destroy_array(array_t a) {
    const allocation in = allocation_at(a->base);
    synchronize(*in.owner);
    release(in);
    delete a;
}

/// Throws error_invalid_resource_handle for none.
inline const array &given(array_const_t a) {
    detail::require(a != nullptr, error_invalid_resource_handle);
    return *a;
}

/// Plain memory of rows.
inline box rows_at(const void *p, std::size_t pitch) {
    return {static_cast<char *>(const_cast<void *>(p)), pitch, 0};
}

} // namespace cn::opencl

// SPDX-License-Identifier: MIT
// Copies and fills of boxes.
#pragma once

#include "array.hpp"
#include "cnative/copy_3d.hpp"

namespace cn::opencl {

/// One end of a copy. Positions count elements of an array, and bytes of anything else.
inline box box_at(array_const_t in, const pitched_ptr &p, const pos &at) {
    detail::require((in != nullptr) != (p.ptr != nullptr), error_invalid_value);
    if (in != nullptr) {
        return box_of(*in, at.x * in->texel, at.y, at.z);
    }
    char *const begin = static_cast<char *>(p.ptr);
    return {begin + (at.z * p.ysize + at.y) * p.pitch + at.x, p.pitch, p.pitch * p.ysize};
}

/// Widths count elements where an array takes part, which both ends then agree on, else bytes.
template <class Parms>
void copy_3d(const Parms *p, memcpy_kind kind, stream_t stream, bool asynchronous) {
    detail::require(p != nullptr, error_invalid_value);
    array_const_t const in = p->dstArray != nullptr ? p->dstArray : p->srcArray;
    const bool agree = p->srcArray == nullptr || p->srcArray->texel == in->texel;
    detail::require(agree, error_invalid_value);
    const std::size_t width = p->extent.width * (in != nullptr ? in->texel : 1);
    copy_box(box_at(p->dstArray, p->dstPtr, p->dstPos), box_at(p->srcArray, p->srcPtr, p->srcPos),
             {width, p->extent.height, p->extent.depth}, kind, stream, asynchronous);
}

inline void fill_box(const pitched_ptr &to, int value, const extent &size, stream_t stream) {
    for (std::size_t z = 0; z < size.depth; ++z) {
        fill_rows(static_cast<char *>(to.ptr) + z * to.ysize * to.pitch, to.pitch, byte(value),
                  {size.width, size.height}, stream);
    }
}

} // namespace cn::opencl

// SPDX-License-Identifier: MIT
// Boxes of memory: pitched allocations of three dimensions, their copies and fills, and copies to and from arrays by
// cudaMemcpy3D's parameters.
#pragma once

#include "array.hpp"

namespace cn::types {

struct memcpy_3d_parms {
    array_t srcArray;
    pos srcPos;
    pitched_ptr srcPtr;
    array_t dstArray;
    pos dstPos;
    pitched_ptr dstPtr;
    types::extent extent;
    memcpy_kind kind;
};

struct memcpy_3d_peer_parms {
    array_t srcArray;
    pos srcPos;
    pitched_ptr srcPtr;
    int srcDevice;
    array_t dstArray;
    pos dstPos;
    pitched_ptr dstPtr;
    int dstDevice;
    types::extent extent;
};

} // namespace cn::types

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

namespace cn {

constexpr pitched_ptr make_pitched_ptr(void *ptr, std::size_t pitch, std::size_t xsize,
                                       std::size_t ysize) {
    return {ptr, pitch, xsize, ysize};
}

constexpr pos make_pos(std::size_t x, std::size_t y, std::size_t z) { return {x, y, z}; }

constexpr extent make_extent(std::size_t width, std::size_t height, std::size_t depth) {
    return {width, height, depth};
}

/// Device memory for a box; its width counts bytes.
inline error_t malloc_3d(pitched_ptr *created, extent size) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr, error_invalid_value);
        void *begin = nullptr;
        std::size_t pitch = 0;
        const error_t given = malloc_pitch(&begin, &pitch, size.width, size.height * size.depth);
        detail::require(given == success, given);
        *created = {begin, pitch, size.width, size.height};
    });
}

/// Copies a box between any two of arrays and pitched memory.
inline error_t memcpy_3d(const memcpy_3d_parms *p) noexcept {
    return detail::call(
        [&] { opencl::copy_3d(p, p != nullptr ? p->kind : memcpy_default, nullptr, false); });
}

inline error_t memcpy_3d_async(const memcpy_3d_parms *p, stream_t stream = nullptr) noexcept {
    return detail::call(
        [&] { opencl::copy_3d(p, p != nullptr ? p->kind : memcpy_default, stream, true); });
}

inline error_t memcpy_3d_peer(const memcpy_3d_peer_parms *p) noexcept {
    return detail::call([&] { opencl::copy_3d(p, memcpy_device_to_device, nullptr, false); });
}

inline error_t memcpy_3d_peer_async(const memcpy_3d_peer_parms *p,
                                    stream_t stream = nullptr) noexcept {
    return detail::call([&] { opencl::copy_3d(p, memcpy_device_to_device, stream, true); });
}

inline error_t memset_3d(pitched_ptr to, int value, extent size) noexcept {
    return detail::call([&] { opencl::fill_box(to, value, size, nullptr); });
}

inline error_t memset_3d_async(pitched_ptr to, int value, extent size,
                               stream_t stream = nullptr) noexcept {
    return detail::call([&] { opencl::fill_box(to, value, size, stream); });
}

} // namespace cn

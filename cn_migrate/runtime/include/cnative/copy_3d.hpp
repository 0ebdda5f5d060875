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
error_t malloc_3d(pitched_ptr *created, extent size) noexcept;

/// Copies a box between any two of arrays and pitched memory.
error_t memcpy_3d(const memcpy_3d_parms *p) noexcept;

error_t memcpy_3d_async(const memcpy_3d_parms *p, stream_t stream = nullptr) noexcept;

error_t memcpy_3d_peer(const memcpy_3d_peer_parms *p) noexcept;

error_t memcpy_3d_peer_async(const memcpy_3d_peer_parms *p, stream_t stream = nullptr) noexcept;

error_t memset_3d(pitched_ptr to, int value, extent size) noexcept;

error_t memset_3d_async(pitched_ptr to, int value, extent size, stream_t stream = nullptr) noexcept;

} // namespace cn

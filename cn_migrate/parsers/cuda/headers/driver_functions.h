// make_cudaExtent, make_cudaPos, make_cudaPitchedPtr.
// Source: CUDA Runtime API, "Memory Management".
#pragma once

#include "driver_types.h"

static __inline__ __host__ struct cudaPitchedPtr make_cudaPitchedPtr(void *d, size_t p, size_t xsz,
    size_t ysz) {
    struct cudaPitchedPtr pitched = {d, p, xsz, ysz};
    return pitched;
}

static __inline__ __host__ struct cudaPos make_cudaPos(size_t x, size_t y, size_t z) {
    struct cudaPos pos = {x, y, z};
    return pos;
}

static __inline__ __host__ struct cudaExtent make_cudaExtent(size_t w, size_t h, size_t d) {
    struct cudaExtent extent = {w, h, d};
    return extent;
}

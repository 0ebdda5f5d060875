// Surface reads and writes, through surface objects and surface references: plain accesses. x counts bytes.
// An access outside of the surface does nothing and reads zero, also where CUDA would end the kernel
// (cudaBoundaryModeTrap).
// Source: CUDA C++ Programming Guide, "Surface Functions".
#pragma once

#include "texture_references.h"
#include "texture_sampling.h"

#ifdef __CUDACC__

// The place of `size` bytes; null where they lie outside.
static __inline__ __device__ unsigned char *cn_surface_place(cudaSurfaceObject_t surface, int x, int y, int z,
    int size, enum cudaSurfaceBoundaryMode mode) {
    const cn_texture_level *l = &((const cn_texture *)surface)->base;
    int bytes = l->width * ((const cn_texture *)surface)->texel;
    if (mode == cudaBoundaryModeClamp) {
        x = min(max(x, 0), bytes - size);
        y = min(max(y, 0), l->height - 1);
        z = min(max(z, 0), l->depth - 1);
    }
    bool inside = x >= 0 && x + size <= bytes && y >= 0 && y < l->height && z >= 0 && z < l->depth;
    return inside ? l->data + (z * l->slice + y * l->row + x) : nullptr;
}

template <class T>
static __inline__ __device__ T cn_surface_read(cudaSurfaceObject_t surface, int x, int y, int z,
    enum cudaSurfaceBoundaryMode mode) {
    const unsigned char *place = cn_surface_place(surface, x, y, z, sizeof(T), mode);
    return place ? *(const T *)place : T();
}

template <class T>
static __inline__ __device__ void cn_surface_write(T data, cudaSurfaceObject_t surface, int x, int y, int z,
    enum cudaSurfaceBoundaryMode mode) {
    unsigned char *place = cn_surface_place(surface, x, y, z, sizeof(T), mode);
    if (place) *(T *)place = data;
}

#define cn_surface_note \
    cn_weakened("an access outside of the surface does nothing and reads zero; with cudaBoundaryModeTrap CUDA ends the kernel")
#define CN_UNPACKED(...) __VA_ARGS__
#define CN_SURFACE(suffix, dim, parameters, x, y, z) \
    template <class T> \
    cn_surface_note static __inline__ __device__ T surf##suffix##read(cudaSurfaceObject_t surfObject, CN_UNPACKED parameters, \
        enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap) { \
        return cn_surface_read<T>(surfObject, x, y, z, boundaryMode); \
    } \
    template <class T> \
    cn_surface_note static __inline__ __device__ void surf##suffix##read(T *data, cudaSurfaceObject_t surfObject, \
        CN_UNPACKED parameters, enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap) { \
        *data = cn_surface_read<T>(surfObject, x, y, z, boundaryMode); \
    } \
    template <class T> \
    cn_surface_note static __inline__ __device__ void surf##suffix##write(T data, cudaSurfaceObject_t surfObject, \
        CN_UNPACKED parameters, enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap) { \
        cn_surface_write<T>(data, surfObject, x, y, z, boundaryMode); \
    } \
    template <class T> \
    cn_surface_note static __inline__ __device__ T surf##suffix##read(const surface<void, dim> &surf, CN_UNPACKED parameters, \
        enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap) { \
        return cn_surface_read<T>(surf.object, x, y, z, boundaryMode); \
    } \
    template <class T> \
    cn_surface_note static __inline__ __device__ void surf##suffix##read(T *data, const surface<void, dim> &surf, \
        CN_UNPACKED parameters, enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap) { \
        *data = cn_surface_read<T>(surf.object, x, y, z, boundaryMode); \
    } \
    template <class T> \
    cn_surface_note static __inline__ __device__ void surf##suffix##write(T data, const surface<void, dim> &surf, \
        CN_UNPACKED parameters, enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap) { \
        cn_surface_write<T>(data, surf.object, x, y, z, boundaryMode); \
    }

CN_SURFACE(1D, cudaSurfaceType1D, (int x), x, 0, 0)
CN_SURFACE(2D, cudaSurfaceType2D, (int x, int y), x, y, 0)
CN_SURFACE(3D, cudaSurfaceType3D, (int x, int y, int z), x, y, z)
CN_SURFACE(1DLayered, cudaSurfaceType1DLayered, (int x, int layer), x, 0, layer)
CN_SURFACE(2DLayered, cudaSurfaceType2DLayered, (int x, int y, int layer), x, y, layer)
CN_SURFACE(Cubemap, cudaSurfaceTypeCubemap, (int x, int y, int face), x, y, face)
CN_SURFACE(CubemapLayered, cudaSurfaceTypeCubemapLayered, (int x, int y, int layerface), x, y, layerface)
#undef cn_surface_note
#undef CN_SURFACE
#undef CN_UNPACKED

#endif

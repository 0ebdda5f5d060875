// Surface reads and writes, through surface objects and surface references. x counts bytes.
// Source: CUDA C++ Programming Guide, "Surface Functions".
#pragma once

#include "texture_references.h"

#define CN_SURFACE(suffix, type, ...) \
    template <class T> \
    __device__ T surf##suffix##read(cudaSurfaceObject_t surfObject, __VA_ARGS__, \
        enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap); \
    template <class T> \
    __device__ void surf##suffix##read(T *data, cudaSurfaceObject_t surfObject, __VA_ARGS__, \
        enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap); \
    template <class T> \
    __device__ void surf##suffix##write(T data, cudaSurfaceObject_t surfObject, __VA_ARGS__, \
        enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap); \
    template <class T> \
    __device__ T surf##suffix##read(surface<void, type> surf, __VA_ARGS__, \
        enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap); \
    template <class T> \
    __device__ void surf##suffix##read(T *data, surface<void, type> surf, __VA_ARGS__, \
        enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap); \
    template <class T> \
    __device__ void surf##suffix##write(T data, surface<void, type> surf, __VA_ARGS__, \
        enum cudaSurfaceBoundaryMode boundaryMode = cudaBoundaryModeTrap);

CN_SURFACE(1D, cudaSurfaceType1D, int x)
CN_SURFACE(2D, cudaSurfaceType2D, int x, int y)
CN_SURFACE(3D, cudaSurfaceType3D, int x, int y, int z)
CN_SURFACE(1DLayered, cudaSurfaceType1DLayered, int x, int layer)
CN_SURFACE(2DLayered, cudaSurfaceType2DLayered, int x, int y, int layer)
CN_SURFACE(Cubemap, cudaSurfaceTypeCubemap, int x, int y, int face)
CN_SURFACE(CubemapLayered, cudaSurfaceTypeCubemapLayered, int x, int y, int layerface)
#undef CN_SURFACE

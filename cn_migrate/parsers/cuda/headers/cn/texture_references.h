// texture<> and surface<>: references of CUDA before 12, and the runtime's C++ overloads for them.
// Source: CUDA C++ Programming Guide 11, "Texture Reference API", "Surface Reference API".
#pragma once

#include "../channel_descriptor.h"
#include "api_array.h"

// The attributes are clang's: they let device code name such variables, which are declared without __device__.
// object is the texture object that the reference is bound to (cnative/texture_reference.hpp has the same layout).
template <class T, int texType = cudaTextureType1D, enum cudaTextureReadMode mode = cudaReadModeElementType>
struct __attribute__((device_builtin_texture_type)) texture : public textureReference {
    cudaTextureObject_t object = 0;
    __host__ __device__ constexpr texture(int norm = 0, enum cudaTextureFilterMode fMode = cudaFilterModePoint,
        enum cudaTextureAddressMode aMode = cudaAddressModeClamp)
        : textureReference{norm, fMode, {aMode, aMode, aMode}, {}, 0, 0, cudaFilterModePoint, 0, 0, 0, 0} {}
    __host__ __device__ constexpr texture(int norm, enum cudaTextureFilterMode fMode,
        enum cudaTextureAddressMode aMode, struct cudaChannelFormatDesc desc)
        : textureReference{norm, fMode, {aMode, aMode, aMode}, desc, 0, 0, cudaFilterModePoint, 0, 0, 0, 0} {}
};

template <class T,
    int dim = 1> struct __attribute__((device_builtin_surface_type)) surface : public surfaceReference {
    cudaSurfaceObject_t object = 0;
    __host__ __device__ constexpr surface() : surfaceReference{} {}
};
template <int dim> struct __attribute__((device_builtin_surface_type)) surface<void,
    dim> : public surfaceReference {
    cudaSurfaceObject_t object = 0;
    __host__ __device__ constexpr surface() : surfaceReference{} {}
};

template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaBindTexture(size_t *offset, const texture<T, dim, mode> &tex, const void *devPtr,
    const struct cudaChannelFormatDesc &desc, size_t size = 0xffffffffU);
template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaBindTexture(size_t *offset, const texture<T, dim, mode> &tex, const void *devPtr,
    size_t size = 0xffffffffU);
template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaBindTexture2D(size_t *offset, const texture<T, dim, mode> &tex, const void *devPtr,
    const struct cudaChannelFormatDesc &desc, size_t width, size_t height, size_t pitch);
template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaBindTexture2D(size_t *offset, const texture<T, dim, mode> &tex, const void *devPtr, size_t width,
    size_t height, size_t pitch);
template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaBindTextureToArray(const texture<T, dim, mode> &tex, cudaArray_const_t array,
    const struct cudaChannelFormatDesc &desc);
template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaBindTextureToArray(const texture<T, dim, mode> &tex, cudaArray_const_t array);
template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaBindTextureToMipmappedArray(const texture<T, dim, mode> &tex, cudaMipmappedArray_const_t array);
template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaBindTextureToMipmappedArray(const texture<T, dim, mode> &tex, cudaMipmappedArray_const_t array,
    const struct cudaChannelFormatDesc &desc);
template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaUnbindTexture(const texture<T, dim, mode> &tex);
template <class T, int dim, enum cudaTextureReadMode mode>
cudaError_t cudaGetTextureAlignmentOffset(size_t *offset, const texture<T, dim, mode> &tex);
template <class T, int dim>
cudaError_t cudaBindSurfaceToArray(const surface<T, dim> &surf, cudaArray_const_t array,
    const struct cudaChannelFormatDesc &desc);
template <class T, int dim>
cudaError_t cudaBindSurfaceToArray(const surface<T, dim> &surf, cudaArray_const_t array);

// Texture fetches, from texture objects and from texture references.
// Source: CUDA C++ Programming Guide, "Texture Functions".
#pragma once

#include "../vector_types.h"
#include "texture_references.h"

// The result of a fetch from a reference: the element itself, or floats as many as it has components.
template <class T, enum cudaTextureReadMode mode> struct cn_texture_result { typedef T type; };
#define CN_NORMALIZED(base, vector) \
    template <> struct cn_texture_result<base, cudaReadModeNormalizedFloat> { typedef vector type; };
#define CN_NORMALIZED_VECTORS(base) \
    CN_NORMALIZED(base##1, float1) \
    CN_NORMALIZED(base##2, float2) \
    CN_NORMALIZED(base##4, float4)
CN_NORMALIZED(char, float)
CN_NORMALIZED(signed char, float)
CN_NORMALIZED(unsigned char, float)
CN_NORMALIZED(short, float)
CN_NORMALIZED(unsigned short, float)
CN_NORMALIZED_VECTORS(char)
CN_NORMALIZED_VECTORS(uchar)
CN_NORMALIZED_VECTORS(short)
CN_NORMALIZED_VECTORS(ushort)
#undef CN_NORMALIZED_VECTORS
#undef CN_NORMALIZED

// One fetch in its three forms: object with the result as template argument, object with the result by pointer,
// and reference. dim is the reference's texture type; the coordinates follow.
#define CN_FETCH(name, dim, ...) \
    template <class T> __device__ T name(cudaTextureObject_t texObject, __VA_ARGS__); \
    template <class T> __device__ void name(T *ptr, cudaTextureObject_t texObject, __VA_ARGS__); \
    template <class T, enum cudaTextureReadMode mode> \
    __device__ typename cn_texture_result<T, mode>::type name(texture<T, dim, mode> tex, __VA_ARGS__);

CN_FETCH(tex1Dfetch, cudaTextureType1D, int x)
CN_FETCH(tex1D, cudaTextureType1D, float x)
CN_FETCH(tex1DLod, cudaTextureType1D, float x, float level)
CN_FETCH(tex1DGrad, cudaTextureType1D, float x, float dx, float dy)
CN_FETCH(tex2D, cudaTextureType2D, float x, float y)
CN_FETCH(tex2DLod, cudaTextureType2D, float x, float y, float level)
CN_FETCH(tex2DGrad, cudaTextureType2D, float x, float y, float2 dx, float2 dy)
CN_FETCH(tex3D, cudaTextureType3D, float x, float y, float z)
CN_FETCH(tex3DLod, cudaTextureType3D, float x, float y, float z, float level)
CN_FETCH(tex3DGrad, cudaTextureType3D, float x, float y, float z, float4 dx, float4 dy)
CN_FETCH(tex1DLayered, cudaTextureType1DLayered, float x, int layer)
CN_FETCH(tex1DLayeredLod, cudaTextureType1DLayered, float x, int layer, float level)
CN_FETCH(tex1DLayeredGrad, cudaTextureType1DLayered, float x, int layer, float dx, float dy)
CN_FETCH(tex2DLayered, cudaTextureType2DLayered, float x, float y, int layer)
CN_FETCH(tex2DLayeredLod, cudaTextureType2DLayered, float x, float y, int layer, float level)
CN_FETCH(tex2DLayeredGrad, cudaTextureType2DLayered, float x, float y, int layer, float2 dx, float2 dy)
CN_FETCH(texCubemap, cudaTextureTypeCubemap, float x, float y, float z)
CN_FETCH(texCubemapLod, cudaTextureTypeCubemap, float x, float y, float z, float level)
CN_FETCH(texCubemapLayered, cudaTextureTypeCubemapLayered, float x, float y, float z, int layer)
CN_FETCH(texCubemapLayeredLod, cudaTextureTypeCubemapLayered, float x, float y, float z, int layer, float level)
#undef CN_FETCH

template <class T> __device__ T tex2Dgather(cudaTextureObject_t texObject, float x, float y, int comp = 0);
template <class T>
__device__ void tex2Dgather(T *ptr, cudaTextureObject_t texObject, float x, float y, int comp = 0);

// Fetches that also say whether the data of a sparse texture was resident.
template <class T> __device__ T tex2D(cudaTextureObject_t texObject, float x, float y, bool *isResident);
template <class T> __device__ T tex3D(cudaTextureObject_t texObject, float x, float y, float z,
    bool *isResident);

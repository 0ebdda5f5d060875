// Texture fetches, from texture objects and from texture references: ordinary device code over the descriptor.
// Source: CUDA C++ Programming Guide, "Texture Functions", "Layered Textures", "Cubemap Textures", "Texture Gather".
#pragma once

#include "../vector_types.h"
#include "texture_references.h"
#include "texture_sampling.h"

#ifdef __CUDACC__

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

// -- one level of each kind of texture

template <class T>
static __inline__ __device__ T cn_sample_1d(const cn_texture *t, const cn_texture_level *l, float x) {
    return cn_sample_row<T>(t, l, cn_taps_at(t, x, 0, l->width), 0, 0);
}

template <class T>
static __inline__ __device__ T cn_sample_2d(const cn_texture *t, const cn_texture_level *l, float x, float y) {
    return cn_sample_slice<T>(t, l, cn_taps_at(t, x, 0, l->width), cn_taps_at(t, y, 1, l->height), 0);
}

template <class T>
static __inline__ __device__ T cn_sample_3d(const cn_texture *t, const cn_texture_level *l, float x, float y,
    float z) {
    return cn_sample<T>(t, l, cn_taps_at(t, x, 0, l->width), cn_taps_at(t, y, 1, l->height),
        cn_taps_at(t, z, 2, l->depth));
}

template <class T>
static __inline__ __device__ T cn_sample_1d_layered(const cn_texture *t, const cn_texture_level *l, float x,
    int layer) {
    return cn_sample_row<T>(t, l, cn_taps_at(t, x, 0, l->width), 0, cn_layer(layer, l->depth));
}

template <class T>
static __inline__ __device__ T cn_sample_2d_layered(const cn_texture *t, const cn_texture_level *l, float x,
    float y, int layer) {
    return cn_sample_slice<T>(t, l, cn_taps_at(t, x, 0, l->width), cn_taps_at(t, y, 1, l->height),
        cn_layer(layer, l->depth));
}

static __inline__ __device__ cn_taps cn_face_taps(const cn_texture *t, float x, int n) {
    x = fminf(fmaxf((x + 1.0f) / 2.0f, 0.0f), 1.0f) * n;
    if (t->linear) return cn_taps_between(cudaAddressModeClamp, x, n);
    return cn_one_tap(min((int)x, n - 1));
}

// The face that a direction points to, and the place on it; a cubemap's faces are six layers.
template <class T>
static __inline__ __device__ T cn_sample_cubemap_layered(const cn_texture *t, const cn_texture_level *l, float x,
    float y, float z, int layer) {
    float ax = fabsf(x), ay = fabsf(y), az = fabsf(z), most, s, r;
    int face;
    if (ax >= ay && ax >= az) {
        face = x >= 0.0f ? 0 : 1;
        most = ax;
        s = x >= 0.0f ? -z : z;
        r = -y;
    } else if (ay >= az) {
        face = y >= 0.0f ? 2 : 3;
        most = ay;
        s = x;
        r = y >= 0.0f ? z : -z;
    } else {
        face = z >= 0.0f ? 4 : 5;
        most = az;
        s = z >= 0.0f ? x : -x;
        r = -y;
    }
    return cn_sample_slice<T>(t, l, cn_face_taps(t, s / most, l->width), cn_face_taps(t, r / most, l->width),
        cn_layer(layer * 6 + face, l->depth));
}

template <class T>
static __inline__ __device__ T cn_sample_cubemap(const cn_texture *t, const cn_texture_level *l, float x, float y,
    float z) {
    return cn_sample_cubemap_layered<T>(t, l, x, y, z, 0);
}

// -- the functions of CUDA

#define CN_UNPACKED(...) __VA_ARGS__

// The other forms of a fetch: object with the result by pointer, and reference.
#define CN_FORMS(name, dim, parameters, arguments) \
    template <class T> \
    static __inline__ __device__ void name(T *ptr, cudaTextureObject_t texObject, CN_UNPACKED parameters) { \
        *ptr = name<T>(texObject, CN_UNPACKED arguments); \
    } \
    template <class T, enum cudaTextureReadMode mode> \
    static __inline__ __device__ typename cn_texture_result<T, mode>::type name(const texture<T, dim, mode> &tex, \
        CN_UNPACKED parameters) { \
        return name<typename cn_texture_result<T, mode>::type>(tex.object, CN_UNPACKED arguments); \
    }

// A fetch, and the one at a level of detail, which may lie between two levels.
#define CN_FETCH(name, dim, sample, parameters, arguments) \
    template <class T> static __inline__ __device__ T name(cudaTextureObject_t texObject, CN_UNPACKED parameters) { \
        const cn_texture *t = (const cn_texture *)texObject; \
        return sample<T>(t, &t->base, CN_UNPACKED arguments); \
    } \
    template <class T> \
    static __inline__ __device__ T name##Lod(cudaTextureObject_t texObject, CN_UNPACKED parameters, float level) { \
        const cn_texture *t = (const cn_texture *)texObject; \
        float at = cn_level_of(t, level); \
        const cn_texture_level *l = t->levels + (int)at; \
        float weight = at - (int)at; \
        T v = sample<T>(t, l, CN_UNPACKED arguments); \
        if (weight == 0.0f) return v; \
        return cn_texel<T>::mix(v, sample<T>(t, l + 1, CN_UNPACKED arguments), weight); \
    } \
    CN_FORMS(name, dim, parameters, arguments) \
    CN_FORMS(name##Lod, dim, (CN_UNPACKED parameters, float level), (CN_UNPACKED arguments, level))

CN_FETCH(tex1D, cudaTextureType1D, cn_sample_1d, (float x), (x))
CN_FETCH(tex2D, cudaTextureType2D, cn_sample_2d, (float x, float y), (x, y))
CN_FETCH(tex3D, cudaTextureType3D, cn_sample_3d, (float x, float y, float z), (x, y, z))
CN_FETCH(tex1DLayered, cudaTextureType1DLayered, cn_sample_1d_layered, (float x, int layer), (x, layer))
CN_FETCH(tex2DLayered, cudaTextureType2DLayered, cn_sample_2d_layered, (float x, float y, int layer), (x, y, layer))
CN_FETCH(texCubemap, cudaTextureTypeCubemap, cn_sample_cubemap, (float x, float y, float z), (x, y, z))
CN_FETCH(texCubemapLayered, cudaTextureTypeCubemapLayered, cn_sample_cubemap_layered,
    (float x, float y, float z, int layer), (x, y, z, layer))
#undef CN_FETCH

// Behind the end there is nothing: zero.
template <class T> static __inline__ __device__ T tex1Dfetch(cudaTextureObject_t texObject, int x) {
    const cn_texture *t = (const cn_texture *)texObject;
    return cn_texel<T>::at(t, &t->base, x < t->base.width ? x : -1, 0, 0);
}
CN_FORMS(tex1Dfetch, cudaTextureType1D, (int x), (x))

// -- steps of the coordinates choose the level

#define CN_GRADIENT(name, dim, parameters, arguments, steps, given, dx2, dy2) \
    template <class T> \
    static __inline__ __device__ T name##Grad(cudaTextureObject_t texObject, CN_UNPACKED parameters, \
        CN_UNPACKED steps) { \
        const cn_texture *t = (const cn_texture *)texObject; \
        float w = cn_scale(t, t->base.width), h = cn_scale(t, t->base.height), d = cn_scale(t, t->base.depth); \
        (void)w, (void)h, (void)d; \
        return name##Lod<T>(texObject, CN_UNPACKED arguments, cn_level_of_steps(dx2, dy2)); \
    } \
    CN_FORMS(name##Grad, dim, (CN_UNPACKED parameters, CN_UNPACKED steps), \
        (CN_UNPACKED arguments, CN_UNPACKED given))
#define CN_SQUARE_1(s) (s * w * s * w)
#define CN_SQUARE_2(s) (s.x * w * s.x * w + s.y * h * s.y * h)
#define CN_SQUARE_3(s) (s.x * w * s.x * w + s.y * h * s.y * h + s.z * d * s.z * d)

CN_GRADIENT(tex1D, cudaTextureType1D, (float x), (x), (float dx, float dy), (dx, dy), CN_SQUARE_1(dx),
    CN_SQUARE_1(dy))
CN_GRADIENT(tex2D, cudaTextureType2D, (float x, float y), (x, y), (float2 dx, float2 dy), (dx, dy),
    CN_SQUARE_2(dx), CN_SQUARE_2(dy))
CN_GRADIENT(tex3D, cudaTextureType3D, (float x, float y, float z), (x, y, z), (float4 dx, float4 dy), (dx, dy),
    CN_SQUARE_3(dx), CN_SQUARE_3(dy))
CN_GRADIENT(tex1DLayered, cudaTextureType1DLayered, (float x, int layer), (x, layer), (float dx, float dy),
    (dx, dy), CN_SQUARE_1(dx), CN_SQUARE_1(dy))
CN_GRADIENT(tex2DLayered, cudaTextureType2DLayered, (float x, float y, int layer), (x, y, layer),
    (float2 dx, float2 dy), (dx, dy), CN_SQUARE_2(dx), CN_SQUARE_2(dy))
#undef CN_SQUARE_3
#undef CN_SQUARE_2
#undef CN_SQUARE_1
#undef CN_GRADIENT
#undef CN_FORMS
#undef CN_UNPACKED

// -- one component of the four texels that a filtered fetch would use

template <class T> static __inline__ __device__ auto cn_component(const T &v, int comp) -> decltype(v.x + v.x) {
    return comp == 0 ? v.x : comp == 1 ? v.y : comp == 2 ? v.z : v.w;
}

template <class T>
static __inline__ __device__ T tex2Dgather(cudaTextureObject_t texObject, float x, float y, int comp = 0) {
    const cn_texture *t = (const cn_texture *)texObject;
    const cn_texture_level *l = &t->base;
    float across = cn_texel_coordinate(t, x, 0, l->width), down = cn_texel_coordinate(t, y, 1, l->height);
    cn_taps i = cn_taps_between(t->address[0], across, l->width);
    cn_taps j = cn_taps_between(t->address[1], down, l->height);
    T v;
    v.x = cn_component(cn_texel<T>::at(t, l, i.first, j.second, 0), comp);
    v.y = cn_component(cn_texel<T>::at(t, l, i.second, j.second, 0), comp);
    v.z = cn_component(cn_texel<T>::at(t, l, i.second, j.first, 0), comp);
    v.w = cn_component(cn_texel<T>::at(t, l, i.first, j.first, 0), comp);
    return v;
}
template <class T>
static __inline__ __device__ void tex2Dgather(T *ptr, cudaTextureObject_t texObject, float x, float y,
    int comp = 0) {
    *ptr = tex2Dgather<T>(texObject, x, y, comp);
}
template <class T, enum cudaTextureReadMode mode>
static __inline__ __device__ typename cn_texture_result<T, mode>::type tex2Dgather(
    const texture<T, cudaTextureType2D, mode> &tex, float x, float y, int comp = 0) {
    return tex2Dgather<typename cn_texture_result<T, mode>::type>(tex.object, x, y, comp);
}

// -- fetches that also say whether the data of a sparse texture was there: it always is

template <class T>
static __inline__ __device__ T tex2D(cudaTextureObject_t texObject, float x, float y, bool *isResident) {
    *isResident = true;
    return tex2D<T>(texObject, x, y);
}
template <class T>
static __inline__ __device__ T tex3D(cudaTextureObject_t texObject, float x, float y, float z,
    bool *isResident) {
    *isResident = true;
    return tex3D<T>(texObject, x, y, z);
}

#endif

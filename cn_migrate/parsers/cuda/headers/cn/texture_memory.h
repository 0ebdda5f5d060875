// What the handle of a texture or surface object is in a port: the device address of a descriptor, which the native
// interface fills (cnative/texture_descriptor.hpp has the same layout), and how one texel is read through it.
// Source: CUDA C++ Programming Guide, "Texture and Surface Memory", "Texture Fetching".
#pragma once

#include "../vector_functions.h"
#include "texture_types.h"

// Formats of a channel, in the order of their widths. Signed ones are odd.
#define CN_UNSIGNED_8 0
#define CN_SIGNED_8 1
#define CN_UNSIGNED_16 2
#define CN_SIGNED_16 3
#define CN_HALF 4
#define CN_WORD 5  // 32 bits of any kind

struct cn_texture_level {
    unsigned char *data;
    unsigned long long row;    // bytes from row to row
    unsigned long long slice;  // bytes from slice to slice, or from layer to layer
    int width, height, depth;  // texels; depth also counts layers and faces
    int reserved;
};

struct cn_texture {
    struct cn_texture_level base;
    const struct cn_texture_level *levels;  // all of them, base first
    int last_level;
    int channels;
    int texel;   // bytes
    int format;  // of a channel
    int address[3];
    int linear;
    int normalized;
    int srgb;
    float border[4];
    int level_linear;
    float level_bias, least_level, most_level;
};

#ifdef __CUDACC__
#include "../../../../runtime/include/cnative/library.hpp"

static __inline__ __device__ float cn_linear_light(float v) {
    return v <= 0.04045f ? v / 12.92f : powf((v + 0.055f) / 1.055f, 2.4f);
}

// A channel as float: small integers are scaled to [0, 1] or [-1, 1]. There is none behind the last: zero.
static __inline__ __device__ float cn_channel_value(const cn_texture *t, const unsigned char *texel, int i) {
    if (i >= t->channels) return 0.0f;
    if (t->format == CN_WORD) return ((const float *)texel)[i];
    switch (t->format) {
        case CN_UNSIGNED_8: {
            float v = texel[i] / 255.0f;
            return t->srgb && i < 3 ? cn_linear_light(v) : v;
        }
        case CN_SIGNED_8: return fmaxf(((const signed char *)texel)[i] / 127.0f, -1.0f);
        case CN_UNSIGNED_16: return ((const unsigned short *)texel)[i] / 65535.0f;
        case CN_SIGNED_16: return fmaxf(((const short *)texel)[i] / 32767.0f, -1.0f);
        default: return cn_half_value(((const unsigned short *)texel)[i]);
    }
}

// A channel as integer, or the bits of a float.
static __inline__ __device__ int cn_channel_bits(const cn_texture *t, const unsigned char *texel, int i) {
    if (i >= t->channels) return 0;
    if (t->format == CN_WORD) return ((const int *)texel)[i];
    switch (t->format) {
        case CN_UNSIGNED_8: return texel[i];
        case CN_SIGNED_8: return ((const signed char *)texel)[i];
        case CN_UNSIGNED_16: return ((const unsigned short *)texel)[i];
        case CN_SIGNED_16: return ((const short *)texel)[i];
        default: return ((const unsigned short *)texel)[i];
    }
}

static __inline__ __device__ const unsigned char *cn_texel_place(const cn_texture *t, const cn_texture_level *l,
    int x, int y, int z) {
    return l->data + (z * l->slice + y * l->row + (unsigned long long)x * t->texel);
}

// Is an index outside of the texture, where the border's colour is?
static __inline__ __device__ bool cn_in_border(int x, int y, int z) { return (x | y | z) < 0; }

#endif

// How textures are sampled: addressing and filtering of each axis, then all axes together, as ordinary device code.
// Source: CUDA C++ Programming Guide, "Texture Fetching" (nearest-point sampling, linear filtering, table lookup).
#pragma once

#include "texture_memory.h"

#ifdef __CUDACC__

// The two texels of one axis that a coordinate falls between, and the weight of the second. Equal ones, or no
// weight, where nothing is filtered. Below zero: outside.
struct cn_taps {
    int first, second;
    float weight;
};

static __inline__ __device__ cn_taps cn_one_tap(int i) {
    cn_taps result = {i, i, 0.0f};
    return result;
}

static __inline__ __device__ int cn_texel_index(int mode, int i, int n) {
    if (i >= 0 && i < n) return i;
    if (mode == cudaAddressModeBorder) return -1;
    if (mode == cudaAddressModeWrap) return (i % n + n) % n;
    if (mode == cudaAddressModeMirror) {
        int at = (i % (2 * n) + 2 * n) % (2 * n);
        return at < n ? at : 2 * n - 1 - at;
    }
    return i < 0 ? 0 : n - 1;
}

// A coordinate in texels. Large ones stop where an int still holds them.
static __inline__ __device__ float cn_texel_coordinate(const cn_texture *t, float x, int axis, int n) {
    if (t->normalized) {
        int mode = t->address[axis];
        float whole = floorf(x);
        if (mode == cudaAddressModeWrap) x -= whole;
        if (mode == cudaAddressModeMirror) x = fmodf(whole, 2.0f) == 0.0f ? x - whole : 1.0f - (x - whole);
        x *= n;
    }
    return fminf(fmaxf(x, -1.0e9f), 1.0e9f);
}

// Weights have 8 bits of fraction, as CUDA's have.
static __inline__ __device__ cn_taps cn_taps_between(int mode, float x, int n) {
    float first = floorf(x - 0.5f);
    cn_taps result;
    result.weight = rintf((x - 0.5f - first) * 256.0f) / 256.0f;
    result.first = cn_texel_index(mode, (int)first, n);
    result.second = cn_texel_index(mode, (int)first + 1, n);
    return result;
}

static __inline__ __device__ cn_taps cn_taps_at(const cn_texture *t, float x, int axis, int n) {
    int mode = t->address[axis];
    x = cn_texel_coordinate(t, x, axis, n);
    if (t->linear) return cn_taps_between(mode, x, n);
    return cn_one_tap(cn_texel_index(mode, (int)floorf(x), n));
}

static __inline__ __device__ cn_taps cn_layer_tap(int layer, int n) {
    return cn_one_tap(min(max(layer, 0), n - 1));
}

static __inline__ __device__ float4 cn_blend(float4 a, float4 b, float weight) {
    float rest = 1.0f - weight;
    return make_float4(rest * a.x + weight * b.x, rest * a.y + weight * b.y, rest * a.z + weight * b.z,
        rest * a.w + weight * b.w);
}

static __inline__ __device__ float4 cn_sample_row(const cn_texture *t, const cn_texture_level *l, cn_taps x, int y,
    int z) {
    float4 v = cn_texel_values(t, l, x.first, y, z);
    return x.weight == 0.0f ? v : cn_blend(v, cn_texel_values(t, l, x.second, y, z), x.weight);
}

static __inline__ __device__ float4 cn_sample_slice(const cn_texture *t, const cn_texture_level *l, cn_taps x,
    cn_taps y, int z) {
    float4 v = cn_sample_row(t, l, x, y.first, z);
    return y.weight == 0.0f ? v : cn_blend(v, cn_sample_row(t, l, x, y.second, z), y.weight);
}

static __inline__ __device__ float4 cn_sample_values(const cn_texture *t, const cn_texture_level *l, cn_taps x,
    cn_taps y, cn_taps z) {
    float4 v = cn_sample_slice(t, l, x, y, z.first);
    return z.weight == 0.0f ? v : cn_blend(v, cn_sample_slice(t, l, x, y, z.second), z.weight);
}

// What a fetch gives, by its type: floats are filtered, integers are the texel's own.
template <class T> struct cn_texel;
#define CN_FLOATS(type, value, mixed) \
    template <> struct cn_texel<type> { \
        static __inline__ __device__ type sample(const cn_texture *t, const cn_texture_level *l, cn_taps x, \
            cn_taps y, cn_taps z) { \
            float4 v = cn_sample_values(t, l, x, y, z); \
            return value; \
        } \
        static __inline__ __device__ type mix(type a, type b, float weight) { \
            float rest = 1.0f - weight; \
            return mixed; \
        } \
    };
#define CN_MIX(field) rest *a.field + weight *b.field
CN_FLOATS(float, v.x, rest *a + weight *b)
CN_FLOATS(float1, make_float1(v.x), make_float1(CN_MIX(x)))
CN_FLOATS(float2, make_float2(v.x, v.y), make_float2(CN_MIX(x), CN_MIX(y)))
CN_FLOATS(float4, v, cn_blend(a, b, weight))
#undef CN_MIX
#undef CN_FLOATS
#define CN_INTEGERS(type, value) \
    template <> struct cn_texel<type> { \
        static __inline__ __device__ type sample(const cn_texture *t, const cn_texture_level *l, cn_taps x, \
            cn_taps y, cn_taps z) { \
            int4 v = cn_texel_bits(t, l, x.first, y.first, z.first); \
            return value; \
        } \
        static __inline__ __device__ type mix(type a, type, float) { return a; } \
    };
#define CN_INTEGER_VECTORS(name, type) \
    CN_INTEGERS(type, (type)v.x) \
    CN_INTEGERS(name##1, make_##name##1((type)v.x)) \
    CN_INTEGERS(name##2, make_##name##2((type)v.x, (type)v.y)) \
    CN_INTEGERS(name##4, make_##name##4((type)v.x, (type)v.y, (type)v.z, (type)v.w))
CN_INTEGER_VECTORS(char, signed char)
CN_INTEGER_VECTORS(uchar, unsigned char)
CN_INTEGER_VECTORS(short, short)
CN_INTEGER_VECTORS(ushort, unsigned short)
CN_INTEGER_VECTORS(int, int)
CN_INTEGER_VECTORS(uint, unsigned int)
CN_INTEGERS(char, (char)v.x)
#undef CN_INTEGER_VECTORS
#undef CN_INTEGERS

// -- levels of detail

static __inline__ __device__ float cn_level_of(const cn_texture *t, float level) {
    level = fminf(fmaxf(level + t->level_bias, t->least_level), t->most_level);
    level = fminf(fmaxf(level, 0.0f), (float)t->last_level);
    return t->level_linear ? level : rintf(level);
}

// The level at which a step in x or in y, given squared and in texels, is one texel long.
static __inline__ __device__ float cn_level_of_steps(float dx, float dy) {
    return 0.5f * log2f(fmaxf(fmaxf(dx, dy), 1.0e-30f));
}

static __inline__ __device__ float cn_scale(const cn_texture *t, int n) { return t->normalized ? (float)n : 1.0f; }

#endif

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

static __inline__ __device__ int cn_layer(int layer, int n) { return min(max(layer, 0), n - 1); }

// What a fetch gives, by its type: a texel, and a mixture of two. Integers are never mixed.
template <class T> struct cn_texel;
#define CN_FLOATS(type, value, border, mixed) \
    template <> struct cn_texel<type> { \
        static __inline__ __device__ type at(const cn_texture *t, const cn_texture_level *l, int x, int y, int z) { \
            if (cn_in_border(x, y, z)) return border; \
            const unsigned char *p = cn_texel_place(t, l, x, y, z); \
            return value; \
        } \
        static __inline__ __device__ type mix(type a, type b, float weight) { \
            float rest = 1.0f - weight; \
            return mixed; \
        } \
    };
#define CN_V(i) cn_channel_value(t, p, i)
#define CN_B(i) t->border[i]
#define CN_M(field) rest *a.field + weight *b.field
CN_FLOATS(float, CN_V(0), CN_B(0), rest *a + weight *b)
CN_FLOATS(float1, make_float1(CN_V(0)), make_float1(CN_B(0)), make_float1(CN_M(x)))
CN_FLOATS(float2, make_float2(CN_V(0), CN_V(1)), make_float2(CN_B(0), CN_B(1)), make_float2(CN_M(x), CN_M(y)))
CN_FLOATS(float4, make_float4(CN_V(0), CN_V(1), CN_V(2), CN_V(3)),
    make_float4(CN_B(0), CN_B(1), CN_B(2), CN_B(3)), make_float4(CN_M(x), CN_M(y), CN_M(z), CN_M(w)))
#undef CN_M
#undef CN_B
#undef CN_V
#undef CN_FLOATS

#define CN_INTEGERS(type, value) \
    template <> struct cn_texel<type> { \
        static __inline__ __device__ type at(const cn_texture *t, const cn_texture_level *l, int x, int y, int z) { \
            type none = {}; \
            if (cn_in_border(x, y, z)) return none; \
            const unsigned char *p = cn_texel_place(t, l, x, y, z); \
            return value; \
        } \
        static __inline__ __device__ type mix(type a, type, float) { return a; } \
    };
#define CN_V(type, i) (type) cn_channel_bits(t, p, i)
#define CN_INTEGER_VECTORS(name, type) \
    CN_INTEGERS(type, CN_V(type, 0)) \
    CN_INTEGERS(name##1, make_##name##1(CN_V(type, 0))) \
    CN_INTEGERS(name##2, make_##name##2(CN_V(type, 0), CN_V(type, 1))) \
    CN_INTEGERS(name##4, make_##name##4(CN_V(type, 0), CN_V(type, 1), CN_V(type, 2), CN_V(type, 3)))
CN_INTEGER_VECTORS(char, signed char)
CN_INTEGER_VECTORS(uchar, unsigned char)
CN_INTEGER_VECTORS(short, short)
CN_INTEGER_VECTORS(ushort, unsigned short)
CN_INTEGER_VECTORS(int, int)
CN_INTEGER_VECTORS(uint, unsigned int)
CN_INTEGERS(char, CN_V(char, 0))
#undef CN_INTEGER_VECTORS
#undef CN_V
#undef CN_INTEGERS

template <class T>
static __inline__ __device__ T cn_sample_row(const cn_texture *t, const cn_texture_level *l, cn_taps x, int y, int z) {
    T v = cn_texel<T>::at(t, l, x.first, y, z);
    return x.weight == 0.0f ? v : cn_texel<T>::mix(v, cn_texel<T>::at(t, l, x.second, y, z), x.weight);
}

template <class T>
static __inline__ __device__ T cn_sample_slice(const cn_texture *t, const cn_texture_level *l, cn_taps x, cn_taps y,
    int z) {
    T v = cn_sample_row<T>(t, l, x, y.first, z);
    return y.weight == 0.0f ? v : cn_texel<T>::mix(v, cn_sample_row<T>(t, l, x, y.second, z), y.weight);
}

template <class T>
static __inline__ __device__ T cn_sample(const cn_texture *t, const cn_texture_level *l, cn_taps x, cn_taps y,
    cn_taps z) {
    T v = cn_sample_slice<T>(t, l, x, y, z.first);
    return z.weight == 0.0f ? v : cn_texel<T>::mix(v, cn_sample_slice<T>(t, l, x, y, z.second), z.weight);
}

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

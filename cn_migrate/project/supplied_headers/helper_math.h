// SPDX-License-Identifier: MIT
// Arithmetic of CUDA's vector types: the interface of the helper_math.h that many CUDA programs include,
// written anew.
#pragma once

#include <math.h>

#include <cuda_runtime.h>

typedef unsigned int uint;
typedef unsigned short ushort;

#define CN_FUNCTION inline __host__ __device__

// Sources that are not CUDA have these from nowhere else.
#ifndef __CUDACC__
inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a > b ? a : b; }
inline uint min(uint a, uint b) { return a < b ? a : b; }
inline uint max(uint a, uint b) { return a > b ? a : b; }
inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
#endif

// An expression for each component: EACH(FORM, op) is FORM(x, op), FORM(y, op), ...
#define CN_EACH_2(FORM, op) FORM(x, op), FORM(y, op)
#define CN_EACH_3(FORM, op) FORM(x, op), FORM(y, op), FORM(z, op)
#define CN_EACH_4(FORM, op) FORM(x, op), FORM(y, op), FORM(z, op), FORM(w, op)
#define CN_BOTH(c, op) a.c op b.c
#define CN_LEFT(c, op) a.c op b
#define CN_RIGHT(c, op) a op b.c
#define CN_CALL(c, function) function(a.c)
#define CN_CALL_BOTH(c, function) function(a.c, b.c)
#define CN_SAME(c, value) value
#define CN_CAST(c, type) (type)a.c

// Arithmetic with vectors and with numbers on either side.
#define CN_OPERATOR(V, T, EACH, op)                                                                     \
    CN_FUNCTION V operator op(V a, V b) { return make_##V(EACH(CN_BOTH, op)); }                         \
    CN_FUNCTION V operator op(V a, T b) { return make_##V(EACH(CN_LEFT, op)); }                         \
    CN_FUNCTION V operator op(T a, V b) { return make_##V(EACH(CN_RIGHT, op)); }                        \
    CN_FUNCTION void operator op##=(V & a, V b) { a = a op b; }                                         \
    CN_FUNCTION void operator op##=(V & a, T b) { a = a op b; }

#define CN_ARITHMETIC(V, T, EACH)                                                                       \
    CN_FUNCTION V make_##V(T s) { return make_##V(EACH(CN_SAME, s)); }                                  \
    CN_OPERATOR(V, T, EACH, +)                                                                          \
    CN_OPERATOR(V, T, EACH, -)                                                                          \
    CN_OPERATOR(V, T, EACH, *)

CN_ARITHMETIC(float2, float, CN_EACH_2)
CN_ARITHMETIC(float3, float, CN_EACH_3)
CN_ARITHMETIC(float4, float, CN_EACH_4)
CN_ARITHMETIC(int2, int, CN_EACH_2)
CN_ARITHMETIC(int3, int, CN_EACH_3)
CN_ARITHMETIC(int4, int, CN_EACH_4)
CN_ARITHMETIC(uint2, uint, CN_EACH_2)
CN_ARITHMETIC(uint3, uint, CN_EACH_3)
CN_ARITHMETIC(uint4, uint, CN_EACH_4)
CN_OPERATOR(float2, float, CN_EACH_2, /)
CN_OPERATOR(float3, float, CN_EACH_3, /)
CN_OPERATOR(float4, float, CN_EACH_4, /)

// From one element type to another.
#define CN_CONVERSIONS(V, T, FROM, FROM2, EACH)                                                         \
    CN_FUNCTION V make_##V(FROM a) { return make_##V(EACH(CN_CAST, T)); }                               \
    CN_FUNCTION V make_##V(FROM2 a) { return make_##V(EACH(CN_CAST, T)); }

CN_CONVERSIONS(float2, float, int2, uint2, CN_EACH_2)
CN_CONVERSIONS(float3, float, int3, uint3, CN_EACH_3)
CN_CONVERSIONS(float4, float, int4, uint4, CN_EACH_4)
CN_CONVERSIONS(int2, int, float2, uint2, CN_EACH_2)
CN_CONVERSIONS(int3, int, float3, uint3, CN_EACH_3)
CN_CONVERSIONS(int4, int, float4, uint4, CN_EACH_4)
CN_CONVERSIONS(uint2, uint, float2, int2, CN_EACH_2)
CN_CONVERSIONS(uint3, uint, float3, int3, CN_EACH_3)
CN_CONVERSIONS(uint4, uint, float4, int4, CN_EACH_4)

// From one length to another.
#define CN_LENGTHS(T)                                                                                   \
    CN_FUNCTION T##2 make_##T##2(T##3 a) { return make_##T##2(a.x, a.y); }                              \
    CN_FUNCTION T##2 make_##T##2(T##4 a) { return make_##T##2(a.x, a.y); }                              \
    CN_FUNCTION T##3 make_##T##3(T##2 a) { return make_##T##3(a.x, a.y, 0); }                           \
    CN_FUNCTION T##3 make_##T##3(T##2 a, T s) { return make_##T##3(a.x, a.y, s); }                      \
    CN_FUNCTION T##3 make_##T##3(T##4 a) { return make_##T##3(a.x, a.y, a.z); }                         \
    CN_FUNCTION T##4 make_##T##4(T##3 a) { return make_##T##4(a.x, a.y, a.z, 0); }                      \
    CN_FUNCTION T##4 make_##T##4(T##3 a, T w) { return make_##T##4(a.x, a.y, a.z, w); }

CN_LENGTHS(float)
CN_LENGTHS(int)
CN_LENGTHS(uint)

// What only signed types have.
#define CN_SIGNED(V, EACH)                                                                              \
    CN_FUNCTION V operator-(const V &a) { return make_##V(EACH(CN_CALL, -)); }

CN_SIGNED(float2, CN_EACH_2)
CN_SIGNED(float3, CN_EACH_3)
CN_SIGNED(float4, CN_EACH_4)
CN_SIGNED(int2, CN_EACH_2)
CN_SIGNED(int3, CN_EACH_3)
CN_SIGNED(int4, CN_EACH_4)

// Numbers.
CN_FUNCTION float lerp(float a, float b, float t) { return a + t * (b - a); }
CN_FUNCTION float clamp(float f, float a, float b) { return fmaxf(a, fminf(f, b)); }
CN_FUNCTION int clamp(int f, int a, int b) { return max(a, min(f, b)); }
CN_FUNCTION uint clamp(uint f, uint a, uint b) { return max(a, min(f, b)); }
CN_FUNCTION float fracf(float v) { return v - floorf(v); }
CN_FUNCTION float smoothstep(float a, float b, float x) {
    float y = clamp((x - a) / (b - a), 0.0f, 1.0f);
    return y * y * (3.0f - 2.0f * y);
}

// The smaller, the larger and the limited by component.
#define CN_LIMITS(V, T, EACH, MIN, MAX)                                                                 \
    CN_FUNCTION V MIN(V a, V b) { return make_##V(EACH(CN_CALL_BOTH, MIN)); }                           \
    CN_FUNCTION V MAX(V a, V b) { return make_##V(EACH(CN_CALL_BOTH, MAX)); }                           \
    CN_FUNCTION V clamp(V v, V a, V b) { return MAX(a, MIN(v, b)); }                                    \
    CN_FUNCTION V clamp(V v, T a, T b) { return clamp(v, make_##V(a), make_##V(b)); }

CN_LIMITS(float2, float, CN_EACH_2, fminf, fmaxf)
CN_LIMITS(float3, float, CN_EACH_3, fminf, fmaxf)
CN_LIMITS(float4, float, CN_EACH_4, fminf, fmaxf)
CN_LIMITS(int2, int, CN_EACH_2, min, max)
CN_LIMITS(int3, int, CN_EACH_3, min, max)
CN_LIMITS(int4, int, CN_EACH_4, min, max)
CN_LIMITS(uint2, uint, CN_EACH_2, min, max)
CN_LIMITS(uint3, uint, CN_EACH_3, min, max)
CN_LIMITS(uint4, uint, CN_EACH_4, min, max)

// Products.
#define CN_DOT(T)                                                                                       \
    CN_FUNCTION T dot(T##2 a, T##2 b) { return a.x * b.x + a.y * b.y; }                                 \
    CN_FUNCTION T dot(T##3 a, T##3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }                     \
    CN_FUNCTION T dot(T##4 a, T##4 b) { return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w; }

CN_DOT(float)
CN_DOT(int)
CN_DOT(uint)

CN_FUNCTION float3 cross(float3 a, float3 b) {
    return make_float3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}

// Geometry, and functions of every component.
#define CN_GEOMETRY(V, EACH)                                                                            \
    CN_FUNCTION V lerp(V a, V b, float t) { return a + t * (b - a); }                                   \
    CN_FUNCTION float length(V v) { return sqrtf(dot(v, v)); }                                          \
    CN_FUNCTION V normalize(V v) { return v * rsqrtf(dot(v, v)); }                                      \
    CN_FUNCTION V floorf(V a) { return make_##V(EACH(CN_CALL, floorf)); }                               \
    CN_FUNCTION V fracf(V a) { return make_##V(EACH(CN_CALL, fracf)); }                                 \
    CN_FUNCTION V fmodf(V a, V b) { return make_##V(EACH(CN_CALL_BOTH, fmodf)); }                       \
    CN_FUNCTION V fabs(V a) { return make_##V(EACH(CN_CALL, fabsf)); }                                  \
    CN_FUNCTION V smoothstep(V a, V b, V x) {                                                           \
        V y = clamp((x - a) / (b - a), 0.0f, 1.0f);                                                     \
        return y * y * (make_##V(3.0f) - make_##V(2.0f) * y);                                           \
    }

CN_GEOMETRY(float2, CN_EACH_2)
CN_GEOMETRY(float3, CN_EACH_3)
CN_GEOMETRY(float4, CN_EACH_4)

CN_FUNCTION float3 reflect(float3 i, float3 n) { return i - 2.0f * n * dot(n, i); }

#define CN_ABSOLUTE(V, EACH)                                                                            \
    CN_FUNCTION V abs(V a) { return make_##V(EACH(CN_CALL, abs)); }

CN_ABSOLUTE(int2, CN_EACH_2)
CN_ABSOLUTE(int3, CN_EACH_3)
CN_ABSOLUTE(int4, CN_EACH_4)

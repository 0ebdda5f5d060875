// SPDX-License-Identifier: MIT
// CUDA's vector types and their constructors, in the global namespace, with CUDA's layout (CUDA C++
// Programming Guide, "Built-in Vector Types", table of alignment requirements).
#pragma once

// clang-format off
#define CN_VECTOR(name, T, align2, align4)                                        \
    struct name##1 { T x; };                                                       \
    struct alignas(align2) name##2 { T x, y; };                                    \
    struct name##3 { T x, y, z; };                                                 \
    struct alignas(align4) name##4 { T x, y, z, w; };                              \
    constexpr name##1 make_##name##1(T x) { return {x}; }                          \
    constexpr name##2 make_##name##2(T x, T y) { return {x, y}; }                  \
    constexpr name##3 make_##name##3(T x, T y, T z) { return {x, y, z}; }          \
    constexpr name##4 make_##name##4(T x, T y, T z, T w) { return {x, y, z, w}; }
// clang-format on

CN_VECTOR(char, signed char, 2, 4)
CN_VECTOR(uchar, unsigned char, 2, 4)
CN_VECTOR(short, short, 4, 8)
CN_VECTOR(ushort, unsigned short, 4, 8)
CN_VECTOR(int, int, 8, 16)
CN_VECTOR(uint, unsigned int, 8, 16)
CN_VECTOR(long, long, 2 * sizeof(long), 16)
CN_VECTOR(ulong, unsigned long, 2 * sizeof(long), 16)
CN_VECTOR(longlong, long long, 16, 16)
CN_VECTOR(ulonglong, unsigned long long, 16, 16)
CN_VECTOR(float, float, 8, 16)
CN_VECTOR(double, double, 16, 16)

#undef CN_VECTOR

/// Three extents; those not given are 1.
struct dim3 {
    unsigned int x, y, z;

    constexpr dim3(unsigned int vx = 1, unsigned int vy = 1, unsigned int vz = 1)
        : x(vx), y(vy), z(vz) {}
    constexpr dim3(uint3 v) : x(v.x), y(v.y), z(v.z) {}
    constexpr operator uint3() const { return {x, y, z}; }
};

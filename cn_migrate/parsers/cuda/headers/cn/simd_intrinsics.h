// SIMD within a word: two halfwords or four bytes, each lane as if it stood alone.
// Source: CUDA Math API, "SIMD Intrinsics".
#pragma once

#include "../../../../runtime/include/cnative/dpx.hpp"
#include "keywords.h"

// One lane of a word, with its sign or without.
__device__ inline int cn_signed_half(unsigned int a, unsigned int shift) { return (short)(a >> shift); }
__device__ inline int cn_unsigned_half(unsigned int a, unsigned int shift) { return (unsigned short)(a >> shift); }
__device__ inline int cn_signed_byte(unsigned int a, unsigned int shift) { return (signed char)(a >> shift); }
__device__ inline int cn_unsigned_byte(unsigned int a, unsigned int shift) { return (unsigned char)(a >> shift); }

__device__ inline unsigned int cn_of_halves(unsigned int low, unsigned int high) { return (low & 0xffffu) | high << 16; }
__device__ inline unsigned int cn_of_bytes(unsigned int a, unsigned int b, unsigned int c, unsigned int d)
{
    return (a & 0xffu) | (b & 0xffu) << 8 | (c & 0xffu) << 16 | d << 24;
}

// The nearest value that a lane of `bits` bits holds.
__device__ inline int cn_fit_signed(int value, int bits)
{
    const int top = (1 << (bits - 1)) - 1;
    return value > top ? top : value < ~top ? ~top : value;
}
__device__ inline int cn_fit_unsigned(int value, int bits)
{
    const int top = (1 << bits) - 1;
    return value > top ? top : value < 0 ? 0 : value;
}
__device__ inline int cn_magnitude(int value) { return value < 0 ? -value : value; }

// name_lane computes one lane; name2 works on two halfwords, name4 on four bytes. `sign` is signed or unsigned.
#define CN_SIMD_1(sign, name, result) \
    __device__ inline int name##_lane(int x, int bits) { return result; } \
    __device__ inline unsigned int name##2(unsigned int a) \
    { \
        return cn_of_halves(name##_lane(cn_##sign##_half(a, 0), 16), name##_lane(cn_##sign##_half(a, 16), 16)); \
    } \
    __device__ inline unsigned int name##4(unsigned int a) \
    { \
        return cn_of_bytes(name##_lane(cn_##sign##_byte(a, 0), 8), name##_lane(cn_##sign##_byte(a, 8), 8), \
            name##_lane(cn_##sign##_byte(a, 16), 8), name##_lane(cn_##sign##_byte(a, 24), 8)); \
    }
#define CN_SIMD_2(sign, name, result) \
    __device__ inline int name##_lane(int x, int y, int bits) { return result; } \
    __device__ inline unsigned int name##2(unsigned int a, unsigned int b) \
    { \
        return cn_of_halves(name##_lane(cn_##sign##_half(a, 0), cn_##sign##_half(b, 0), 16), \
            name##_lane(cn_##sign##_half(a, 16), cn_##sign##_half(b, 16), 16)); \
    } \
    __device__ inline unsigned int name##4(unsigned int a, unsigned int b) \
    { \
        return cn_of_bytes(name##_lane(cn_##sign##_byte(a, 0), cn_##sign##_byte(b, 0), 8), \
            name##_lane(cn_##sign##_byte(a, 8), cn_##sign##_byte(b, 8), 8), \
            name##_lane(cn_##sign##_byte(a, 16), cn_##sign##_byte(b, 16), 8), \
            name##_lane(cn_##sign##_byte(a, 24), cn_##sign##_byte(b, 24), 8)); \
    }

CN_SIMD_1(signed, __vabs, cn_magnitude(x))
CN_SIMD_1(signed, __vabsss, cn_fit_signed(cn_magnitude(x), bits))
CN_SIMD_1(signed, __vneg, -x)
CN_SIMD_1(signed, __vnegss, cn_fit_signed(-x, bits))
CN_SIMD_2(signed, __vabsdiffs, cn_magnitude(x - y))
CN_SIMD_2(unsigned, __vabsdiffu, cn_magnitude(x - y))
CN_SIMD_2(unsigned, __vadd, x + y)
CN_SIMD_2(signed, __vaddss, cn_fit_signed(x + y, bits))
CN_SIMD_2(unsigned, __vaddus, cn_fit_unsigned(x + y, bits))
CN_SIMD_2(signed, __vavgs, (x + y + (x + y >= 0)) >> 1) // halves away from zero
CN_SIMD_2(unsigned, __vavgu, (x + y + 1) >> 1)
CN_SIMD_2(unsigned, __vhaddu, (x + y) >> 1)
CN_SIMD_2(signed, __vmaxs, x > y ? x : y)
CN_SIMD_2(unsigned, __vmaxu, x > y ? x : y)
CN_SIMD_2(signed, __vmins, x < y ? x : y)
CN_SIMD_2(unsigned, __vminu, x < y ? x : y)
CN_SIMD_2(unsigned, __vsub, x - y)
CN_SIMD_2(signed, __vsubss, cn_fit_signed(x - y, bits))
CN_SIMD_2(unsigned, __vsubus, cn_fit_unsigned(x - y, bits))

// __vcmp: all bits of a lane where the comparison holds; __vset: 1.
#define CN_SIMD_COMPARE(sign, relation, suffix) \
    CN_SIMD_2(sign, __vcmp##suffix, x relation y ? -1 : 0) \
    CN_SIMD_2(sign, __vset##suffix, x relation y ? 1 : 0)
CN_SIMD_COMPARE(unsigned, ==, eq)
CN_SIMD_COMPARE(unsigned, !=, ne)
CN_SIMD_COMPARE(signed, >=, ges)
CN_SIMD_COMPARE(unsigned, >=, geu)
CN_SIMD_COMPARE(signed, >, gts)
CN_SIMD_COMPARE(unsigned, >, gtu)
CN_SIMD_COMPARE(signed, <=, les)
CN_SIMD_COMPARE(unsigned, <=, leu)
CN_SIMD_COMPARE(signed, <, lts)
CN_SIMD_COMPARE(unsigned, <, ltu)

// Sums of the lanes' absolute differences.
#define CN_SIMD_SUM(sign, name, lane) \
    __device__ inline unsigned int name##2(unsigned int a, unsigned int b) \
    { \
        return lane##_lane(cn_##sign##_half(a, 0), cn_##sign##_half(b, 0), 16) + \
            lane##_lane(cn_##sign##_half(a, 16), cn_##sign##_half(b, 16), 16); \
    } \
    __device__ inline unsigned int name##4(unsigned int a, unsigned int b) \
    { \
        return lane##_lane(cn_##sign##_byte(a, 0), cn_##sign##_byte(b, 0), 8) + \
            lane##_lane(cn_##sign##_byte(a, 8), cn_##sign##_byte(b, 8), 8) + \
            lane##_lane(cn_##sign##_byte(a, 16), cn_##sign##_byte(b, 16), 8) + \
            lane##_lane(cn_##sign##_byte(a, 24), cn_##sign##_byte(b, 24), 8); \
    }
CN_SIMD_SUM(signed, __vsads, __vabsdiffs)
CN_SIMD_SUM(unsigned, __vsadu, __vabsdiffu)

#undef CN_SIMD_SUM
#undef CN_SIMD_COMPARE
#undef CN_SIMD_2
#undef CN_SIMD_1

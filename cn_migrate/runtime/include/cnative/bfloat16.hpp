// SPDX-License-Identifier: MIT
// bfloat16: the upper half of a float, __nv_bfloat16 and __nv_bfloat162 with their functions, for
// the host and for kernels.
// CUDA Math API, "Bfloat16 Precision Intrinsics".
#pragma once

#include "half.hpp"
#include "library.hpp"

CN_LIBRARY float cn_bfloat16_value(unsigned short bits) {
    return cn_float_of_bits(static_cast<unsigned int>(bits) << 16);
}
/// The 16 bits of the bfloat16 number that is `value` rounded; not a number gives 0x7fff. `up` is
/// what to add to the magnitude before the lower half is cut off.
CN_LIBRARY unsigned short cn_bfloat16_cut(float value, unsigned int up) {
    const unsigned int bits = cn_bits_of_float(value);
    return static_cast<unsigned short>(value != value ? 0x7fffu : (bits + up) >> 16);
}
CN_LIBRARY unsigned short cn_bfloat16_bits_rn(float value) {
    return cn_bfloat16_cut(value, 0x7fffu + (cn_bits_of_float(value) >> 16 & 1u));
}
CN_LIBRARY unsigned short cn_bfloat16_bits_rz(float value) { return cn_bfloat16_cut(value, 0u); }
CN_LIBRARY unsigned short cn_bfloat16_bits_ru(float value) {
    return cn_bfloat16_cut(value, value > 0.0f ? 0xffffu : 0u);
}
CN_LIBRARY unsigned short cn_bfloat16_bits_rd(float value) {
    return cn_bfloat16_cut(value, value < 0.0f ? 0xffffu : 0u);
}

#define CN_NUMBER __nv_bfloat16
#define CN_PAIR __nv_bfloat162
#define CN_RAW __nv_bfloat16_raw
#define CN_RAW_PAIR __nv_bfloat162_raw
#define CN_OTHER __half
#define CN_NAME bfloat16
#define CN_PAIR_NAME bfloat162
#define CN_BITS(mode) cn_bfloat16_bits_##mode
#define CN_VALUE cn_bfloat16_value
#include "narrow_float.inl"
#include "narrow_float_end.inl"

typedef __nv_bfloat16 nv_bfloat16;
typedef __nv_bfloat162 nv_bfloat162;

CN_LIBRARY __half::__half(const __nv_bfloat16 value)
    : __x(cn_half_bits_rn(__bfloat162float(value))) {}
CN_LIBRARY __nv_bfloat16::__nv_bfloat16(const __half value)
    : __x(cn_bfloat16_bits_rn(__half2float(value))) {}

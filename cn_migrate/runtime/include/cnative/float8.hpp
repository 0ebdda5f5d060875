// SPDX-License-Identifier: MIT
// Floating-point numbers of 8 bits, __nv_fp8_e4m3 and __nv_fp8_e5m2, in ones, twos and fours, with
// their conversions, for the host and for kernels. There is no arithmetic on them.
// CUDA Math API, "FP8 Intrinsics"; Micikevicius et al., "FP8 Formats for Deep Learning", 2022.
#pragma once

#include "bfloat16.hpp"

typedef unsigned char __nv_fp8_storage_t;
typedef unsigned short int __nv_fp8x2_storage_t;
typedef unsigned int __nv_fp8x4_storage_t;
/// What becomes of numbers beyond the largest finite one: infinity (or no number), or that one.
typedef enum __nv_saturation_t { __NV_NOSAT, __NV_SATFINITE } __nv_saturation_t;
/// 4 bits of exponent and 3 of fraction, without infinities; or 5 and 2, like the upper half of a
/// __half.
typedef enum __nv_fp8_interpretation_t { __NV_E4M3, __NV_E5M2 } __nv_fp8_interpretation_t;

/// The 8 bits nearest to `value` (ties to even); not a number gives 0x7f.
CN_LIBRARY unsigned char cn_float8_bits(float value, __nv_saturation_t saturate,
                                        __nv_fp8_interpretation_t kind) {
    const bool fine = kind == __NV_E4M3;
    const unsigned int top = fine ? 0x7eu : 0x7bu;   // the largest finite magnitude
    const unsigned int least = fine ? 121u : 113u;   // float's exponent of the smallest normal one
    const unsigned int narrowed = fine ? 20u : 21u;  // bits of float's fraction that are too many
    const unsigned int bits = cn_bits_of_float(value);
    const unsigned int sign = bits >> 24 & 0x80u, magnitude = bits & 0x7fffffffu;
    const unsigned int exponent = magnitude >> 23;
    if (magnitude > 0x7f800000u) {
        return 0x7fu;
    }
    if (exponent + 25u < least + narrowed) { // less than half of the smallest one
        return static_cast<unsigned char>(sign);
    }
    const bool normal = exponent >= least;
    const unsigned int shift = normal ? narrowed : narrowed + least - exponent;
    const unsigned int whole = normal ? magnitude - ((least - 1u) << 23)
                                      : (magnitude & 0x7fffffu) | 0x800000u;
    const unsigned int cut = whole >> shift, rest = whole & ((1u << shift) - 1u);
    const unsigned int half = 1u << (shift - 1u);
    const unsigned int rounded = cut + (rest > half || (rest == half && (cut & 1u) != 0u));
    if (rounded <= top) {
        return static_cast<unsigned char>(sign | rounded);
    }
    return static_cast<unsigned char>(sign | (saturate == __NV_SATFINITE ? top : top + 1u));
}

/// The binary16 number of the 8 bits, exactly; not a number gives 0x7fff.
CN_LIBRARY unsigned short cn_float8_half(unsigned char bits, __nv_fp8_interpretation_t kind) {
    const unsigned int sign = (bits & 0x80u) << 8, magnitude = bits & 0x7fu;
    if (magnitude > (kind == __NV_E4M3 ? 0x7eu : 0x7cu)) {
        return 0x7fffu;
    }
    if (kind == __NV_E5M2) {
        return static_cast<unsigned short>(bits << 8);
    }
    const float value = magnitude < 8u ? static_cast<float>(magnitude) * 0.001953125f
                                       : cn_float_of_bits((magnitude << 20) + 0x3c000000u);
    return static_cast<unsigned short>(sign | cn_half_bits_rn(value));
}

CN_LIBRARY __nv_fp8_storage_t __nv_cvt_float_to_fp8(const float x,
                                                    const __nv_saturation_t saturate,
                                                    const __nv_fp8_interpretation_t kind) {
    return cn_float8_bits(x, saturate, kind);
}
CN_LIBRARY __nv_fp8_storage_t __nv_cvt_double_to_fp8(const double x,
                                                     const __nv_saturation_t saturate,
                                                     const __nv_fp8_interpretation_t kind) {
    return cn_float8_bits(cn_odd_float(x), saturate, kind);
}
CN_LIBRARY __nv_fp8_storage_t __nv_cvt_halfraw_to_fp8(const __half_raw x,
                                                      const __nv_saturation_t saturate,
                                                      const __nv_fp8_interpretation_t kind) {
    return cn_float8_bits(cn_half_value(x.x), saturate, kind);
}
CN_LIBRARY __nv_fp8_storage_t __nv_cvt_bfloat16raw_to_fp8(const __nv_bfloat16_raw x,
                                                          const __nv_saturation_t saturate,
                                                          const __nv_fp8_interpretation_t kind) {
    return cn_float8_bits(cn_bfloat16_value(x.x), saturate, kind);
}
CN_LIBRARY __half_raw __nv_cvt_fp8_to_halfraw(const __nv_fp8_storage_t x,
                                              const __nv_fp8_interpretation_t kind) {
    return __half_raw{cn_float8_half(x, kind)};
}

/// Two and four numbers next to each other, the first one in the lowest bits.
CN_LIBRARY __nv_fp8x2_storage_t cn_float8_two(__nv_fp8_storage_t x, __nv_fp8_storage_t y) {
    return static_cast<__nv_fp8x2_storage_t>(x | y << 8);
}
CN_LIBRARY __nv_fp8x4_storage_t cn_float8_four(__nv_fp8x2_storage_t low,
                                               __nv_fp8x2_storage_t high) {
    return low | static_cast<__nv_fp8x4_storage_t>(high) << 16;
}
CN_LIBRARY __nv_fp8x2_storage_t __nv_cvt_float2_to_fp8x2(const float2 x,
                                                         const __nv_saturation_t saturate,
                                                         const __nv_fp8_interpretation_t kind) {
    return cn_float8_two(__nv_cvt_float_to_fp8(x.x, saturate, kind),
                         __nv_cvt_float_to_fp8(x.y, saturate, kind));
}
CN_LIBRARY __nv_fp8x2_storage_t __nv_cvt_double2_to_fp8x2(const double2 x,
                                                          const __nv_saturation_t saturate,
                                                          const __nv_fp8_interpretation_t kind) {
    return cn_float8_two(__nv_cvt_double_to_fp8(x.x, saturate, kind),
                         __nv_cvt_double_to_fp8(x.y, saturate, kind));
}
CN_LIBRARY __nv_fp8x2_storage_t __nv_cvt_halfraw2_to_fp8x2(const __half2_raw x,
                                                           const __nv_saturation_t saturate,
                                                           const __nv_fp8_interpretation_t kind) {
    return cn_float8_two(__nv_cvt_halfraw_to_fp8(__half_raw{x.x}, saturate, kind),
                         __nv_cvt_halfraw_to_fp8(__half_raw{x.y}, saturate, kind));
}
CN_LIBRARY __nv_fp8x2_storage_t
__nv_cvt_bfloat16raw2_to_fp8x2(const __nv_bfloat162_raw x, const __nv_saturation_t saturate,
                               const __nv_fp8_interpretation_t kind) {
    return cn_float8_two(__nv_cvt_bfloat16raw_to_fp8(__nv_bfloat16_raw{x.x}, saturate, kind),
                         __nv_cvt_bfloat16raw_to_fp8(__nv_bfloat16_raw{x.y}, saturate, kind));
}
CN_LIBRARY __half2_raw __nv_cvt_fp8x2_to_halfraw2(const __nv_fp8x2_storage_t x,
                                                  const __nv_fp8_interpretation_t kind) {
    return __half2_raw{cn_float8_half(static_cast<unsigned char>(x & 0xffu), kind),
                       cn_float8_half(static_cast<unsigned char>(x >> 8), kind)};
}

#define CN_FLOAT8 __nv_fp8_e4m3
#define CN_FLOAT8_TWO __nv_fp8x2_e4m3
#define CN_FLOAT8_FOUR __nv_fp8x4_e4m3
#define CN_FLOAT8_KIND __NV_E4M3
#include "float8.inl"
#define CN_FLOAT8 __nv_fp8_e5m2
#define CN_FLOAT8_TWO __nv_fp8x2_e5m2
#define CN_FLOAT8_FOUR __nv_fp8x4_e5m2
#define CN_FLOAT8_KIND __NV_E5M2
#include "float8.inl"

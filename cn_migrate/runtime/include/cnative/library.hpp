// SPDX-License-Identifier: MIT
// What the functions share that a program may call on the host and in kernels alike: how they are
// declared, and the bits of numbers. The same text is read twice: by the host compiler of a ported
// program, and (as CUDA, where __CUDACC__ is defined) by the compiler that ports its kernels, to
// which the functions declared here without a body are built in.
#pragma once

#ifdef __CUDACC__
#define CN_LIBRARY __host__ __device__ inline
#define CN_METHOD __host__ __device__

/// The bits of a number, and the number of given bits.
__host__ __device__ unsigned int cn_bits_of_float(float value);
__host__ __device__ float cn_float_of_bits(unsigned int bits);
/// The 16 bits of the IEEE 754 binary16 number nearest to `value` (ties to even), or next to it
/// toward zero, upwards, downwards; not a number gives 0x7fff. The opposite direction is exact.
__host__ __device__ unsigned short cn_half_bits_rn(float value);
__host__ __device__ unsigned short cn_half_bits_rz(float value);
__host__ __device__ unsigned short cn_half_bits_ru(float value);
__host__ __device__ unsigned short cn_half_bits_rd(float value);
__host__ __device__ float cn_half_value(unsigned short bits);
#else
#include <cmath>
#include <cstring>

#define CN_LIBRARY inline
#define CN_METHOD

CN_LIBRARY unsigned int cn_bits_of_float(float value) {
    unsigned int bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}
CN_LIBRARY float cn_float_of_bits(unsigned int bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

namespace cn::detail {

/// The binary16 number next to `value` toward zero, and what is missing, in 2^-32 of its last place.
struct cut_half {
    unsigned int bits;
    unsigned int rest;
};

inline cut_half cut_to_half(float value) {
    const unsigned int bits = cn_bits_of_float(value);
    const unsigned int sign = bits >> 16 & 0x8000u, magnitude = bits & 0x7fffffffu;
    const unsigned int exponent = magnitude >> 23;
    if (magnitude >= 0x7f800000u) {
        return {magnitude > 0x7f800000u ? 0x7fffu : sign | 0x7c00u, 0u};
    }
    if (exponent > 142u) { // 2^16 and above
        return {sign | 0x7bffu, 0xffffffffu};
    }
    if (exponent > 112u) {
        return {sign | (magnitude - 0x38000000u) >> 13, magnitude << 19};
    }
    if (exponent < 95u) {
        return {sign, magnitude != 0u};
    }
    const unsigned long long significand = (magnitude & 0x7fffffu) | 0x800000u;
    const unsigned long long wide = significand << 32 >> (126u - exponent);
    return {sign | static_cast<unsigned int>(wide >> 32), static_cast<unsigned int>(wide)};
}

} // namespace cn::detail

/// The 16 bits of the IEEE 754 binary16 number nearest to `value` (ties to even), or next to it
/// toward zero, upwards, downwards; not a number gives 0x7fff.
CN_LIBRARY unsigned short cn_half_bits_rn(float value) {
    const cn::detail::cut_half cut = cn::detail::cut_to_half(value);
    const bool up = cut.rest > 0x80000000u || (cut.rest == 0x80000000u && (cut.bits & 1u) != 0u);
    return static_cast<unsigned short>(cut.bits + up);
}
CN_LIBRARY unsigned short cn_half_bits_rz(float value) {
    return static_cast<unsigned short>(cn::detail::cut_to_half(value).bits);
}
CN_LIBRARY unsigned short cn_half_bits_ru(float value) {
    const cn::detail::cut_half cut = cn::detail::cut_to_half(value);
    return static_cast<unsigned short>(cut.bits + (cut.rest != 0u && cut.bits < 0x8000u));
}
CN_LIBRARY unsigned short cn_half_bits_rd(float value) {
    const cn::detail::cut_half cut = cn::detail::cut_to_half(value);
    return static_cast<unsigned short>(cut.bits + (cut.rest != 0u && cut.bits >= 0x8000u));
}
CN_LIBRARY float cn_half_value(unsigned short bits) {
    const unsigned int sign = (bits & 0x8000u) << 16, magnitude = bits & 0x7fffu;
    if (magnitude >= 0x7c00u) {
        return cn_float_of_bits(sign | 0x7f800000u | magnitude << 13);
    }
    const float value = magnitude < 0x400u ? static_cast<float>(magnitude) * 5.9604644775390625e-8f
                                           : cn_float_of_bits((magnitude << 13) + 0x38000000u);
    return cn_float_of_bits(cn_bits_of_float(value) | sign);
}
#endif

// Rounding in two steps is right where the first one rounds to odd: what is cut off leaves its
// trace in the last bit (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums",
// 2008).

/// a * b + c rounded to odd, for a and b of at most 12 digits.
CN_LIBRARY float cn_odd_fma(float a, float b, float c) {
    const float product = a * b; // exact
    const float sum = product + c;
    const float part = sum - product;
    const float error = (product - (sum - part)) + (c - part);
    const unsigned int bits = cn_bits_of_float(sum);
    if (!(error != 0.0f) || (bits & 1u) != 0u || (bits & 0x7fffffffu) >= 0x7f800000u) {
        return sum;
    }
    const bool away = (error > 0.0f) == (sum > 0.0f);
    return cn_float_of_bits(away ? bits + 1u : bits - 1u);
}

/// `value` rounded to odd.
CN_LIBRARY float cn_odd_float(double value) {
    const float nearest = static_cast<float>(value);
    const double error = value - static_cast<double>(nearest);
    const unsigned int bits = cn_bits_of_float(nearest);
    if (!(error != 0.0) || (bits & 1u) != 0u) {
        return nearest;
    }
    if ((bits & 0x7fffffffu) >= 0x7f800000u) { // beyond float
        return error == error ? cn_float_of_bits(bits - 1u) : nearest;
    }
    const bool away = nearest == 0.0f || (error > 0.0) == (nearest > 0.0f);
    return cn_float_of_bits(away ? bits + 1u : bits - 1u);
}

/// The same of an integer: `magnitude` with its sign.
CN_LIBRARY float cn_odd_integer(unsigned long long magnitude, bool negative) {
    unsigned int scale = 127u;
    while (magnitude >> 24 != 0u) {
        magnitude = magnitude >> 1 | (magnitude & 1u);
        scale += 1u;
    }
    const float value = static_cast<float>(magnitude) * cn_float_of_bits(scale << 23);
    return negative ? -value : value;
}
CN_LIBRARY float cn_odd_signed(long long value) {
    const unsigned long long bits = static_cast<unsigned long long>(value);
    return cn_odd_integer(value < 0 ? 0ull - bits : bits, value < 0);
}

/// A whole number as an integer: the nearest one that `Integer` holds; for what is no number 0, or
/// of 64 bits the topmost one alone (CUDA Math API, "__half2ll_rz").
template <class Integer> CN_LIBRARY Integer cn_saturated(float whole) {
    const bool has_sign = static_cast<Integer>(-1) < static_cast<Integer>(0);
    const unsigned int digits = 8u * sizeof(Integer) - has_sign;
    const float limit = cn_float_of_bits((127u + digits) << 23); // 2 to the power of digits
    const Integer top = static_cast<Integer>(~0ull >> (64u - digits));
    if (whole != whole) {
        return static_cast<Integer>(sizeof(Integer) == 8u ? 1ull << 63 : 0ull);
    }
    if (whole >= limit) {
        return top;
    }
    if (whole <= (has_sign ? -limit : 0.0f)) {
        return static_cast<Integer>(has_sign ? ~top : 0);
    }
    return static_cast<Integer>(whole);
}

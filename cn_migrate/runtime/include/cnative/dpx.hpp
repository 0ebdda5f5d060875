// SPDX-License-Identifier: MIT
// Minima and maxima of dynamic programming: of three numbers, of a sum and a number, with the
// choice told; of words and of two halfwords. Forms with _relu give 0 for what is below.
// CUDA Math API, "SIMD Intrinsics", the functions that begin with __vi.
#pragma once

#include "library.hpp"

CN_LIBRARY int cn_signed_part(unsigned int a, unsigned int shift) {
    return static_cast<short>(a >> shift);
}
CN_LIBRARY unsigned int cn_unsigned_part(unsigned int a, unsigned int shift) {
    return a >> shift & 0xffffu;
}
CN_LIBRARY unsigned int cn_of_parts(unsigned int low, unsigned int high) {
    return (low & 0xffffu) | high << 16;
}
// Sums wrap: as a word, or as a halfword.
CN_LIBRARY int cn_signed_sum(int a, int b) {
    return static_cast<int>(static_cast<unsigned int>(a) + static_cast<unsigned int>(b));
}
CN_LIBRARY int cn_signed_half_sum(int a, int b) { return static_cast<short>(a + b); }
CN_LIBRARY unsigned int cn_unsigned_half_sum(unsigned int a, unsigned int b) {
    return (a + b) & 0xffffu;
}

#define CN_HALVES_2(name, two, part)                                                               \
    CN_LIBRARY unsigned int name(unsigned int a, unsigned int b) {                                 \
        return cn_of_parts(two(part(a, 0), part(b, 0)), two(part(a, 16), part(b, 16)));            \
    }
#define CN_HALVES_3(name, two, inner, part)                                                        \
    CN_LIBRARY unsigned int name(unsigned int a, unsigned int b, unsigned int c) {                 \
        return cn_of_parts(two(inner(part(a, 0), part(b, 0)), part(c, 0)),                         \
                           two(inner(part(a, 16), part(b, 16)), part(c, 16)));                     \
    }
#define CN_CHOICE(name, T, sign)                                                                   \
    CN_LIBRARY T name(T a, T b, bool *pred) {                                                      \
        *pred = a sign b;                                                                          \
        return *pred ? a : b;                                                                      \
    }
#define CN_HALF_CHOICE(name, one, part)                                                            \
    CN_LIBRARY unsigned int name(unsigned int a, unsigned int b, bool *pred_hi, bool *pred_lo) {   \
        const unsigned int low = one(part(a, 0), part(b, 0), pred_lo);                             \
        return cn_of_parts(low, one(part(a, 16), part(b, 16), pred_hi));                           \
    }
#define CN_DPX(best, sign)                                                                         \
    CN_LIBRARY int cn_##best##_s(int a, int b) { return a sign b ? a : b; }                        \
    CN_LIBRARY unsigned int cn_##best##_u(unsigned int a, unsigned int b) {                        \
        return a sign b ? a : b;                                                                   \
    }                                                                                              \
    CN_LIBRARY int __vi##best##_s32_relu(int a, int b) {                                           \
        return cn_##best##_s(a, b) > 0 ? cn_##best##_s(a, b) : 0;                                  \
    }                                                                                              \
    CN_HALVES_2(__vi##best##_s16x2_relu, __vi##best##_s32_relu, cn_signed_part)                    \
    CN_LIBRARY int __vi##best##3_s32(int a, int b, int c) {                                        \
        return cn_##best##_s(cn_##best##_s(a, b), c);                                              \
    }                                                                                              \
    CN_LIBRARY int __vi##best##3_s32_relu(int a, int b, int c) {                                   \
        return __vi##best##_s32_relu(cn_##best##_s(a, b), c);                                      \
    }                                                                                              \
    CN_LIBRARY unsigned int __vi##best##3_u32(unsigned int a, unsigned int b, unsigned int c) {    \
        return cn_##best##_u(cn_##best##_u(a, b), c);                                              \
    }                                                                                              \
    CN_HALVES_3(__vi##best##3_s16x2, cn_##best##_s, cn_##best##_s, cn_signed_part)                 \
    CN_HALVES_3(__vi##best##3_s16x2_relu, __vi##best##_s32_relu, cn_##best##_s, cn_signed_part)    \
    CN_HALVES_3(__vi##best##3_u16x2, cn_##best##_u, cn_##best##_u, cn_unsigned_part)               \
    CN_LIBRARY int __viadd##best##_s32(int a, int b, int c) {                                      \
        return cn_##best##_s(cn_signed_sum(a, b), c);                                              \
    }                                                                                              \
    CN_LIBRARY int __viadd##best##_s32_relu(int a, int b, int c) {                                 \
        return __vi##best##_s32_relu(cn_signed_sum(a, b), c);                                      \
    }                                                                                              \
    CN_LIBRARY unsigned int __viadd##best##_u32(unsigned int a, unsigned int b, unsigned int c) {  \
        return cn_##best##_u(a + b, c);                                                            \
    }                                                                                              \
    CN_HALVES_3(__viadd##best##_s16x2, cn_##best##_s, cn_signed_half_sum, cn_signed_part)          \
    CN_HALVES_3(__viadd##best##_s16x2_relu, __vi##best##_s32_relu, cn_signed_half_sum,             \
                cn_signed_part)                                                                    \
    CN_HALVES_3(__viadd##best##_u16x2, cn_##best##_u, cn_unsigned_half_sum, cn_unsigned_part)      \
    CN_CHOICE(__vib##best##_s32, int, sign##=)                                                     \
    CN_CHOICE(__vib##best##_u32, unsigned int, sign##=)                                            \
    CN_HALF_CHOICE(__vib##best##_s16x2, __vib##best##_s32, cn_signed_part)                         \
    CN_HALF_CHOICE(__vib##best##_u16x2, __vib##best##_u32, cn_unsigned_part)
CN_DPX(max, >)
CN_DPX(min, <)
#undef CN_DPX
#undef CN_HALF_CHOICE
#undef CN_CHOICE
#undef CN_HALVES_3
#undef CN_HALVES_2

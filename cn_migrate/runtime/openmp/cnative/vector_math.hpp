// SPDX-License-Identifier: MIT
// Functions of <math.h> that the C library has for whole vectors as well: GCC calls those in loops over threads.
// They are within 4 units in the last place (glibc manual, "Errors in Math Functions"), as OpenCL C's may be.
#pragma once

#include <math.h>

#if defined(__GLIBC__) && defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)

#define CN_VECTOR_1(name)                                                                     \
    extern "C" __attribute__((simd("notinbranch"))) double name(double) noexcept;             \
    extern "C" __attribute__((simd("notinbranch"))) float name##f(float) noexcept;
#define CN_VECTOR_2(name)                                                                     \
    extern "C" __attribute__((simd("notinbranch"))) double name(double, double) noexcept;     \
    extern "C" __attribute__((simd("notinbranch"))) float name##f(float, float) noexcept;

#if __GLIBC_PREREQ(2, 22)
CN_VECTOR_1(sin) CN_VECTOR_1(cos) CN_VECTOR_1(exp) CN_VECTOR_1(log) CN_VECTOR_2(pow)
#endif
#if __GLIBC_PREREQ(2, 35)
CN_VECTOR_1(exp2) CN_VECTOR_1(expm1) CN_VECTOR_1(log2) CN_VECTOR_1(log10) CN_VECTOR_1(log1p)
CN_VECTOR_1(tan) CN_VECTOR_1(asin) CN_VECTOR_1(acos) CN_VECTOR_1(atan) CN_VECTOR_2(atan2)
CN_VECTOR_1(sinh) CN_VECTOR_1(cosh) CN_VECTOR_1(tanh) CN_VECTOR_1(asinh) CN_VECTOR_1(acosh)
CN_VECTOR_1(atanh) CN_VECTOR_1(cbrt) CN_VECTOR_1(erf) CN_VECTOR_1(erfc) CN_VECTOR_2(hypot)
#endif

#undef CN_VECTOR_1
#undef CN_VECTOR_2

#endif

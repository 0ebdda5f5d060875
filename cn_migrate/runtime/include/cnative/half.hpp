// SPDX-License-Identifier: MIT
// Half precision: IEEE 754 binary16, __half and __half2 with their functions, for the host and for
// kernels.
// CUDA Math API, "Half Precision Intrinsics".
#pragma once

#include "library.hpp"
#ifndef __VECTOR_TYPES_H__ // CUDA's own
#include "vector_types.hpp"
#endif

struct __nv_bfloat16;

#define CN_NUMBER __half
#define CN_PAIR __half2
#define CN_RAW __half_raw
#define CN_RAW_PAIR __half2_raw
#define CN_OTHER __nv_bfloat16
#define CN_NAME half
#define CN_PAIR_NAME half2
#define CN_BITS(mode) cn_half_bits_##mode
#define CN_VALUE cn_half_value
#include "narrow_float.inl"
#include "narrow_float_end.inl"

typedef __half half;
typedef __half2 half2;
typedef __half nv_half;
typedef __half2 nv_half2;

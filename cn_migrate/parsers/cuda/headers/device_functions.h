// Everything that device code may call besides maths: synchronisation, warps, atomics, intrinsics, cache hints.
#pragma once

#if defined(__cplusplus) && defined(__CUDACC__)
#include "cn/atomics.h"
#include "cn/cache_hints.h"
#include "cn/device_library.h"
#include "cn/directed_rounding.h"
#include "cn/float_intrinsics.h"
#include "cn/integer_intrinsics.h"
#include "cn/math_library.h"
#include "cn/ptx_arithmetic.h"
#include "cn/ptx_memory.h"
#include "cn/simd_intrinsics.h"
#include "cn/synchronize.h"
#include "cn/type_casts.h"
#include "cn/warp.h"
#endif

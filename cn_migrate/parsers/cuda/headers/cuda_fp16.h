// Half precision numbers.
#pragma once

#ifdef __cplusplus
#include "cuda_runtime.h"

#include "../../../runtime/include/cnative/half.hpp"
#include "cn/narrow_float_device.h"

#ifdef __CUDACC__
CN_NARROW_FLOAT(__half, __half2, half)
#endif
#endif

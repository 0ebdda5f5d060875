// bfloat16 numbers.
#pragma once

#ifdef __cplusplus
#include "cuda_fp16.h"

#include "../../../runtime/include/cnative/bfloat16.hpp"

#ifdef __CUDACC__
CN_NARROW_FLOAT(__nv_bfloat16, __nv_bfloat162, bfloat16)
#endif
#endif

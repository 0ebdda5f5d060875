// Floating-point numbers of 8 bits.
#pragma once

#ifdef __cplusplus
#include "cuda_bf16.h"

#include "../../../runtime/include/cnative/float8.hpp"
#endif

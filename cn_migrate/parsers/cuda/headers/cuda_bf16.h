// bfloat16 numbers.
#pragma once

#ifdef __cplusplus
#include "cn/bfloat16_functions.h"
#endif

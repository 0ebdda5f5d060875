// Half precision numbers.
#pragma once

#ifdef __cplusplus
#include "cn/half_functions.h"
#endif

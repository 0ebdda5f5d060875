// All maths functions: the device overloads first, then the host's <cmath>, which takes them into namespace
// std.
#pragma once

#include "cn/keywords.h"

#if defined(__cplusplus) && defined(__CUDACC__)
#include "cn/math_double.h"
#include "cn/math_float.h"
#include "cn/math_overloads.h"
#include "cn/min_max.h"
#endif
#ifdef __cplusplus
#include <cmath>
#include <cstdlib>
#endif
#include <math.h>
#include <stdlib.h>

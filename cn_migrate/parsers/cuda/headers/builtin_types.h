// CUDA's include name for all types.
#pragma once

#include "driver_types.h"
#include "cn/texture_types.h"
#include "vector_types.h"

// CUDA's include name for surface types.
#pragma once

#include "cn/texture_types.h"

// CUDA's include name for texture types.
#pragma once

#include "cn/texture_types.h"

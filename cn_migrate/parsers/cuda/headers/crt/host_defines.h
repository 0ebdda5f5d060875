// CUDA's include name for the keyword macros.
#pragma once

#include "../cn/keywords.h"

// CUDA's include name for the host compiler's set-up: nothing to set up here.
#pragma once

#include "cn/keywords.h"

// CUDA's include name for texture fetches.
#pragma once

#include "cuda_runtime.h"

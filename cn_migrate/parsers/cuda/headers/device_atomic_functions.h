// CUDA's include name for atomics.
#pragma once

#include "cuda_runtime.h"

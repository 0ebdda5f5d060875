// CUDA's include name for the arrive-wait barrier primitives.
#pragma once

#include "cuda_awbarrier_primitives.h"

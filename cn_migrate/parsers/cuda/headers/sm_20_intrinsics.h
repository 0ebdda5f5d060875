// CUDA's include name for device functions of one generation.
#pragma once

#include "cuda_runtime.h"

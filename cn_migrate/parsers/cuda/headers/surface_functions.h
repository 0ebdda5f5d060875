// CUDA's include name for surface functions.
#pragma once

#include "cuda_runtime.h"

// CUDA's include name for bfloat16 numbers.
#pragma once

#include "cuda_bf16.h"

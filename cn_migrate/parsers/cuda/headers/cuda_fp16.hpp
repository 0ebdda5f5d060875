// CUDA's include name for half precision numbers.
#pragma once

#include "cuda_fp16.h"

// CUDA's include name for double precision functions.
#pragma once

#include "cuda_runtime.h"

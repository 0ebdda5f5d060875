// CUDA's include name for types of device code.
#pragma once

#include "cuda_runtime.h"

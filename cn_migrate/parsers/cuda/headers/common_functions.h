// CUDA's include name for C library functions of the device.
#pragma once

#include "cuda_runtime.h"

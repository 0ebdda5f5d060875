// CUDA's include name.
#pragma once

#include "../cuda_runtime.h"

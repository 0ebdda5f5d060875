// CUDA's include name for the profiler interface.
#pragma once

#include "cn/api_device.h"

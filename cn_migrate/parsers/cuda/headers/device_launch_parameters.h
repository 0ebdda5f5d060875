// CUDA's include name for the built-in variables.
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef __DEVICE_LAUNCH_PARAMETERS_H__
#define __DEVICE_LAUNCH_PARAMETERS_H__
#endif

#include "cn/built_in_variables.h"

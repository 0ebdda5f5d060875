// The CUDA runtime as C++ programs see it: types, interface, device built-ins, maths, textures.
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef __CUDA_RUNTIME_H__
#define __CUDA_RUNTIME_H__
#endif

#include "builtin_types.h"
#include "channel_descriptor.h"
#include "cuda_runtime_api.h"
#include "driver_functions.h"
#include "library_types.h"
#include "vector_functions.h"
#ifdef __cplusplus
#include <utility>

#include "cn/runtime_templates.h"
#include "math_functions.h"
#endif
#if defined(__cplusplus) && defined(__CUDACC__)
#include "device_functions.h"
#include "device_launch_parameters.h"
#include "cn/texture_references.h"
#include "cn/texture_fetch.h"
#include "cn/surface_functions.h"
#endif

// The C interface of the CUDA runtime.
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef __CUDA_RUNTIME_API_H__
#define __CUDA_RUNTIME_API_H__
#endif

#include "builtin_types.h"
#include "cn/api_array.h"
#include "cn/api_device.h"
#include "cn/api_execution.h"
#include "cn/api_graph.h"
#include "cn/api_interop.h"
#include "cn/api_memory.h"
#include "cn/api_memory_pool.h"
#include "cn/api_stream.h"
#include "cuda_device_runtime_api.h"

#define CUDART_VERSION 12040
#define __CUDART_API_VERSION CUDART_VERSION

// The CUDA driver interface.
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef __cuda_cuda_h__
#define __cuda_cuda_h__
#endif
#ifndef __CUDA_H__
#define __CUDA_H__
#endif

#include "cn/cu_api.h"
#include "cn/cu_types.h"
#include "cn/cu_virtual_memory.h"

#define CUDA_VERSION 12040
#define __CUDA_API_VERSION CUDA_VERSION

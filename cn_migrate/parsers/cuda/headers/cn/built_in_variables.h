// Built-in variables of device code: plain objects with plain members, so that they read as any other variable.
// Source: CUDA C++ Programming Guide, "Built-in Variables".
#pragma once

#include "../vector_types.h"

extern const __device__ uint3 threadIdx;
extern const __device__ uint3 blockIdx;
extern const __device__ dim3 blockDim;
extern const __device__ dim3 gridDim;
extern const __device__ int warpSize;

// What nvcc puts in front of every .cu file: its predefined macros, then cuda_runtime.h. Passed with
// `-include`.
// Source: CUDA Compiler Driver NVCC, "NVCC Identification Macros".
#pragma once

#ifndef __NVCC__
#define __NVCC__ 1
#define __CUDACC__ 1
#define __CUDACC_VER_MAJOR__ 12
#define __CUDACC_VER_MINOR__ 4
#define __CUDACC_VER_BUILD__ 131
#endif
#ifndef __CUDACC_EXTENDED_LAMBDA__
#define __CUDACC_EXTENDED_LAMBDA__ 1
#endif
#ifndef __CUDACC_RELAXED_CONSTEXPR__
#define __CUDACC_RELAXED_CONSTEXPR__ 1
#endif

#include "cuda_runtime.h"

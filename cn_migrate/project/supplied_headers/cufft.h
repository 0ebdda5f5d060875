// SPDX-License-Identifier: MIT
// The names of cuFFT: every function fails (see cn_library_call.h).
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef _CUFFT_H_
#define _CUFFT_H_
#endif

#include <cuComplex.h>
#include <cuda_runtime.h>
#include <library_types.h>

#include "cn_library_call.h"

#define CUFFT_FORWARD -1
#define CUFFT_INVERSE 1

typedef enum {
    CUFFT_SUCCESS = 0,
    CUFFT_INVALID_PLAN = 1,
    CUFFT_ALLOC_FAILED = 2,
    CUFFT_INVALID_TYPE = 3,
    CUFFT_INVALID_VALUE = 4,
    CUFFT_INTERNAL_ERROR = 5,
    CUFFT_EXEC_FAILED = 6,
    CUFFT_SETUP_FAILED = 7,
    CUFFT_INVALID_SIZE = 8,
    CUFFT_UNALIGNED_DATA = 9,
    CUFFT_INCOMPLETE_PARAMETER_LIST = 10,
    CUFFT_INVALID_DEVICE = 11,
    CUFFT_PARSE_ERROR = 12,
    CUFFT_NO_WORKSPACE = 13,
    CUFFT_NOT_IMPLEMENTED = 14,
    CUFFT_LICENSE_ERROR = 15,
    CUFFT_NOT_SUPPORTED = 16,
    CUFFT_MISSING_DEPENDENCY = 17,
    CUFFT_NVRTC_FAILURE = 18,
    CUFFT_NVJITLINK_FAILURE = 19,
    CUFFT_NVSHMEM_FAILURE = 20
} cufftResult_t, cufftResult;

typedef enum {
    CUFFT_R2C = 0x2a,
    CUFFT_C2R = 0x2c,
    CUFFT_C2C = 0x29,
    CUFFT_D2Z = 0x6a,
    CUFFT_Z2D = 0x6c,
    CUFFT_Z2Z = 0x69
} cufftType_t, cufftType;

typedef int cufftHandle;
typedef float cufftReal;
typedef double cufftDoubleReal;
typedef cuComplex cufftComplex;
typedef cuDoubleComplex cufftDoubleComplex;

#define CN_CUFFT(name) CN_LIBRARY_CALL(cufftResult_t, CUFFT_NOT_SUPPORTED, name)
CN_CUFFT(cufftCreate)
CN_CUFFT(cufftDestroy)
CN_CUFFT(cufftPlan1d)
CN_CUFFT(cufftPlan2d)
CN_CUFFT(cufftPlan3d)
CN_CUFFT(cufftPlanMany)
CN_CUFFT(cufftMakePlan1d)
CN_CUFFT(cufftMakePlan2d)
CN_CUFFT(cufftMakePlan3d)
CN_CUFFT(cufftMakePlanMany)
CN_CUFFT(cufftMakePlanMany64)
CN_CUFFT(cufftEstimate1d)
CN_CUFFT(cufftGetSize)
CN_CUFFT(cufftSetAutoAllocation)
CN_CUFFT(cufftSetWorkArea)
CN_CUFFT(cufftSetStream)
CN_CUFFT(cufftGetVersion)
CN_CUFFT(cufftExecC2C)
CN_CUFFT(cufftExecR2C)
CN_CUFFT(cufftExecC2R)
CN_CUFFT(cufftExecZ2Z)
CN_CUFFT(cufftExecD2Z)
CN_CUFFT(cufftExecZ2D)

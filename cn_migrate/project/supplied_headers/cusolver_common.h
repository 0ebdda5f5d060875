// SPDX-License-Identifier: MIT
// Types that all parts of cuSOLVER share.
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef CUSOLVER_COMMON_H_
#define CUSOLVER_COMMON_H_
#endif

#include "cublas_v2.h"
#include "cusparse.h"

typedef enum {
    CUSOLVER_STATUS_SUCCESS = 0,
    CUSOLVER_STATUS_NOT_INITIALIZED = 1,
    CUSOLVER_STATUS_ALLOC_FAILED = 2,
    CUSOLVER_STATUS_INVALID_VALUE = 3,
    CUSOLVER_STATUS_ARCH_MISMATCH = 4,
    CUSOLVER_STATUS_MAPPING_ERROR = 5,
    CUSOLVER_STATUS_EXECUTION_FAILED = 6,
    CUSOLVER_STATUS_INTERNAL_ERROR = 7,
    CUSOLVER_STATUS_MATRIX_TYPE_NOT_SUPPORTED = 8,
    CUSOLVER_STATUS_NOT_SUPPORTED = 9,
    CUSOLVER_STATUS_ZERO_PIVOT = 10,
    CUSOLVER_STATUS_INVALID_LICENSE = 11
} cusolverStatus_t;

typedef enum { CUSOLVER_EIG_TYPE_1 = 1, CUSOLVER_EIG_TYPE_2 = 2, CUSOLVER_EIG_TYPE_3 = 3 } cusolverEigType_t;
typedef enum { CUSOLVER_EIG_MODE_NOVECTOR = 0, CUSOLVER_EIG_MODE_VECTOR = 1 } cusolverEigMode_t;

#define CN_CUSOLVER(name) CN_LIBRARY_CALL(cusolverStatus_t, CUSOLVER_STATUS_NOT_SUPPORTED, name)

// Handles that no function computes with; they remember what they were told.
#define CN_CUSOLVER_HANDLE(part)                                                                        \
    typedef struct cusolver##part##Context {                                                            \
        cudaStream_t stream;                                                                            \
    } *cusolver##part##Handle_t;                                                                        \
    static inline cusolverStatus_t cusolver##part##Create(cusolver##part##Handle_t *handle) {           \
        *handle = (cusolver##part##Handle_t)calloc(1, sizeof **handle);                                 \
        return *handle != NULL ? CUSOLVER_STATUS_SUCCESS : CUSOLVER_STATUS_ALLOC_FAILED;                \
    }                                                                                                   \
    static inline cusolverStatus_t cusolver##part##Destroy(cusolver##part##Handle_t handle) {           \
        free(handle);                                                                                   \
        return CUSOLVER_STATUS_SUCCESS;                                                                 \
    }                                                                                                   \
    static inline cusolverStatus_t cusolver##part##SetStream(cusolver##part##Handle_t handle,           \
                                                             cudaStream_t stream) {                     \
        handle->stream = stream;                                                                        \
        return CUSOLVER_STATUS_SUCCESS;                                                                 \
    }

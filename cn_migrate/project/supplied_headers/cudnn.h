// SPDX-License-Identifier: MIT
// The names of cuDNN: handles work, computations fail (see cn_library_call.h).
#pragma once

#include <stddef.h>
#include <stdlib.h>

#include <cuda_runtime.h>

#include "cn_library_call.h"

#define CUDNN_MAJOR 8

typedef enum {
    CUDNN_STATUS_SUCCESS = 0,
    CUDNN_STATUS_NOT_INITIALIZED = 1,
    CUDNN_STATUS_ALLOC_FAILED = 2,
    CUDNN_STATUS_BAD_PARAM = 3,
    CUDNN_STATUS_INTERNAL_ERROR = 4,
    CUDNN_STATUS_INVALID_VALUE = 5,
    CUDNN_STATUS_ARCH_MISMATCH = 6,
    CUDNN_STATUS_MAPPING_ERROR = 7,
    CUDNN_STATUS_EXECUTION_FAILED = 8,
    CUDNN_STATUS_NOT_SUPPORTED = 9
} cudnnStatus_t;

typedef enum {
    CUDNN_DATA_FLOAT = 0,
    CUDNN_DATA_DOUBLE = 1,
    CUDNN_DATA_HALF = 2,
    CUDNN_DATA_INT8 = 3,
    CUDNN_DATA_INT32 = 4,
    CUDNN_DATA_UINT8 = 6,
    CUDNN_DATA_BFLOAT16 = 9
} cudnnDataType_t;

typedef enum { CUDNN_TENSOR_NCHW = 0, CUDNN_TENSOR_NHWC = 1, CUDNN_TENSOR_NCHW_VECT_C = 2 } cudnnTensorFormat_t;
typedef enum { CUDNN_CONVOLUTION = 0, CUDNN_CROSS_CORRELATION = 1 } cudnnConvolutionMode_t;
typedef enum { CUDNN_DEFAULT_MATH = 0, CUDNN_TENSOR_OP_MATH = 1 } cudnnMathType_t;

typedef enum {
    CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM = 0,
    CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM = 1,
    CUDNN_CONVOLUTION_FWD_ALGO_GEMM = 2,
    CUDNN_CONVOLUTION_FWD_ALGO_DIRECT = 3,
    CUDNN_CONVOLUTION_FWD_ALGO_FFT = 4,
    CUDNN_CONVOLUTION_FWD_ALGO_WINOGRAD = 6
} cudnnConvolutionFwdAlgo_t;

typedef struct {
    cudnnConvolutionFwdAlgo_t algo;
    cudnnStatus_t status;
    float time;
    size_t memory;
} cudnnConvolutionFwdAlgoPerf_t;

// A handle that no function computes with; it remembers what it was told.
typedef struct cudnnContext {
    cudaStream_t stream;
} * cudnnHandle_t;
typedef struct cudnnTensorStruct *cudnnTensorDescriptor_t;
typedef struct cudnnFilterStruct *cudnnFilterDescriptor_t;
typedef struct cudnnConvolutionStruct *cudnnConvolutionDescriptor_t;

static inline cudnnStatus_t cudnnCreate(cudnnHandle_t *handle) {
    *handle = (cudnnHandle_t)calloc(1, sizeof **handle);
    return *handle != NULL ? CUDNN_STATUS_SUCCESS : CUDNN_STATUS_ALLOC_FAILED;
}

static inline cudnnStatus_t cudnnDestroy(cudnnHandle_t handle) {
    free(handle);
    return CUDNN_STATUS_SUCCESS;
}

static inline cudnnStatus_t cudnnSetStream(cudnnHandle_t handle, cudaStream_t stream) {
    handle->stream = stream;
    return CUDNN_STATUS_SUCCESS;
}

static inline const char *cudnnGetErrorString(cudnnStatus_t status) {
    return status == CUDNN_STATUS_SUCCESS         ? "success"
           : status == CUDNN_STATUS_NOT_SUPPORTED ? "the library is not part of the port"
                                                  : "an error of cuDNN";
}

#define CN_CUDNN(name) CN_LIBRARY_CALL(cudnnStatus_t, CUDNN_STATUS_NOT_SUPPORTED, name)
CN_CUDNN(cudnnCreateTensorDescriptor)
CN_CUDNN(cudnnDestroyTensorDescriptor)
CN_CUDNN(cudnnSetTensor4dDescriptor)
CN_CUDNN(cudnnSetTensorNdDescriptor)
CN_CUDNN(cudnnCreateFilterDescriptor)
CN_CUDNN(cudnnDestroyFilterDescriptor)
CN_CUDNN(cudnnSetFilter4dDescriptor)
CN_CUDNN(cudnnCreateConvolutionDescriptor)
CN_CUDNN(cudnnDestroyConvolutionDescriptor)
CN_CUDNN(cudnnSetConvolution2dDescriptor)
CN_CUDNN(cudnnSetConvolutionMathType)
CN_CUDNN(cudnnGetConvolution2dForwardOutputDim)
CN_CUDNN(cudnnFindConvolutionForwardAlgorithm)
CN_CUDNN(cudnnGetConvolutionForwardAlgorithm_v7)
CN_CUDNN(cudnnGetConvolutionForwardWorkspaceSize)
CN_CUDNN(cudnnConvolutionForward)
CN_CUDNN(cudnnSoftmaxForward)
CN_CUDNN(cudnnPoolingForward)
CN_CUDNN(cudnnActivationForward)
CN_CUDNN(cudnnAddTensor)

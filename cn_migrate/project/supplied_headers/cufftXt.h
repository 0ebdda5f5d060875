// SPDX-License-Identifier: MIT
// The names of cuFFT for several devices: every function fails (see cn_library_call.h).
#pragma once

#include "cufft.h"

typedef enum { CUFFT_COPY_HOST_TO_DEVICE = 0, CUFFT_COPY_DEVICE_TO_HOST = 1, CUFFT_COPY_DEVICE_TO_DEVICE = 2 } cufftXtCopyType;
typedef enum { CUFFT_XT_FORMAT_INPUT = 0, CUFFT_XT_FORMAT_OUTPUT = 1, CUFFT_XT_FORMAT_INPLACE = 2 } cufftXtSubFormat;

typedef struct {
    int version;
    int nGPUs;
    int GPUs[64];
    void *data[64];
    size_t size[64];
    void *cudaXtState;
} cudaXtDesc;

typedef struct {
    int version;
    cudaXtDesc *descriptor;
    int library;
    int subFormat;
    void *libDescriptor;
} cudaLibXtDesc;

typedef enum {
    CUFFT_CB_LD_COMPLEX = 0,
    CUFFT_CB_LD_COMPLEX_DOUBLE = 1,
    CUFFT_CB_LD_REAL = 2,
    CUFFT_CB_LD_REAL_DOUBLE = 3,
    CUFFT_CB_ST_COMPLEX = 4,
    CUFFT_CB_ST_COMPLEX_DOUBLE = 5,
    CUFFT_CB_ST_REAL = 6,
    CUFFT_CB_ST_REAL_DOUBLE = 7
} cufftXtCallbackType;

typedef cufftComplex (*cufftCallbackLoadC)(void *in, size_t offset, void *info, void *shared);
typedef cufftReal (*cufftCallbackLoadR)(void *in, size_t offset, void *info, void *shared);
typedef void (*cufftCallbackStoreC)(void *out, size_t offset, cufftComplex value, void *info, void *shared);
typedef void (*cufftCallbackStoreR)(void *out, size_t offset, cufftReal value, void *info, void *shared);

CN_CUFFT(cufftXtSetGPUs)
CN_CUFFT(cufftXtMalloc)
CN_CUFFT(cufftXtFree)
CN_CUFFT(cufftXtMemcpy)
CN_CUFFT(cufftXtMakePlanMany)
CN_CUFFT(cufftXtSetCallback)
CN_CUFFT(cufftXtExec)
CN_CUFFT(cufftXtExecDescriptorC2C)
CN_CUFFT(cufftXtExecDescriptorZ2Z)
CN_CUFFT(cufftXtExecDescriptorR2C)
CN_CUFFT(cufftXtExecDescriptorC2R)

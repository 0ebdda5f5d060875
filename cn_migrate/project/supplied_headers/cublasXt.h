// SPDX-License-Identifier: MIT
// The names of cuBLASXt: every function fails (see cn_library_call.h).
#pragma once

#include "cublas_v2.h"

typedef struct cublasXtContext *cublasXtHandle_t;

CN_CUBLAS(cublasXtCreate)
CN_CUBLAS(cublasXtDestroy)
CN_CUBLAS(cublasXtDeviceSelect)
CN_CUBLAS(cublasXtSetBlockDim)
CN_CUBLAS(cublasXtSgemm)
CN_CUBLAS(cublasXtDgemm)
CN_CUBLAS(cublasXtCgemm)
CN_CUBLAS(cublasXtZgemm)

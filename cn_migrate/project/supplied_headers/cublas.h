// SPDX-License-Identifier: MIT
// The names of cuBLAS's first interface, without handles: computations fail (see cn_library_call.h).
#pragma once

#include "cublas_types.h"

typedef cublasStatus_t cublasStatus;

#define CN_CUBLAS_STATUS(name) CN_LIBRARY_CALL(cublasStatus_t, CUBLAS_STATUS_NOT_SUPPORTED, name)
#define CN_CUBLAS_ALL(name)                                                                             \
    CN_LIBRARY_CALL(void, , cublasS##name)                                                              \
    CN_LIBRARY_CALL(void, , cublasD##name)                                                              \
    CN_LIBRARY_CALL(void, , cublasC##name)                                                              \
    CN_LIBRARY_CALL(void, , cublasZ##name)

CN_CUBLAS_STATUS(cublasInit)
CN_CUBLAS_STATUS(cublasShutdown)
CN_CUBLAS_STATUS(cublasGetError)
CN_CUBLAS_STATUS(cublasAlloc)
CN_CUBLAS_STATUS(cublasFree)
CN_CUBLAS_STATUS(cublasSetVector)
CN_CUBLAS_STATUS(cublasGetVector)
CN_CUBLAS_STATUS(cublasSetMatrix)
CN_CUBLAS_STATUS(cublasGetMatrix)
CN_CUBLAS_ALL(axpy)
CN_CUBLAS_ALL(copy)
CN_CUBLAS_ALL(scal)
CN_CUBLAS_ALL(swap)
CN_CUBLAS_ALL(gemv)
CN_CUBLAS_ALL(gemm)
CN_CUBLAS_ALL(trsm)
CN_CUBLAS_ALL(trsv)
CN_CUBLAS_ALL(syrk)
CN_LIBRARY_CALL(float, 0, cublasSdot)
CN_LIBRARY_CALL(double, 0, cublasDdot)
CN_LIBRARY_CALL(float, 0, cublasSnrm2)
CN_LIBRARY_CALL(double, 0, cublasDnrm2)
CN_LIBRARY_CALL(float, 0, cublasSasum)
CN_LIBRARY_CALL(double, 0, cublasDasum)
CN_LIBRARY_CALL(int, 0, cublasIsamax)
CN_LIBRARY_CALL(int, 0, cublasIdamax)

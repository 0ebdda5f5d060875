// SPDX-License-Identifier: MIT
// The names of cuBLAS: handles work, computations fail (see cn_library_call.h).
#pragma once

#ifndef CUBLAS_V2_H_
#define CUBLAS_V2_H_
#endif
#define CUBLAS_VER_MAJOR 12

#include <stdlib.h>

#include "cublas_types.h"

static inline cublasStatus_t cublasCreate(cublasHandle_t *handle) {
    *handle = (cublasHandle_t)calloc(1, sizeof **handle);
    return *handle != NULL ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_ALLOC_FAILED;
}

static inline cublasStatus_t cublasDestroy(cublasHandle_t handle) {
    free(handle);
    return CUBLAS_STATUS_SUCCESS;
}

static inline cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t stream) {
    handle->stream = stream;
    return CUBLAS_STATUS_SUCCESS;
}

static inline cublasStatus_t cublasGetStream(cublasHandle_t handle, cudaStream_t *stream) {
    *stream = handle->stream;
    return CUBLAS_STATUS_SUCCESS;
}

static inline cublasStatus_t cublasSetMathMode(cublasHandle_t handle, cublasMath_t mode) {
    handle->math = mode;
    return CUBLAS_STATUS_SUCCESS;
}

static inline cublasStatus_t cublasGetMathMode(cublasHandle_t handle, cublasMath_t *mode) {
    *mode = handle->math;
    return CUBLAS_STATUS_SUCCESS;
}

static inline cublasStatus_t cublasSetPointerMode(cublasHandle_t handle, cublasPointerMode_t mode) {
    handle->pointers = mode;
    return CUBLAS_STATUS_SUCCESS;
}

static inline cublasStatus_t cublasGetPointerMode(cublasHandle_t handle, cublasPointerMode_t *mode) {
    *mode = handle->pointers;
    return CUBLAS_STATUS_SUCCESS;
}

static inline cublasStatus_t cublasSetWorkspace(cublasHandle_t handle, void *workspace, size_t bytes) {
    (void)handle;
    (void)workspace;
    (void)bytes;
    return CUBLAS_STATUS_SUCCESS;
}

#define cublasCreate_v2 cublasCreate
#define cublasDestroy_v2 cublasDestroy
#define cublasSetStream_v2 cublasSetStream
#define cublasGetStream_v2 cublasGetStream
#define cublasSetPointerMode_v2 cublasSetPointerMode
#define cublasGetPointerMode_v2 cublasGetPointerMode
#define cublasSetWorkspace_v2 cublasSetWorkspace

static inline const char *cublasGetStatusName(cublasStatus_t status) {
    switch (status) {
    case CUBLAS_STATUS_SUCCESS:
        return "CUBLAS_STATUS_SUCCESS";
    case CUBLAS_STATUS_ALLOC_FAILED:
        return "CUBLAS_STATUS_ALLOC_FAILED";
    case CUBLAS_STATUS_NOT_SUPPORTED:
        return "CUBLAS_STATUS_NOT_SUPPORTED";
    default:
        return "an error of cuBLAS";
    }
}

static inline const char *cublasGetStatusString(cublasStatus_t status) {
    switch (status) {
    case CUBLAS_STATUS_SUCCESS:
        return "success";
    case CUBLAS_STATUS_ALLOC_FAILED:
        return "out of memory";
    case CUBLAS_STATUS_NOT_SUPPORTED:
        return "the library is not part of the port";
    default:
        return "an error of cuBLAS";
    }
}

#define CN_CUBLAS(name) CN_LIBRARY_CALL(cublasStatus_t, CUBLAS_STATUS_NOT_SUPPORTED, name)
#define CN_CUBLAS_SD(name)                                                                              \
    CN_CUBLAS(cublasS##name) CN_CUBLAS(cublasD##name)                                                   \
    CN_CUBLAS(cublasS##name##_v2) CN_CUBLAS(cublasD##name##_v2)                                         \
    CN_CUBLAS(cublasS##name##_64) CN_CUBLAS(cublasD##name##_64)
#define CN_CUBLAS_CZ(name)                                                                              \
    CN_CUBLAS(cublasC##name) CN_CUBLAS(cublasZ##name)                                                   \
    CN_CUBLAS(cublasC##name##_v2) CN_CUBLAS(cublasZ##name##_v2)                                         \
    CN_CUBLAS(cublasC##name##_64) CN_CUBLAS(cublasZ##name##_64)
#define CN_CUBLAS_SDCZ(name) CN_CUBLAS_SD(name) CN_CUBLAS_CZ(name)
#define CN_CUBLAS_BATCHED(name)                                                                         \
    CN_CUBLAS_SDCZ(name) CN_CUBLAS_SDCZ(name##Batched) CN_CUBLAS_SDCZ(name##StridedBatched)

// Vectors.
CN_CUBLAS_SDCZ(axpy)
CN_CUBLAS_SDCZ(copy)
CN_CUBLAS_SDCZ(scal)
CN_CUBLAS_SDCZ(swap)
CN_CUBLAS_SDCZ(rot)
CN_CUBLAS_SDCZ(rotg)
CN_CUBLAS_SD(dot)
CN_CUBLAS_SD(nrm2)
CN_CUBLAS_SD(asum)
CN_CUBLAS_CZ(dotu)
CN_CUBLAS_CZ(dotc)
CN_CUBLAS(cublasScnrm2)
CN_CUBLAS(cublasDznrm2)
CN_CUBLAS(cublasScasum)
CN_CUBLAS(cublasDzasum)
CN_CUBLAS(cublasCsscal)
CN_CUBLAS(cublasZdscal)
CN_CUBLAS(cublasIsamax)
CN_CUBLAS(cublasIdamax)
CN_CUBLAS(cublasIcamax)
CN_CUBLAS(cublasIzamax)
CN_CUBLAS(cublasIcamax_64)
CN_CUBLAS(cublasIsamin)
CN_CUBLAS(cublasIdamin)
CN_CUBLAS(cublasIcamin)
CN_CUBLAS(cublasIzamin)
CN_CUBLAS(cublasAxpyEx)
CN_CUBLAS(cublasCopyEx)
CN_CUBLAS(cublasDotEx)
CN_CUBLAS(cublasDotcEx)
CN_CUBLAS(cublasNrm2Ex)
CN_CUBLAS(cublasScalEx)

// Matrices and vectors.
CN_CUBLAS_BATCHED(gemv)
CN_CUBLAS_SDCZ(gbmv)
CN_CUBLAS_SDCZ(trmv)
CN_CUBLAS_SDCZ(trsv)
CN_CUBLAS_SD(symv)
CN_CUBLAS_SD(ger)
CN_CUBLAS_SD(syr)
CN_CUBLAS_CZ(geru)
CN_CUBLAS_CZ(gerc)
CN_CUBLAS_CZ(hemv)

// Matrices.
CN_CUBLAS_BATCHED(gemm)
CN_CUBLAS(cublasHgemm)
CN_CUBLAS(cublasHgemmBatched)
CN_CUBLAS(cublasHgemmStridedBatched)
CN_CUBLAS(cublasSgemmEx)
CN_CUBLAS(cublasGemmEx)
CN_CUBLAS(cublasGemmBatchedEx)
CN_CUBLAS(cublasGemmStridedBatchedEx)
CN_CUBLAS_SDCZ(symm)
CN_CUBLAS_SDCZ(syrk)
CN_CUBLAS_SDCZ(trmm)
CN_CUBLAS_SDCZ(trsm)
CN_CUBLAS_SDCZ(trsmBatched)
CN_CUBLAS_CZ(hemm)
CN_CUBLAS_CZ(herk)
CN_CUBLAS_SDCZ(geam)
CN_CUBLAS_SDCZ(dgmm)
CN_CUBLAS_SDCZ(getrfBatched)
CN_CUBLAS_SDCZ(getrsBatched)
CN_CUBLAS_SDCZ(getriBatched)
CN_CUBLAS_SDCZ(matinvBatched)
CN_CUBLAS_SDCZ(geqrfBatched)
CN_CUBLAS_SDCZ(gelsBatched)

// Copies and the rest.
CN_CUBLAS(cublasSetVector)
CN_CUBLAS(cublasGetVector)
CN_CUBLAS(cublasSetMatrix)
CN_CUBLAS(cublasGetMatrix)
CN_CUBLAS(cublasSetVectorAsync)
CN_CUBLAS(cublasGetVectorAsync)
CN_CUBLAS(cublasSetMatrixAsync)
CN_CUBLAS(cublasGetMatrixAsync)
CN_CUBLAS(cublasGetVersion)
CN_CUBLAS(cublasSetAtomicsMode)
CN_CUBLAS(cublasGetAtomicsMode)
CN_CUBLAS(cublasSetSmCountTarget)

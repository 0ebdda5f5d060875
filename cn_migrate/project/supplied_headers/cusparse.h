// SPDX-License-Identifier: MIT
// The names of cuSPARSE: handles work, computations fail (see cn_library_call.h).
#pragma once

// Programs test for the guards of NVIDIA's headers to learn what was included.
#ifndef CUSPARSEAPI
#define CUSPARSEAPI
#endif

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cuComplex.h>
#include <cuda_runtime.h>
#include <library_types.h>

#include "cn_library_call.h"

typedef enum {
    CUSPARSE_STATUS_SUCCESS = 0,
    CUSPARSE_STATUS_NOT_INITIALIZED = 1,
    CUSPARSE_STATUS_ALLOC_FAILED = 2,
    CUSPARSE_STATUS_INVALID_VALUE = 3,
    CUSPARSE_STATUS_ARCH_MISMATCH = 4,
    CUSPARSE_STATUS_MAPPING_ERROR = 5,
    CUSPARSE_STATUS_EXECUTION_FAILED = 6,
    CUSPARSE_STATUS_INTERNAL_ERROR = 7,
    CUSPARSE_STATUS_MATRIX_TYPE_NOT_SUPPORTED = 8,
    CUSPARSE_STATUS_ZERO_PIVOT = 9,
    CUSPARSE_STATUS_NOT_SUPPORTED = 10,
    CUSPARSE_STATUS_INSUFFICIENT_RESOURCES = 11
} cusparseStatus_t;

typedef enum { CUSPARSE_POINTER_MODE_HOST = 0, CUSPARSE_POINTER_MODE_DEVICE = 1 } cusparsePointerMode_t;
typedef enum { CUSPARSE_ACTION_SYMBOLIC = 0, CUSPARSE_ACTION_NUMERIC = 1 } cusparseAction_t;
typedef enum { CUSPARSE_FILL_MODE_LOWER = 0, CUSPARSE_FILL_MODE_UPPER = 1 } cusparseFillMode_t;
typedef enum { CUSPARSE_DIAG_TYPE_NON_UNIT = 0, CUSPARSE_DIAG_TYPE_UNIT = 1 } cusparseDiagType_t;
typedef enum { CUSPARSE_INDEX_BASE_ZERO = 0, CUSPARSE_INDEX_BASE_ONE = 1 } cusparseIndexBase_t;
typedef enum { CUSPARSE_DIRECTION_ROW = 0, CUSPARSE_DIRECTION_COLUMN = 1 } cusparseDirection_t;
typedef enum { CUSPARSE_SOLVE_POLICY_NO_LEVEL = 0, CUSPARSE_SOLVE_POLICY_USE_LEVEL = 1 } cusparseSolvePolicy_t;
typedef enum { CUSPARSE_INDEX_16U = 1, CUSPARSE_INDEX_32I = 2, CUSPARSE_INDEX_64I = 3 } cusparseIndexType_t;
typedef enum { CUSPARSE_ORDER_COL = 1, CUSPARSE_ORDER_ROW = 2 } cusparseOrder_t;
typedef enum { CUSPARSE_SPMAT_FILL_MODE = 0, CUSPARSE_SPMAT_DIAG_TYPE = 1 } cusparseSpMatAttribute_t;
typedef enum { CUSPARSE_CSR2CSC_ALG_DEFAULT = 1, CUSPARSE_CSR2CSC_ALG1 = 1 } cusparseCsr2CscAlg_t;
typedef enum { CUSPARSE_DENSETOSPARSE_ALG_DEFAULT = 0 } cusparseDenseToSparseAlg_t;
typedef enum { CUSPARSE_SPARSETODENSE_ALG_DEFAULT = 0 } cusparseSparseToDenseAlg_t;
typedef enum { CUSPARSE_SPSV_ALG_DEFAULT = 0 } cusparseSpSVAlg_t;
typedef enum { CUSPARSE_SPSM_ALG_DEFAULT = 0 } cusparseSpSMAlg_t;
typedef enum { CUSPARSE_SPGEMM_DEFAULT = 0 } cusparseSpGEMMAlg_t;
typedef enum { CUSPARSE_SDDMM_ALG_DEFAULT = 0 } cusparseSDDMMAlg_t;

typedef enum {
    CUSPARSE_OPERATION_NON_TRANSPOSE = 0,
    CUSPARSE_OPERATION_TRANSPOSE = 1,
    CUSPARSE_OPERATION_CONJUGATE_TRANSPOSE = 2
} cusparseOperation_t;

typedef enum {
    CUSPARSE_MATRIX_TYPE_GENERAL = 0,
    CUSPARSE_MATRIX_TYPE_SYMMETRIC = 1,
    CUSPARSE_MATRIX_TYPE_HERMITIAN = 2,
    CUSPARSE_MATRIX_TYPE_TRIANGULAR = 3
} cusparseMatrixType_t;

typedef enum {
    CUSPARSE_SPMV_ALG_DEFAULT = 0,
    CUSPARSE_MV_ALG_DEFAULT = 0,
    CUSPARSE_SPMV_COO_ALG1 = 1,
    CUSPARSE_CSRMV_ALG1 = 2,
    CUSPARSE_SPMV_CSR_ALG1 = 2,
    CUSPARSE_CSRMV_ALG2 = 3,
    CUSPARSE_SPMV_CSR_ALG2 = 3
} cusparseSpMVAlg_t;

typedef enum {
    CUSPARSE_SPMM_ALG_DEFAULT = 0,
    CUSPARSE_SPMM_COO_ALG1 = 1,
    CUSPARSE_SPMM_CSR_ALG1 = 4,
    CUSPARSE_SPMM_CSR_ALG2 = 6
} cusparseSpMMAlg_t;

// A handle that no function computes with; it remembers what it was told.
typedef struct cusparseContext {
    cudaStream_t stream;
    cusparsePointerMode_t pointers;
} * cusparseHandle_t;
typedef struct cusparseMatDescr *cusparseMatDescr_t;
typedef struct cusparseSpMatDescr *cusparseSpMatDescr_t;
typedef struct cusparseDnMatDescr *cusparseDnMatDescr_t;
typedef struct cusparseSpVecDescr *cusparseSpVecDescr_t;
typedef struct cusparseDnVecDescr *cusparseDnVecDescr_t;
typedef struct cusparseSpSVDescr *cusparseSpSVDescr_t;
typedef struct cusparseSpSMDescr *cusparseSpSMDescr_t;
typedef struct cusparseSpGEMMDescr *cusparseSpGEMMDescr_t;
typedef struct csrilu02Info *csrilu02Info_t;
typedef struct csric02Info *csric02Info_t;
typedef struct csrsv2Info *csrsv2Info_t;

static inline cusparseStatus_t cusparseCreate(cusparseHandle_t *handle) {
    *handle = (cusparseHandle_t)calloc(1, sizeof **handle);
    return *handle != NULL ? CUSPARSE_STATUS_SUCCESS : CUSPARSE_STATUS_ALLOC_FAILED;
}

static inline cusparseStatus_t cusparseDestroy(cusparseHandle_t handle) {
    free(handle);
    return CUSPARSE_STATUS_SUCCESS;
}

static inline cusparseStatus_t cusparseSetStream(cusparseHandle_t handle, cudaStream_t stream) {
    handle->stream = stream;
    return CUSPARSE_STATUS_SUCCESS;
}

static inline cusparseStatus_t cusparseSetPointerMode(cusparseHandle_t handle, cusparsePointerMode_t mode) {
    handle->pointers = mode;
    return CUSPARSE_STATUS_SUCCESS;
}

static inline const char *cusparseGetErrorName(cusparseStatus_t status) {
    return status == CUSPARSE_STATUS_SUCCESS ? "CUSPARSE_STATUS_SUCCESS" : "an error of cuSPARSE";
}

static inline const char *cusparseGetErrorString(cusparseStatus_t status) {
    return status == CUSPARSE_STATUS_SUCCESS         ? "success"
           : status == CUSPARSE_STATUS_NOT_SUPPORTED ? "the library is not part of the port"
                                                     : "an error of cuSPARSE";
}

#define CN_CUSPARSE(name) CN_LIBRARY_CALL(cusparseStatus_t, CUSPARSE_STATUS_NOT_SUPPORTED, name)
#define CN_CUSPARSE_SD(name) CN_CUSPARSE(cusparseS##name) CN_CUSPARSE(cusparseD##name)

// Descriptors.
CN_CUSPARSE(cusparseCreateMatDescr)
CN_CUSPARSE(cusparseDestroyMatDescr)
CN_CUSPARSE(cusparseSetMatType)
CN_CUSPARSE(cusparseSetMatIndexBase)
CN_CUSPARSE(cusparseSetMatFillMode)
CN_CUSPARSE(cusparseSetMatDiagType)
CN_CUSPARSE(cusparseCreateCsr)
CN_CUSPARSE(cusparseCreateCsc)
CN_CUSPARSE(cusparseCreateCoo)
CN_CUSPARSE(cusparseCreateBlockedEll)
CN_CUSPARSE(cusparseCreateSlicedEll)
CN_CUSPARSE(cusparseDestroySpMat)
CN_CUSPARSE(cusparseCreateDnMat)
CN_CUSPARSE(cusparseDestroyDnMat)
CN_CUSPARSE(cusparseCreateDnVec)
CN_CUSPARSE(cusparseDestroyDnVec)
CN_CUSPARSE(cusparseCreateSpVec)
CN_CUSPARSE(cusparseDestroySpVec)
CN_CUSPARSE(cusparseDnVecSetValues)
CN_CUSPARSE(cusparseSpMatGetSize)
CN_CUSPARSE(cusparseSpMatSetAttribute)
CN_CUSPARSE(cusparseCsrSetPointers)
CN_CUSPARSE(cusparseCooSetPointers)
CN_CUSPARSE(cusparseCsrSetStridedBatch)
CN_CUSPARSE(cusparseDnMatSetStridedBatch)

// Computations.
CN_CUSPARSE(cusparseSpMV)
CN_CUSPARSE(cusparseSpMV_bufferSize)
CN_CUSPARSE(cusparseSpMV_preprocess)
CN_CUSPARSE(cusparseSpMM)
CN_CUSPARSE(cusparseSpMM_bufferSize)
CN_CUSPARSE(cusparseSpMM_preprocess)
CN_CUSPARSE(cusparseSpVV)
CN_CUSPARSE(cusparseSpVV_bufferSize)
CN_CUSPARSE(cusparseSpSV_createDescr)
CN_CUSPARSE(cusparseSpSV_destroyDescr)
CN_CUSPARSE(cusparseSpSV_bufferSize)
CN_CUSPARSE(cusparseSpSV_analysis)
CN_CUSPARSE(cusparseSpSV_solve)
CN_CUSPARSE(cusparseSpSV_updateMatrix)
CN_CUSPARSE(cusparseSpSM_createDescr)
CN_CUSPARSE(cusparseSpSM_destroyDescr)
CN_CUSPARSE(cusparseSpSM_bufferSize)
CN_CUSPARSE(cusparseSpSM_analysis)
CN_CUSPARSE(cusparseSpSM_solve)
CN_CUSPARSE(cusparseSpGEMM_createDescr)
CN_CUSPARSE(cusparseSpGEMM_destroyDescr)
CN_CUSPARSE(cusparseSpGEMM_workEstimation)
CN_CUSPARSE(cusparseSpGEMM_estimateMemory)
CN_CUSPARSE(cusparseSpGEMM_compute)
CN_CUSPARSE(cusparseSpGEMM_copy)
CN_CUSPARSE(cusparseSpGEMMreuse_workEstimation)
CN_CUSPARSE(cusparseSpGEMMreuse_nnz)
CN_CUSPARSE(cusparseSpGEMMreuse_copy)
CN_CUSPARSE(cusparseSpGEMMreuse_compute)
CN_CUSPARSE(cusparseSDDMM)
CN_CUSPARSE(cusparseSDDMM_bufferSize)
CN_CUSPARSE(cusparseSDDMM_preprocess)
CN_CUSPARSE(cusparseAxpby)
CN_CUSPARSE(cusparseGather)
CN_CUSPARSE(cusparseScatter)
CN_CUSPARSE(cusparseRot)
CN_CUSPARSE(cusparseDenseToSparse_bufferSize)
CN_CUSPARSE(cusparseDenseToSparse_analysis)
CN_CUSPARSE(cusparseDenseToSparse_convert)
CN_CUSPARSE(cusparseSparseToDense)
CN_CUSPARSE(cusparseSparseToDense_bufferSize)
CN_CUSPARSE(cusparseCsr2cscEx2)
CN_CUSPARSE(cusparseCsr2cscEx2_bufferSize)
CN_CUSPARSE(cusparseCreateIdentityPermutation)
CN_CUSPARSE(cusparseXcsrsort)
CN_CUSPARSE(cusparseXcsrsort_bufferSizeExt)
CN_CUSPARSE(cusparseXcoosort_bufferSizeExt)
CN_CUSPARSE(cusparseXcoosortByRow)
CN_CUSPARSE(cusparseXcoo2csr)
CN_CUSPARSE(cusparseXcsr2coo)
CN_CUSPARSE(cusparseCreateCsrilu02Info)
CN_CUSPARSE(cusparseDestroyCsrilu02Info)
CN_CUSPARSE(cusparseXcsrilu02_zeroPivot)
CN_CUSPARSE(cusparseCreateCsric02Info)
CN_CUSPARSE(cusparseDestroyCsric02Info)
CN_CUSPARSE(cusparseXcsric02_zeroPivot)
CN_CUSPARSE_SD(csrilu02)
CN_CUSPARSE_SD(csrilu02_analysis)
CN_CUSPARSE_SD(csrilu02_bufferSize)
CN_CUSPARSE_SD(csric02)
CN_CUSPARSE_SD(csric02_analysis)
CN_CUSPARSE_SD(csric02_bufferSize)
CN_CUSPARSE_SD(csrsv2_solve)
CN_CUSPARSE_SD(csrsv2_analysis)
CN_CUSPARSE_SD(csrsv2_bufferSize)
CN_CUSPARSE_SD(csrmv)
CN_CUSPARSE_SD(csrmm)
CN_CUSPARSE_SD(nnz)
CN_CUSPARSE_SD(dense2csr)
CN_CUSPARSE_SD(csr2dense)

// SPDX-License-Identifier: MIT
// The names of cuSOLVER's refactorisation: every function fails (see cn_library_call.h).
#pragma once

#include "cusolver_common.h"

typedef struct cusolverRfContext *cusolverRfHandle_t;
typedef enum { CUSOLVERRF_RESET_VALUES_FAST_MODE_OFF = 0, CUSOLVERRF_RESET_VALUES_FAST_MODE_ON = 1 } cusolverRfResetValuesFastMode_t;
typedef enum { CUSOLVERRF_MATRIX_FORMAT_CSR = 0, CUSOLVERRF_MATRIX_FORMAT_CSC = 1 } cusolverRfMatrixFormat_t;
typedef enum { CUSOLVERRF_UNIT_DIAGONAL_STORED_L = 0, CUSOLVERRF_UNIT_DIAGONAL_STORED_U = 1, CUSOLVERRF_UNIT_DIAGONAL_ASSUMED_L = 2, CUSOLVERRF_UNIT_DIAGONAL_ASSUMED_U = 3 } cusolverRfUnitDiagonal_t;
typedef enum { CUSOLVERRF_FACTORIZATION_ALG0 = 0, CUSOLVERRF_FACTORIZATION_ALG1 = 1, CUSOLVERRF_FACTORIZATION_ALG2 = 2 } cusolverRfFactorization_t;
typedef enum { CUSOLVERRF_TRIANGULAR_SOLVE_ALG1 = 1, CUSOLVERRF_TRIANGULAR_SOLVE_ALG2 = 2, CUSOLVERRF_TRIANGULAR_SOLVE_ALG3 = 3 } cusolverRfTriangularSolve_t;

CN_CUSOLVER(cusolverRfCreate)
CN_CUSOLVER(cusolverRfDestroy)
CN_CUSOLVER(cusolverRfSetNumericProperties)
CN_CUSOLVER(cusolverRfSetAlgs)
CN_CUSOLVER(cusolverRfSetMatrixFormat)
CN_CUSOLVER(cusolverRfSetResetValuesFastMode)
CN_CUSOLVER(cusolverRfSetupHost)
CN_CUSOLVER(cusolverRfSetupDevice)
CN_CUSOLVER(cusolverRfAnalyze)
CN_CUSOLVER(cusolverRfResetValues)
CN_CUSOLVER(cusolverRfRefactor)
CN_CUSOLVER(cusolverRfSolve)

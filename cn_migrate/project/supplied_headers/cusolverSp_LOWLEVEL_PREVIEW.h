// SPDX-License-Identifier: MIT
// The names of the steps of cuSOLVER's sparse factorisations: all fail (see cn_library_call.h).
#pragma once

#include "cusolverSp.h"

typedef struct csrluInfoHost *csrluInfoHost_t;
typedef struct csrqrInfoHost *csrqrInfoHost_t;
typedef struct csrqrInfo *csrqrInfo_t;
typedef struct csrcholInfoHost *csrcholInfoHost_t;
typedef struct csrcholInfo *csrcholInfo_t;

CN_CUSOLVER_SP(CreateCsrluInfo)
CN_CUSOLVER_SP(DestroyCsrluInfo)
CN_CUSOLVER_SP(XcsrluAnalysis)
CN_CUSOLVER_SP(XcsrluNnz)
CN_CUSOLVER_SP_SD(csrluBufferInfo)
CN_CUSOLVER_SP_SD(csrluFactor)
CN_CUSOLVER_SP_SD(csrluZeroPivot)
CN_CUSOLVER_SP_SD(csrluSolve)
CN_CUSOLVER_SP_SD(csrluExtract)
CN_CUSOLVER_SP(CreateCsrqrInfo)
CN_CUSOLVER_SP(DestroyCsrqrInfo)
CN_CUSOLVER_SP(XcsrqrAnalysis)
CN_CUSOLVER_SP_SD(csrqrBufferInfo)
CN_CUSOLVER_SP_SD(csrqrSetup)
CN_CUSOLVER_SP_SD(csrqrFactor)
CN_CUSOLVER_SP_SD(csrqrZeroPivot)
CN_CUSOLVER_SP_SD(csrqrSolve)
CN_CUSOLVER_SP(CreateCsrcholInfo)
CN_CUSOLVER_SP(DestroyCsrcholInfo)
CN_CUSOLVER_SP(XcsrcholAnalysis)
CN_CUSOLVER_SP_SD(csrcholBufferInfo)
CN_CUSOLVER_SP_SD(csrcholFactor)
CN_CUSOLVER_SP_SD(csrcholZeroPivot)
CN_CUSOLVER_SP_SD(csrcholSolve)

// SPDX-License-Identifier: MIT
// The names of cuSOLVER for sparse matrices: handles work, computations fail (see cn_library_call.h).
#pragma once

#include "cusolver_common.h"

CN_CUSOLVER_HANDLE(Sp)

#define CN_CUSOLVER_SP(name) CN_CUSOLVER(cusolverSp##name) CN_CUSOLVER(cusolverSp##name##Host)
#define CN_CUSOLVER_SP_SD(name) CN_CUSOLVER_SP(S##name) CN_CUSOLVER_SP(D##name)

CN_CUSOLVER_SP(Xcsrsymrcm)
CN_CUSOLVER_SP(Xcsrsymamd)
CN_CUSOLVER_SP(Xcsrsymmdq)
CN_CUSOLVER_SP(Xcsrmetisnd)
CN_CUSOLVER_SP(Xcsrperm)
CN_CUSOLVER_SP(Xcsrperm_bufferSize)
CN_CUSOLVER_SP(Xcsrissym)
CN_CUSOLVER_SP_SD(csrlsvlu)
CN_CUSOLVER_SP_SD(csrlsvqr)
CN_CUSOLVER_SP_SD(csrlsvchol)

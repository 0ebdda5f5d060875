// SPDX-License-Identifier: MIT
// The names of cuSOLVER for dense matrices: handles work, computations fail (see cn_library_call.h).
#pragma once

#include "cusolver_common.h"

CN_CUSOLVER_HANDLE(Dn)

#define CN_CUSOLVER_DN(name)                                                                            \
    CN_CUSOLVER(cusolverDnS##name) CN_CUSOLVER(cusolverDnD##name)                                       \
    CN_CUSOLVER(cusolverDnC##name) CN_CUSOLVER(cusolverDnZ##name)                                       \
    CN_CUSOLVER(cusolverDnS##name##_bufferSize) CN_CUSOLVER(cusolverDnD##name##_bufferSize)             \
    CN_CUSOLVER(cusolverDnC##name##_bufferSize) CN_CUSOLVER(cusolverDnZ##name##_bufferSize)

CN_CUSOLVER_DN(potrf)
CN_CUSOLVER_DN(potrs)
CN_CUSOLVER_DN(potri)
CN_CUSOLVER_DN(getrf)
CN_CUSOLVER_DN(getrs)
CN_CUSOLVER_DN(geqrf)
CN_CUSOLVER_DN(ormqr)
CN_CUSOLVER_DN(orgqr)
CN_CUSOLVER_DN(sytrf)
CN_CUSOLVER_DN(gebrd)
CN_CUSOLVER_DN(gesvd)
CN_CUSOLVER_DN(gesvdj)
CN_CUSOLVER_DN(syevd)
CN_CUSOLVER_DN(syevj)
CN_CUSOLVER_DN(heevd)

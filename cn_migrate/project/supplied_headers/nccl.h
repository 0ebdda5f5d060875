// SPDX-License-Identifier: MIT
// The names of NCCL: every function fails (see cn_library_call.h).
#pragma once

#include <stddef.h>

#include <cuda_runtime.h>

#include "cn_library_call.h"

#define NCCL_UNIQUE_ID_BYTES 128

typedef struct ncclComm *ncclComm_t;
typedef struct {
    char internal[NCCL_UNIQUE_ID_BYTES];
} ncclUniqueId;

typedef enum {
    ncclSuccess = 0,
    ncclUnhandledCudaError = 1,
    ncclSystemError = 2,
    ncclInternalError = 3,
    ncclInvalidArgument = 4,
    ncclInvalidUsage = 5,
    ncclRemoteError = 6,
    ncclInProgress = 7
} ncclResult_t;

typedef enum { ncclSum = 0, ncclProd = 1, ncclMax = 2, ncclMin = 3, ncclAvg = 4 } ncclRedOp_t;

typedef enum {
    ncclInt8 = 0,
    ncclChar = 0,
    ncclUint8 = 1,
    ncclInt32 = 2,
    ncclInt = 2,
    ncclUint32 = 3,
    ncclInt64 = 4,
    ncclUint64 = 5,
    ncclFloat16 = 6,
    ncclHalf = 6,
    ncclFloat32 = 7,
    ncclFloat = 7,
    ncclFloat64 = 8,
    ncclDouble = 8,
    ncclBfloat16 = 9
} ncclDataType_t;

static inline const char *ncclGetErrorString(ncclResult_t result) {
    return result == ncclSuccess ? "no error" : "the library is not part of the port";
}

#define CN_NCCL(name) CN_LIBRARY_CALL(ncclResult_t, ncclInvalidUsage, name)
CN_NCCL(ncclGetUniqueId)
CN_NCCL(ncclCommInitRank)
CN_NCCL(ncclCommInitAll)
CN_NCCL(ncclCommFinalize)
CN_NCCL(ncclCommDestroy)
CN_NCCL(ncclCommAbort)
CN_NCCL(ncclCommCount)
CN_NCCL(ncclCommUserRank)
CN_NCCL(ncclGroupStart)
CN_NCCL(ncclGroupEnd)
CN_NCCL(ncclAllReduce)
CN_NCCL(ncclAllGather)
CN_NCCL(ncclReduceScatter)
CN_NCCL(ncclReduce)
CN_NCCL(ncclBroadcast)
CN_NCCL(ncclBcast)
CN_NCCL(ncclSend)
CN_NCCL(ncclRecv)

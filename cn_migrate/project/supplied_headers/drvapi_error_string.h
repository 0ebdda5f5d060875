// SPDX-License-Identifier: MIT
// Names of errors of the driver API: the interface of the drvapi_error_string.h that comes with CUDA's samples,
// written anew.
#pragma once

#include <cuda.h>

inline const char *getCudaDrvErrorString(CUresult error) {
    const char *name = nullptr;
    return cuGetErrorName(error, &name) == CUDA_SUCCESS ? name : "an unknown error";
}

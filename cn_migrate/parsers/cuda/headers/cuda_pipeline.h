// Asynchronous copies from global to shared memory, the primitive interface.
// Source: CUDA C++ Programming Guide, "Pipeline Primitives Interface".
#pragma once

#include <stddef.h>

#include "cuda_runtime.h"

__device__ void __pipeline_memcpy_async(void *dst_shared, const void *src_global, size_t size_and_align,
    size_t zfill = 0);
__device__ void __pipeline_commit();
__device__ void __pipeline_wait_prior(size_t N);

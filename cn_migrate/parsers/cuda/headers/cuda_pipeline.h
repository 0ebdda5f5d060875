// Asynchronous copies from global to shared memory, the primitive interface: done at once.
// Source: CUDA C++ Programming Guide, "Pipeline Primitives Interface".
#pragma once

#include <stddef.h>

#include "cuda_runtime.h"

// Copies all but the last `zfill` bytes, which become zero; sizes are 4, 8 or 16 bytes.
inline __device__ void __pipeline_memcpy_async(void *dst_shared, const void *src_global, size_t size_and_align,
    size_t zfill = 0)
{
    memcpy(dst_shared, src_global, size_and_align - zfill);
    memset(static_cast<char *>(dst_shared) + size_and_align - zfill, 0, zfill);
}
inline __device__ void __pipeline_commit() {}
inline __device__ void __pipeline_wait_prior(size_t) {}

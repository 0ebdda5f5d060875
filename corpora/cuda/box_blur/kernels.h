/* What main.c (C) and kernels.cu (CUDA C++) share. */
#ifndef KERNELS_H
#define KERNELS_H

#include <cuda_runtime_api.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    const unsigned char *from;
    unsigned char *to;
    int2 size; /* width, height */
    int radius;
} blur_job;

/* Blurs along the rows; the work is issued into `stream`. */
cudaError_t blur_rows(const blur_job *job, cudaStream_t stream);

/* The kernel that blurs along the columns, for cudaLaunchKernel: its one parameter is a blur_job. */
const void *blur_columns_kernel(void);

#ifdef __cplusplus
}
#endif

#endif

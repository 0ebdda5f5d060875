#include "kernels.h"

// The mean of the pixels at `radius` or less to both sides, those outside left out; halves are rounded up.
static __device__ unsigned char mean(const unsigned char *line, int stride, int at, int length, int radius)
{
    const int first = max(at - radius, 0);
    const int last = min(at + radius, length - 1);
    unsigned int sum = 0;
    for (int i = first; i <= last; ++i)
        sum += line[i * stride];
    const unsigned int count = last - first + 1;
    return (unsigned char)((2 * sum + count) / (2 * count));
}

static __global__ void rows(blur_job job)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= job.size.x || y >= job.size.y)
        return;
    job.to[y * job.size.x + x] = mean(job.from + y * job.size.x, 1, x, job.size.x, job.radius);
}

static __global__ void columns(blur_job job)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= job.size.x || y >= job.size.y)
        return;
    job.to[y * job.size.x + x] = mean(job.from + x, job.size.x, y, job.size.y, job.radius);
}

extern "C" cudaError_t blur_rows(const blur_job *job, cudaStream_t stream)
{
    const dim3 block(32, 4);
    const dim3 grid((job->size.x + block.x - 1) / block.x, (job->size.y + block.y - 1) / block.y);
    rows<<<grid, block, 0, stream>>>(*job);
    return cudaGetLastError();
}

extern "C" const void *blur_columns_kernel(void)
{
    return (const void *)columns;
}

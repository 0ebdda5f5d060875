// Running sums of blocks of 128 numbers. Compiled by itself, and included by main.cu for the kernel alone.
#include <cuda_runtime.h>

constexpr int PREFIX_BLOCK = 128;

static __global__ void prefixBlocks(const unsigned *in, unsigned *out, int count)
{
    __shared__ unsigned sums[PREFIX_BLOCK];
    const int i = blockIdx.x * PREFIX_BLOCK + threadIdx.x;
    sums[threadIdx.x] = i < count ? in[i] : 0;
    for (int offset = 1; offset < PREFIX_BLOCK; offset *= 2) {
        __syncthreads();
        const unsigned left = static_cast<int>(threadIdx.x) >= offset ? sums[threadIdx.x - offset] : 0;
        __syncthreads();
        sums[threadIdx.x] += left;
    }
    if (i < count)
        out[i] = sums[threadIdx.x];
}

#ifndef PREFIX_KERNEL_ONLY
// The running sums of all of `values` on the device, in `sums`; false where a call fails.
bool prefixSums(const unsigned *values, unsigned *sums, int count)
{
    const int blocks = (count + PREFIX_BLOCK - 1) / PREFIX_BLOCK;
    prefixBlocks<<<blocks, PREFIX_BLOCK>>>(values, sums, count);
    unsigned carried = 0;
    for (int block = 1; block < blocks; ++block) {
        unsigned last = 0;
        if (cudaMemcpy(&last, sums + block * PREFIX_BLOCK - 1, sizeof last, cudaMemcpyDeviceToHost) != cudaSuccess)
            return false;
        carried += last;
        if (cudaMemcpy(sums + block * PREFIX_BLOCK - 1, &carried, sizeof carried, cudaMemcpyHostToDevice) !=
            cudaSuccess)
            return false;
    }
    return cudaGetLastError() == cudaSuccess;
}
#endif

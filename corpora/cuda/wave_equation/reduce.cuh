// reduce.cuh: sum over a block in shared memory.
#pragma once

#include "common.cuh"

// All threads of the block must call this; the result is valid in thread 0.
template <int THREADS>
__device__ double blockSum(double mine)
{
    __shared__ double sums[THREADS];
    sums[threadIdx.x] = mine;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half)
            sums[threadIdx.x] += sums[threadIdx.x + half];
        __syncthreads();
    }
    return sums[0];
}

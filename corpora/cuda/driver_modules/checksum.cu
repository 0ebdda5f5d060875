// An ordinary part of the program, which uses the run-time API on memory of the driver API.
#include <cuda_runtime.h>

__global__ static void addAll(const unsigned int *values, int count, unsigned int *sum)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        atomicAdd(sum, values[i]);
    }
}

// Sum of `count` numbers in device memory; ~0 where a call fails.
unsigned int checksum(const unsigned int *values, int count)
{
    unsigned int *sum = nullptr, result = 0;
    if (cudaMalloc(&sum, sizeof *sum) != cudaSuccess || cudaMemset(sum, 0, sizeof *sum) != cudaSuccess) {
        return ~0u;
    }
    addAll<<<(count + 63) / 64, 64>>>(values, count, sum);
    if (cudaMemcpy(&result, sum, sizeof result, cudaMemcpyDeviceToHost) != cudaSuccess) {
        return ~0u;
    }
    cudaFree(sum);
    return result;
}

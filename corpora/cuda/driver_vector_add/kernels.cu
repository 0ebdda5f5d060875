// Kernels of driver_vector_add, compiled to a file of their own. Found by name, so without C++'s name mangling.

extern "C" __global__ void axpy(int count, float a, const float *x, float *y)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = a * x[i] + y[i];
    }
}

extern "C" {

// Adds the squares of the values' whole parts to *sum; a block's threads add theirs in shared memory.
__global__ void sumSquares(const float *values, int count, unsigned long long *sum)
{
    extern __shared__ unsigned long long partial[];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    long long whole = i < count ? (long long)values[i] : 0;
    partial[threadIdx.x] = (unsigned long long)(whole * whole);
    __syncthreads();
    for (unsigned stride = blockDim.x / 2; stride > 0; stride /= 2) {
        if (threadIdx.x < stride) {
            partial[threadIdx.x] += partial[threadIdx.x + stride];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        atomicAdd(sum, partial[0]);
    }
}

}

// The kernel of runtime_compile: text that the program compiles when it runs.
#ifndef BLOCK
#define BLOCK 64
#endif

// Each block sums its part of the products; the host adds up the rest.
extern "C" __global__ void dotProduct(const double *x, const double *y, double *partial, int count)
{
    __shared__ double part[BLOCK];
    double sum = 0.0;
    for (int i = blockIdx.x * BLOCK + threadIdx.x; i < count; i += gridDim.x * BLOCK) {
        sum += x[i] * y[i];
    }
    part[threadIdx.x] = sum;
    __syncthreads();
    for (int stride = BLOCK / 2; stride > 0; stride /= 2) {
        if (threadIdx.x < stride) {
            part[threadIdx.x] += part[threadIdx.x + stride];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = part[0];
    }
}

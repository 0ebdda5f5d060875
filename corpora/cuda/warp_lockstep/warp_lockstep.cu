// warp_lockstep: code in the style of early CUDA. The last 32 threads of a reduction, and a scan of each warp, go over
// volatile shared memory without any barrier, as if the threads of a warp did each step at once.
//
// usage: warp_lockstep [elements]
#include <cuda_runtime.h>

#include <stdio.h>
#include <stdlib.h>

#define THREADS 128

#define SAFE(call)                                                                                \
    {                                                                                             \
        cudaError_t status = call;                                                                \
        if (status != cudaSuccess) {                                                              \
            printf("FAIL warp_lockstep: line %d, got %s, want no error\n", __LINE__, cudaGetErrorString(status)); \
            exit(1);                                                                              \
        }                                                                                         \
    }

template <unsigned int blockSize>
__device__ void warpReduce(volatile unsigned int *sdata, unsigned int tid)
{
    if (blockSize >= 64) sdata[tid] += sdata[tid + 32];
    if (blockSize >= 32) sdata[tid] += sdata[tid + 16];
    if (blockSize >= 16) sdata[tid] += sdata[tid + 8];
    if (blockSize >= 8) sdata[tid] += sdata[tid + 4];
    if (blockSize >= 4) sdata[tid] += sdata[tid + 2];
    if (blockSize >= 2) sdata[tid] += sdata[tid + 1];
}

template <unsigned int blockSize>
__global__ void reduce(const unsigned int *g_idata, unsigned int *g_odata, unsigned int n)
{
    extern __shared__ unsigned int sdata[];
    unsigned int tid = threadIdx.x;
    unsigned int i = blockIdx.x * (blockSize * 2) + tid;
    unsigned int gridSize = blockSize * 2 * gridDim.x;
    sdata[tid] = 0;
    while (i < n) {
        sdata[tid] += g_idata[i];
        if (i + blockSize < n) sdata[tid] += g_idata[i + blockSize];
        i += gridSize;
    }
    __syncthreads();
    if (blockSize >= 512) { if (tid < 256) { sdata[tid] += sdata[tid + 256]; } __syncthreads(); }
    if (blockSize >= 256) { if (tid < 128) { sdata[tid] += sdata[tid + 128]; } __syncthreads(); }
    if (blockSize >= 128) { if (tid < 64) { sdata[tid] += sdata[tid + 64]; } __syncthreads(); }
    if (tid < 32) warpReduce<blockSize>(sdata, tid);
    if (tid == 0) g_odata[blockIdx.x] = sdata[0];
}

/* The smallest number of a block and where it is; the first of equal ones. */
__global__ void smallest(const unsigned int *values, int n, unsigned int *least, int *where)
{
    __shared__ volatile unsigned int v[THREADS];
    __shared__ volatile int p[THREADS];
    const int tid = threadIdx.x;
    const int i = blockIdx.x * blockDim.x + tid;
    v[tid] = i < n ? values[i] : 0xffffffffu;
    p[tid] = i;
    __syncthreads();
    for (int half = THREADS / 2; half >= 32; half >>= 1) {
        if (tid < half && v[tid + half] < v[tid]) {
            v[tid] = v[tid + half];
            p[tid] = p[tid + half];
        }
        __syncthreads();
    }
    if (tid < 16) {
        for (int half = 16; half > 0; half >>= 1) {
            unsigned int other = v[tid + half];
            int place = p[tid + half];
            if (other < v[tid] || (other == v[tid] && place < p[tid])) {
                v[tid] = other;
                p[tid] = place;
            }
        }
    }
    if (tid == 0) {
        least[blockIdx.x] = v[0];
        where[blockIdx.x] = p[0];
    }
}

/* Running sums of each 32 numbers. Sixteen zeros stand before each warp's part. */
__global__ void scanWarps(const unsigned int *in, unsigned int *out, int n)
{
    volatile __shared__ unsigned int s[THREADS / 32][48];
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    volatile unsigned int *mine = &s[threadIdx.x / 32][16 + threadIdx.x % 32];
    mine[-16] = 0;
    *mine = i < n ? in[i] : 0;
    *mine += mine[-1];
    *mine += mine[-2];
    *mine += mine[-4];
    *mine += mine[-8];
    *mine += mine[-16];
    if (i < n)
        out[i] = *mine;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 50021;
    if (n < 1) {
        fprintf(stderr, "usage: warp_lockstep [elements]\n");
        return 2;
    }
    const int blocks = (n + THREADS - 1) / THREADS;
    const int sums = 8;
    unsigned int *h = (unsigned int *)malloc(n * sizeof(unsigned int));
    unsigned int *r = (unsigned int *)malloc((n + blocks + sums) * sizeof(unsigned int));
    int *w = (int *)malloc(blocks * sizeof(int));
    unsigned int seed = 4711;
    for (int i = 0; i < n; ++i) {
        seed = seed * 214013u + 2531011u;
        h[i] = seed >> 16;
    }

    unsigned int *d_in, *d_out;
    int *d_where;
    SAFE(cudaMalloc((void **)&d_in, n * sizeof(unsigned int)));
    SAFE(cudaMalloc((void **)&d_out, (n + blocks + sums) * sizeof(unsigned int)));
    SAFE(cudaMalloc((void **)&d_where, blocks * sizeof(int)));
    SAFE(cudaMemcpy(d_in, h, n * sizeof(unsigned int), cudaMemcpyHostToDevice));
    scanWarps<<<blocks, THREADS>>>(d_in, d_out, n);
    SAFE(cudaGetLastError());
    smallest<<<blocks, THREADS>>>(d_in, n, d_out + n, d_where);
    SAFE(cudaGetLastError());
    reduce<THREADS><<<sums / 2, THREADS, THREADS * sizeof(unsigned int)>>>(d_in, d_out + n + blocks, n);
    SAFE(cudaGetLastError());
    reduce<64><<<sums / 2, 64, 64 * sizeof(unsigned int)>>>(d_in, d_out + n + blocks + sums / 2, n);
    SAFE(cudaGetLastError());
    SAFE(cudaMemcpy(r, d_out, (n + blocks + sums) * sizeof(unsigned int), cudaMemcpyDeviceToHost));
    SAFE(cudaMemcpy(w, d_where, blocks * sizeof(int), cudaMemcpyDeviceToHost));

    unsigned int total = 0, running = 0;
    for (int i = 0; i < n; ++i) {
        running = i % 32 ? running + h[i] : h[i];
        total += h[i];
        if (r[i] != running) {
            printf("FAIL warp_lockstep: scan [%d], got %u, want %u\n", i, r[i], running);
            return 1;
        }
    }
    for (int b = 0; b < blocks; ++b) {
        int best = b * THREADS;
        for (int i = best + 1; i < n && i < (b + 1) * THREADS; ++i)
            if (h[i] < h[best])
                best = i;
        if (r[n + b] != h[best] || h[w[b]] != h[best]) {
            printf("FAIL warp_lockstep: smallest of block %d, got %u, want %u\n", b, r[n + b], h[best]);
            return 1;
        }
    }
    for (int k = 0; k < 2; ++k) {
        unsigned int sum = 0;
        for (int b = 0; b < sums / 2; ++b)
            sum += r[n + blocks + k * (sums / 2) + b];
        if (sum != total) {
            printf("FAIL warp_lockstep: sum %d, got %u, want %u\n", k, sum, total);
            return 1;
        }
    }
    SAFE(cudaFree(d_in));
    SAFE(cudaFree(d_out));
    SAFE(cudaFree(d_where));
    free(h);
    free(r);
    free(w);
    printf("PASS warp_lockstep\n");
    return 0;
}

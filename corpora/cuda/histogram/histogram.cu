// histogram: byte histogram with global atomics, with per-block shared histograms that are merged at
// the end, and with four bytes packed in a word; then a few order statistics by other atomics.
//
// usage: histogram [bytes]
#include <cuda_runtime.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BINS 256
#define THREADS 256
#define MAX_BLOCKS 48

typedef unsigned char byte;
typedef unsigned int uint;

static void fail(const char *where, unsigned long long got, unsigned long long want)
{
    printf("FAIL histogram: %s, got %llu, want %llu\n", where, got, want);
    exit(1);
}

#define CK(x)                                                                     \
    do {                                                                          \
        cudaError_t err = (x);                                                    \
        if (err != cudaSuccess) {                                                 \
            fprintf(stderr, "%s: %s\n", #x, cudaGetErrorString(err));             \
            fail(#x, err, cudaSuccess);                                           \
        }                                                                         \
    } while (0)

__global__ void histogramGlobal(const byte *data, size_t n, uint *bins)
{
    size_t stride = (size_t)blockDim.x * gridDim.x;
    for (size_t i = (size_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += stride)
        atomicAdd(&bins[data[i]], 1u);
}

__global__ void histogramShared(const byte *data, size_t n, uint *bins)
{
    __shared__ uint local[BINS];

    for (uint b = threadIdx.x; b < BINS; b += blockDim.x)
        local[b] = 0;
    __syncthreads();

    size_t stride = (size_t)blockDim.x * gridDim.x;
    for (size_t i = (size_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += stride)
        atomicAdd(local + data[i], 1);
    __syncthreads();

    for (uint b = threadIdx.x; b < BINS; b += blockDim.x)
        if (local[b] != 0)
            atomicAdd(bins + b, local[b]);
}

__device__ inline void countWord(uint *bins, uint word)
{
    atomicAdd(&bins[(word >> 0) & 0xffu], 1u);
    atomicAdd(&bins[(word >> 8) & 0xffu], 1u);
    atomicAdd(&bins[(word >> 16) & 0xffu], 1u);
    atomicAdd(&bins[(word >> 24) & 0xffu], 1u);
}

/* Reads whole words; the first block also counts the bytes left over at the end. */
__global__ void histogramPacked(const byte *data, size_t n, uint *bins)
{
    __shared__ uint local[BINS];
    for (uint b = threadIdx.x; b < BINS; b += blockDim.x)
        local[b] = 0;
    __syncthreads();

    const uint *words = (const uint *)data;
    size_t wordCount = n / sizeof(uint);
    for (size_t i = (size_t)blockIdx.x * blockDim.x + threadIdx.x; i < wordCount; i += (size_t)blockDim.x * gridDim.x)
        countWord(local, words[i]);
    if (blockIdx.x == 0 && threadIdx.x < n % sizeof(uint))
        atomicAdd(&local[data[wordCount * sizeof(uint) + threadIdx.x]], 1u);
    __syncthreads();

    for (uint b = threadIdx.x; b < BINS; b += blockDim.x)
        atomicAdd(&bins[b], local[b]);
}

struct Summary {
    uint smallest;
    uint largest;
    uint seen[BINS / 32];        /* bit set of the values that occur */
    uint parity;                 /* exclusive or of all */
    unsigned long long total;    /* 64-bit sum */
    int balance;                 /* odd values minus even values */
};

__global__ void summarise(const byte *data, size_t n, struct Summary *s)
{
    size_t i = (size_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    uint v = data[i];
    atomicMin(&s->smallest, v);
    atomicMax(&s->largest, v);
    atomicOr(&s->seen[v / 32], 1u << (v % 32));
    atomicXor(&s->parity, v);
    atomicAdd(&s->total, (unsigned long long)v);
    if (v & 1)
        atomicAdd(&s->balance, 1);
    else
        atomicSub(&s->balance, 1);
}

int main(int argc, char **argv)
{
    long count = argc > 1 ? atol(argv[1]) : 500003L;
    if (count < 1) {
        fprintf(stderr, "usage: %s [bytes]\n", argv[0]);
        return 2;
    }
    size_t n = (size_t)count;
    byte *data = (byte *)malloc(n);
    uint want[BINS] = {0}, got[BINS];
    struct Summary sum = {255u, 0u, {0}, 0u, 0ull, 0}, back;
    uint seed = 4711u;
    for (size_t i = 0; i < n; ++i) {
        seed = seed * 1664525u + 1013904223u;
        data[i] = (byte)(((seed >> 24) * (seed >> 16 & 0xff)) >> 8); /* uneven on purpose */
    }
    for (size_t i = 0; i < n; ++i) {
        byte v = data[i];
        want[v]++;
        if (v < sum.smallest) sum.smallest = v;
        if (v > sum.largest) sum.largest = v;
        sum.seen[v >> 5] |= 1u << (v & 31);
        sum.parity ^= v;
        sum.total += v;
        sum.balance += v % 2 ? 1 : -1;
    }

    byte *d_data;
    uint *d_bins;
    struct Summary *d_summary;
    CK(cudaMalloc((void **)&d_data, n));
    CK(cudaMalloc((void **)&d_bins, sizeof got));
    CK(cudaMalloc((void **)&d_summary, sizeof(struct Summary)));
    CK(cudaMemcpy(d_data, data, n, cudaMemcpyHostToDevice));

    uint blocks = (uint)((n + THREADS - 1) / THREADS);
    uint few = blocks < MAX_BLOCKS ? blocks : MAX_BLOCKS;
    static const char *names[3] = {"global", "shared", "packed"};
    for (int k = 0; k < 3; ++k) {
        CK(cudaMemset(d_bins, 0, sizeof got));
        switch (k) {
        case 0:
            histogramGlobal<<<few, THREADS>>>(d_data, n, d_bins);
            break;
        case 1:
            histogramShared<<<few, THREADS>>>(d_data, n, d_bins);
            break;
        default:
            histogramPacked<<<few, THREADS / 2>>>(d_data, n, d_bins);
        }
        CK(cudaGetLastError());
        CK(cudaMemcpy(got, d_bins, sizeof got, cudaMemcpyDeviceToHost));
        for (int b = 0; b < BINS; ++b) {
            if (got[b] != want[b]) {
                char where[64];
                snprintf(where, sizeof where, "%s bin %d", names[k], b);
                fail(where, got[b], want[b]);
            }
        }
    }

    struct Summary empty = {~0u, 0u, {0}, 0u, 0ull, 0};
    CK(cudaMemcpy(d_summary, &empty, sizeof empty, cudaMemcpyHostToDevice));
    summarise<<<blocks, THREADS>>>(d_data, n, d_summary);
    CK(cudaGetLastError());
    CK(cudaMemcpy(&back, d_summary, sizeof back, cudaMemcpyDeviceToHost));
    if (back.smallest != sum.smallest) fail("smallest", back.smallest, sum.smallest);
    if (back.largest != sum.largest) fail("largest", back.largest, sum.largest);
    if (back.parity != sum.parity) fail("parity", back.parity, sum.parity);
    if (back.total != sum.total) fail("total", back.total, sum.total);
    if (back.balance != sum.balance) fail("balance", (uint)back.balance, (uint)sum.balance);
    if (memcmp(back.seen, sum.seen, sizeof sum.seen) != 0) fail("set of values", back.seen[0], sum.seen[0]);

    CK(cudaFree(d_data));
    CK(cudaFree(d_bins));
    CK(cudaFree(d_summary));
    free(data);
    printf("PASS histogram\n");
    return 0;
}

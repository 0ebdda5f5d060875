// block_votes: barriers that count and vote, and barriers in odd places: inside of device functions, in nested loops
// whose trip counts come with the launch, after threads have left.
//
// usage: block_votes [elements] [rounds]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

static const int THREADS = 96;

#define MUST(call) must(call, __LINE__)

static void must(cudaError_t error, int line)
{
    if (error != cudaSuccess) {
        printf("FAIL block_votes: line %d, got %s, want no error\n", line, cudaGetErrorName(error));
        exit(1);
    }
}

// Sorts the block's numbers by comparing neighbours until nobody has swapped.
__global__ void sortBlocks(int *data, int n, int *passes)
{
    __shared__ int s[THREADS];
    const int t = threadIdx.x, i = blockIdx.x * THREADS + t;
    s[t] = i < n ? data[i] : 0x7fffffff;
    __syncthreads();
    int count = 0;
    bool swapped;
    do {
        swapped = false;
        for (int odd = 0; odd < 2; ++odd) {
            const int left = 2 * t + odd;
            if (left + 1 < THREADS && s[left] > s[left + 1]) {
                const int keep = s[left];
                s[left] = s[left + 1];
                s[left + 1] = keep;
                swapped = true;
            }
            __syncthreads();
        }
        ++count;
    } while (__syncthreads_or(swapped));
    if (i < n)
        data[i] = s[t];
    if (t == 0)
        passes[blockIdx.x] = count;
}

__device__ int rotate(int *s, int mine, int by)
{
    s[threadIdx.x] = mine;
    __syncthreads();
    const int other = s[(threadIdx.x + by) % THREADS];
    __syncthreads();
    return other;
}

// Trip counts from the launch, from memory and from the block's number; a barrier in the innermost loop.
__global__ void mix(const int *in, unsigned *out, int n, int rounds)
{
    __shared__ int s[THREADS];
    const int i = blockIdx.x * THREADS + threadIdx.x;
    int value = in[i % n];
    unsigned hash = 0;
    for (int r = 0; r < rounds; ++r) {
        const int turns = (in[r % n] & 3) + (int)blockIdx.x % 2;
        for (int k = 1; k <= turns; ++k) {
            value = rotate(s, value, k);
            if (turns > 2) {
                value ^= r;
                __syncthreads();
            }
            hash = hash * 31u + (unsigned)value;
        }
    }
    if (i < n)
        out[i] = hash;
}

// Threads behind the end leave before the barriers.
__global__ void countAbove(const int *in, int n, int limit, int *above, int *all)
{
    const int i = blockIdx.x * THREADS + threadIdx.x;
    if (i >= n)
        return;
    const int count = __syncthreads_count(in[i] > limit);
    const int whole = __syncthreads_and(in[i] >= 0);
    if (threadIdx.x == 0) {
        above[blockIdx.x] = count;
        all[blockIdx.x] = whole != 0;
    }
}

// Reverses the block's part; the last block is shorter, its other threads are gone.
__global__ void reverse(int *data, int n)
{
    __shared__ int s[THREADS];
    const int start = blockIdx.x * THREADS, t = threadIdx.x;
    const int count = min(THREADS, n - start);
    if (t >= count)
        return;
    s[t] = data[start + t];
    __syncthreads();
    data[start + t] = s[count - 1 - t];
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 1003;
    const int rounds = argc > 2 ? atoi(argv[2]) : 6;
    if (n < 1 || rounds < 1) {
        fprintf(stderr, "usage: block_votes [elements] [rounds]\n");
        return 2;
    }
    const int blocks = (n + THREADS - 1) / THREADS;
    std::vector<int> data(n), got(n), counts(blocks), alls(blocks);
    std::vector<unsigned> hashes(n);
    unsigned state = 2024;
    for (int &x : data) {
        state = state * 1664525u + 1013904223u;
        x = (int)(state >> 20);
    }
    const int limit = 2000;

    int *d, *c, *a;
    unsigned *h;
    MUST(cudaMalloc(&d, n * sizeof(int)));
    MUST(cudaMalloc(&c, blocks * sizeof(int)));
    MUST(cudaMalloc(&a, blocks * sizeof(int)));
    MUST(cudaMalloc(&h, n * sizeof(unsigned)));
    MUST(cudaMemcpy(d, data.data(), n * sizeof(int), cudaMemcpyHostToDevice));
    mix<<<blocks, THREADS>>>(d, h, n, rounds);
    MUST(cudaGetLastError());
    countAbove<<<blocks, THREADS>>>(d, n, limit, c, a);
    MUST(cudaGetLastError());
    MUST(cudaMemcpy(hashes.data(), h, n * sizeof(unsigned), cudaMemcpyDeviceToHost));
    MUST(cudaMemcpy(counts.data(), c, blocks * sizeof(int), cudaMemcpyDeviceToHost));
    MUST(cudaMemcpy(alls.data(), a, blocks * sizeof(int), cudaMemcpyDeviceToHost));
    sortBlocks<<<blocks, THREADS>>>(d, n, c);
    MUST(cudaGetLastError());
    reverse<<<blocks, THREADS>>>(d, n);
    MUST(cudaGetLastError());
    MUST(cudaMemcpy(got.data(), d, n * sizeof(int), cudaMemcpyDeviceToHost));
    MUST(cudaFree(d));
    MUST(cudaFree(c));
    MUST(cudaFree(a));
    MUST(cudaFree(h));

    for (int b = 0; b < blocks; ++b) {
        int value[THREADS], next[THREADS], above = 0;
        unsigned hash[THREADS] = {};
        for (int t = 0; t < THREADS; ++t)
            value[t] = data[(b * THREADS + t) % n];
        for (int r = 0; r < rounds; ++r) {
            const int turns = (data[r % n] & 3) + b % 2;
            for (int k = 1; k <= turns; ++k) {
                for (int t = 0; t < THREADS; ++t)
                    next[t] = value[(t + k) % THREADS] ^ (turns > 2 ? r : 0);
                for (int t = 0; t < THREADS; ++t) {
                    value[t] = next[t];
                    hash[t] = hash[t] * 31u + (unsigned)value[t];
                }
            }
        }
        for (int t = 0; t < THREADS && b * THREADS + t < n; ++t) {
            const int i = b * THREADS + t;
            above += data[i] > limit;
            if (hashes[i] != hash[t]) {
                printf("FAIL block_votes: hash [%d], got %u, want %u\n", i, hashes[i], hash[t]);
                return 1;
            }
            if (t > 0 && got[i] > got[i - 1]) {
                printf("FAIL block_votes: sorted [%d], got %d, want at most %d\n", i, got[i], got[i - 1]);
                return 1;
            }
        }
        if (counts[b] != above || alls[b] != 1) {
            printf("FAIL block_votes: count of block %d, got %d, want %d\n", b, counts[b], above);
            return 1;
        }
    }
    long long before = 0, after = 0;
    for (int i = 0; i < n; ++i) {
        before += (long long)data[i] * data[i];
        after += (long long)got[i] * got[i];
    }
    if (before != after) {
        printf("FAIL block_votes: squares, got %lld, want %lld\n", after, before);
        return 1;
    }
    printf("PASS block_votes\n");
    return 0;
}

// sorting_networks: bitonic sort of integers (small strides in shared memory, large ones in global
// memory), Batcher's odd-even merge sort of key-value pairs, and odd-even transposition of one block.
// Any length: the arrays are padded to a power of two with the largest key.
//
// usage: sorting_networks [elements]
#include <cuda_runtime.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <vector>

typedef unsigned int uint;

constexpr uint SHARED_SIZE = 512;  // elements sorted by one block of half as many threads

template <typename T>
__device__ inline void exchange(T &a, T &b)
{
    const T t = a;
    a = b;
    b = t;
}

__device__ inline void compareExchange(int &a, int &b, bool ascending)
{
    if ((a > b) == ascending)
        exchange(a, b);
}

__global__ void bitonicSortShared(int *keys)
{
    __shared__ int s[SHARED_SIZE];
    keys += blockIdx.x * SHARED_SIZE;
    s[threadIdx.x] = keys[threadIdx.x];
    s[threadIdx.x + SHARED_SIZE / 2] = keys[threadIdx.x + SHARED_SIZE / 2];

    for (uint size = 2; size < SHARED_SIZE; size <<= 1) {
        const bool ascending = (threadIdx.x & (size / 2)) == 0;
        for (uint stride = size / 2; stride > 0; stride >>= 1) {
            __syncthreads();
            const uint pos = 2 * threadIdx.x - (threadIdx.x & (stride - 1));
            compareExchange(s[pos], s[pos + stride], ascending);
        }
    }
    // last merge: odd blocks descend, so that pairs of blocks are bitonic
    const bool ascending = (blockIdx.x & 1) == 0;
    for (uint stride = SHARED_SIZE / 2; stride > 0; stride >>= 1) {
        __syncthreads();
        const uint pos = 2 * threadIdx.x - (threadIdx.x & (stride - 1));
        compareExchange(s[pos], s[pos + stride], ascending);
    }
    __syncthreads();
    keys[threadIdx.x] = s[threadIdx.x];
    keys[threadIdx.x + SHARED_SIZE / 2] = s[threadIdx.x + SHARED_SIZE / 2];
}

__global__ void bitonicMergeGlobal(int *keys, uint size, uint stride)
{
    const uint k = blockIdx.x * blockDim.x + threadIdx.x;
    const uint pos = 2 * k - (k & (stride - 1));
    const bool ascending = (k & (size / 2)) == 0;
    compareExchange(keys[pos], keys[pos + stride], ascending);
}

__global__ void bitonicMergeShared(int *keys, uint size)
{
    __shared__ int s[SHARED_SIZE];
    keys += blockIdx.x * SHARED_SIZE;
    s[threadIdx.x] = keys[threadIdx.x];
    s[threadIdx.x + SHARED_SIZE / 2] = keys[threadIdx.x + SHARED_SIZE / 2];

    const uint k = blockIdx.x * (SHARED_SIZE / 2) + threadIdx.x;
    const bool ascending = (k & (size / 2)) == 0;
    for (uint stride = SHARED_SIZE / 2; stride > 0; stride >>= 1) {
        __syncthreads();
        const uint pos = 2 * threadIdx.x - (threadIdx.x & (stride - 1));
        compareExchange(s[pos], s[pos + stride], ascending);
    }
    __syncthreads();
    keys[threadIdx.x] = s[threadIdx.x];
    keys[threadIdx.x + SHARED_SIZE / 2] = s[threadIdx.x + SHARED_SIZE / 2];
}

struct Pair {
    float key;
    int value;
};

// One comparator step of Batcher's odd-even merge sort: phases p = 1, 2, 4 ..., steps k = p ... 1.
__global__ void oddEvenMergeStep(Pair *pairs, uint n, uint p, uint k)
{
    const uint i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i + k >= n || i < k % p)
        return;
    const uint j = i - k % p;
    if (j % (2 * k) >= k)
        return;
    if (i / (2 * p) != (i + k) / (2 * p))
        return;
    Pair &a = pairs[i], &b = pairs[i + k];
    if (a.key > b.key || (a.key == b.key && a.value > b.value))
        exchange(a, b);
}

// Odd-even transposition sort of one block of any size up to 256; reads and writes only real elements.
__global__ void oddEvenTransposition(int *keys, int n)
{
    __shared__ int s[256];
    const int i = threadIdx.x;
    if (i < n)
        s[i] = keys[i];
    __syncthreads();
    for (int phase = 0; phase < n; ++phase) {
        if (i + 1 < n && ((i ^ phase) & 1) == 0 && s[i] > s[i + 1])
            exchange(s[i], s[i + 1]);
        __syncthreads();
    }
    if (i < n)
        keys[i] = s[i];
}

#define REQUIRE(call)                                                                                       \
    do {                                                                                                    \
        cudaError_t error_ = (call);                                                                        \
        if (error_ != cudaSuccess) {                                                                        \
            printf("FAIL sorting_networks: %s, got %s, want no error\n", #call, cudaGetErrorString(error_)); \
            exit(1);                                                                                        \
        }                                                                                                   \
    } while (0)

static uint nextPowerOfTwo(uint n)
{
    uint p = 1;
    while (p < n)
        p *= 2;
    return p;
}

static std::vector<int> bitonicSort(std::vector<int> keys)
{
    const uint padded = std::max(nextPowerOfTwo((uint)keys.size()), SHARED_SIZE);
    const size_t n = keys.size();
    keys.resize(padded, INT_MAX);
    int *d;
    REQUIRE(cudaMalloc((void **)&d, padded * sizeof(int)));
    REQUIRE(cudaMemcpy(d, keys.data(), padded * sizeof(int), cudaMemcpyHostToDevice));
    const uint blocks = padded / SHARED_SIZE, threads = SHARED_SIZE / 2;
    bitonicSortShared<<<blocks, threads>>>(d);
    for (uint size = 2 * SHARED_SIZE; size <= padded; size *= 2) {
        for (uint stride = size / 2; stride >= SHARED_SIZE; stride /= 2)
            bitonicMergeGlobal<<<blocks, threads>>>(d, size, stride);
        bitonicMergeShared<<<blocks, threads>>>(d, size);
    }
    REQUIRE(cudaGetLastError());
    REQUIRE(cudaMemcpy(keys.data(), d, padded * sizeof(int), cudaMemcpyDeviceToHost));
    REQUIRE(cudaFree(d));
    keys.resize(n);
    return keys;
}

static void oddEvenMergeSort(std::vector<Pair> &pairs)
{
    const uint n = (uint)pairs.size();
    Pair *d;
    REQUIRE(cudaMalloc((void **)&d, n * sizeof(Pair)));
    REQUIRE(cudaMemcpy(d, pairs.data(), n * sizeof(Pair), cudaMemcpyHostToDevice));
    for (uint p = 1; p < n; p *= 2)
        for (uint k = p; k >= 1; k /= 2)
            oddEvenMergeStep<<<(n + 127) / 128, 128>>>(d, n, p, k);
    REQUIRE(cudaGetLastError());
    REQUIRE(cudaMemcpy(pairs.data(), d, n * sizeof(Pair), cudaMemcpyDeviceToHost));
    REQUIRE(cudaFree(d));
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 20011;
    if (n < 1) {
        fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    std::vector<int> keys(n);
    std::vector<Pair> pairs(n);
    uint seed = 123u;
    for (int i = 0; i < n; ++i) {
        seed = seed * 1664525u + 1013904223u;
        keys[i] = (int)seed;
        pairs[i].key = (float)((int)(seed >> 20) - 2048) * 0.5f;  // many equal keys
        pairs[i].value = i;
    }

    std::vector<int> want(keys);
    std::sort(want.begin(), want.end());
    const std::vector<int> got = bitonicSort(keys);
    for (int i = 0; i < n; ++i) {
        if (got[i] != want[i]) {
            printf("FAIL sorting_networks: bitonic [%d], got %d, want %d\n", i, got[i], want[i]);
            return 1;
        }
    }

    std::vector<Pair> order(pairs);
    std::stable_sort(order.begin(), order.end(), [](const Pair &a, const Pair &b) { return a.key < b.key; });
    oddEvenMergeSort(pairs);
    for (int i = 0; i < n; ++i) {
        if (pairs[i].value != order[i].value || pairs[i].key != order[i].key) {
            printf("FAIL sorting_networks: odd-even merge [%d], got %d, want %d\n", i, pairs[i].value, order[i].value);
            return 1;
        }
    }

    const int few = std::min(n, 251);
    std::vector<int> head(keys.begin(), keys.begin() + few), sorted(head);
    std::sort(sorted.begin(), sorted.end());
    int *d;
    REQUIRE(cudaMalloc((void **)&d, few * sizeof(int)));
    REQUIRE(cudaMemcpy(d, head.data(), few * sizeof(int), cudaMemcpyHostToDevice));
    oddEvenTransposition<<<1, 256>>>(d, few);
    REQUIRE(cudaGetLastError());
    REQUIRE(cudaMemcpy(head.data(), d, few * sizeof(int), cudaMemcpyDeviceToHost));
    REQUIRE(cudaFree(d));
    for (int i = 0; i < few; ++i) {
        if (head[i] != sorted[i]) {
            printf("FAIL sorting_networks: transposition [%d], got %d, want %d\n", i, head[i], sorted[i]);
            return 1;
        }
    }
    printf("PASS sorting_networks\n");
    return 0;
}

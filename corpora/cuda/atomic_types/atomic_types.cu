// atomic_types: every atomic function over the types and scopes it has, into shared and global memory: sums, extremes,
// bits, rings, 16-bit compare and swap, clocks between which time passes. The order of threads does not matter.
//
// usage: atomic_types [threads]
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

struct Totals {
    int sum, difference, least, most;
    unsigned leastUnsigned, mostUnsigned, all, any, parity, up, down;
    float single;
    double twice;
    unsigned long long wide, wideMost, wideAny;
    long long wideLeast;
    unsigned short halves[2];
    int late;
};

__device__ void countHalf(unsigned short *half, unsigned short by)
{
    unsigned short seen = 0, before;
    do {
        before = seen;
        seen = atomicCAS(half, before, (unsigned short)(before + by));
    } while (seen != before);
}

__global__ void accumulate(const int *values, int n, Totals *totals)
{
    __shared__ int blockSum;
    __shared__ unsigned blockRing;
    __shared__ float blockSingle;
    __shared__ double blockTwice;
    __shared__ unsigned long long blockWide;
    if (threadIdx.x == 0) {
        blockSum = 0;
        blockRing = 0;
        blockSingle = 0.0f;
        blockTwice = 0.0;
        blockWide = 0;
    }
    __syncthreads();
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        const long long start = clock64();
        const int v = values[i];
        const unsigned u = (unsigned)v;
        atomicAdd_block(&blockSum, v);
        atomicInc_block(&blockRing, 9);
        atomicAdd(&blockSingle, 0.5f);
        atomicAdd(&blockTwice, (double)v);
        atomicAdd(&blockWide, (unsigned long long)u);
        atomicSub(&totals->difference, v % 100);
        atomicMin(&totals->least, v);
        atomicMax_system(&totals->most, v);
        atomicMin(&totals->leastUnsigned, u);
        atomicMax(&totals->mostUnsigned, u);
        atomicAnd(&totals->all, ~(u & 0xff00u));
        atomicOr_system(&totals->any, u & 0xffu);
        atomicXor(&totals->parity, u);
        atomicInc(&totals->up, 6);
        atomicDec(&totals->down, 4);
        atomicMax(&totals->wideMost, (unsigned long long)u << 20);
        atomicMin(&totals->wideLeast, (long long)v << 20);
        atomicOr(&totals->wideAny, 1ull << (u % 64));
        countHalf(&totals->halves[i % 2], (unsigned short)(1 + i % 2));
        if (clock64() <= start)
            totals->late = 1;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        atomicAdd(&totals->sum, blockSum);
        atomicAdd(&totals->single, blockSingle);
        atomicAdd(&totals->twice, blockTwice);
        atomicAdd(&totals->wide, blockWide);
        if (blockRing != (unsigned)(min((int)blockDim.x, n - (int)(blockIdx.x * blockDim.x)) % 10))
            totals->late = 2;
    }
}

#define EXPECT(member, value)                                                                      \
    do {                                                                                           \
        if (got.member != (value)) {                                                               \
            std::printf("FAIL atomic_types: %s, got %.17g, want %.17g\n", #member, (double)got.member, \
                        (double)(value));                                                          \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 20011;
    if (n < 1 || n > 60000) {
        std::fprintf(stderr, "usage: %s [threads (up to 60000)]\n", argv[0]);
        return 2;
    }
    std::vector<int> values(n);
    unsigned seed = 37u;
    for (int &v : values) {
        seed = seed * 1664525u + 1013904223u;
        v = (int)(seed >> 8) - (1 << 23);
    }
    const Totals start = {0, 0, 1 << 30, -(1 << 30), ~0u, 0u, ~0u, 0u, 0u, 0u, 0u, 0.0f, 0.0, 0, 0, 0, 1ll << 60, {0, 0}, 0};
    Totals want = start, got = start;
    int sum = 0;
    for (int v : values) {
        const unsigned u = (unsigned)v;
        sum = (int)((unsigned)sum + u);
        want.difference -= v % 100;
        want.least = std::min(want.least, v);
        want.most = std::max(want.most, v);
        want.leastUnsigned = std::min(want.leastUnsigned, u);
        want.mostUnsigned = std::max(want.mostUnsigned, u);
        want.all &= ~(u & 0xff00u);
        want.any |= u & 0xffu;
        want.parity ^= u;
        want.twice += v;
        want.wide += u;
        want.wideMost = std::max(want.wideMost, (unsigned long long)u << 20);
        want.wideLeast = std::min(want.wideLeast, (long long)v * (1 << 20));
        want.wideAny |= 1ull << (u % 64);
    }
    int *d_values;
    Totals *d_totals;
    cudaMalloc(&d_values, n * sizeof(int));
    cudaMalloc(&d_totals, sizeof(Totals));
    cudaMemcpy(d_values, values.data(), n * sizeof(int), cudaMemcpyHostToDevice);
    cudaMemcpy(d_totals, &start, sizeof start, cudaMemcpyHostToDevice);
    accumulate<<<(n + 63) / 64, 64>>>(d_values, n, d_totals);
    if (cudaMemcpy(&got, d_totals, sizeof got, cudaMemcpyDeviceToHost) != cudaSuccess || cudaFree(d_values) != cudaSuccess ||
        cudaFree(d_totals) != cudaSuccess) {
        std::printf("FAIL atomic_types: launch, got an error, want none\n");
        return 1;
    }
    // Sums of integers in double and of halves in float are exact here.
    EXPECT(sum, sum);
    EXPECT(difference, want.difference);
    EXPECT(least, want.least);
    EXPECT(most, want.most);
    EXPECT(leastUnsigned, want.leastUnsigned);
    EXPECT(mostUnsigned, want.mostUnsigned);
    EXPECT(all, want.all);
    EXPECT(any, want.any);
    EXPECT(parity, want.parity);
    EXPECT(up, (unsigned)(n % 7));
    EXPECT(down, (unsigned)((5 - n % 5) % 5));
    EXPECT(single, n * 0.5f);
    EXPECT(twice, want.twice);
    EXPECT(wide, want.wide);
    EXPECT(wideMost, want.wideMost);
    EXPECT(wideLeast, want.wideLeast);
    EXPECT(wideAny, want.wideAny);
    EXPECT(halves[0], (unsigned short)((n + 1) / 2));
    EXPECT(halves[1], (unsigned short)(n / 2 * 2));
    EXPECT(late, 0);
    std::printf("PASS atomic_types\n");
    return 0;
}

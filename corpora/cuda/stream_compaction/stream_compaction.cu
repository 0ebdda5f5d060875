// stream_compaction: keeps the numbers that pass a test. In order by ballots and population counts, with one scan
// over the warps of a block; in any order by one atomic addition for each group of threads that are active
// together; and a histogram in which equal keys of a warp are counted by one thread.
//
// usage: stream_compaction [elements]
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CUDA_OK(call) ok((call), #call)

static void ok(cudaError_t error, const char *call)
{
    if (error != cudaSuccess) {
        printf("FAIL stream_compaction: %s, got %s, want no error\n", call, cudaGetErrorString(error));
        exit(1);
    }
}

enum { kBlock = 160, kWarps = kBlock / 32, kBins = 11 };

__device__ __forceinline__ bool wanted(int value) { return value % 3 == 0 || value % 7 == 1; }

__device__ __forceinline__ unsigned lanesBelow() { return (1u << (threadIdx.x & 31)) - 1; }

// Counts first (out == null), then writes at the place that the counts of earlier blocks give.
__global__ void compact(const int *in, int n, int *counts, int *out)
{
    __shared__ int warpCounts[kWarps];
    const int i = blockIdx.x * kBlock + threadIdx.x;
    const int warp = threadIdx.x / warpSize;
    const int value = i < n ? in[i] : 1;
    const bool keep = i < n && wanted(value);

    const unsigned ballot = __ballot_sync(0xffffffff, keep);
    if ((threadIdx.x & 31) == 0)
        warpCounts[warp] = __popc(ballot);
    __syncthreads();

    if (out == nullptr) {
        if (threadIdx.x == 0) {
            int sum = 0;
            for (int w = 0; w < kWarps; ++w)
                sum += warpCounts[w];
            counts[blockIdx.x] = sum;
        }
        return;
    }
    int place = counts[blockIdx.x] + __popc(ballot & lanesBelow());
    for (int w = 0; w < warp; ++w)
        place += warpCounts[w];
    if (keep)
        out[place] = value;
}

__device__ int takePlace(int *counter)
{
    const unsigned active = __activemask();
    const int leader = __ffs(active) - 1;
    int first = 0;
    if ((int)(threadIdx.x & 31) == leader)
        first = atomicAdd(counter, __popc(active));
    first = __shfl_sync(active, first, leader);
    return first + __popc(active & lanesBelow());
}

__global__ void collect(const int *in, int n, int *counter, int *out)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
        if (wanted(in[i]))
            out[takePlace(counter)] = in[i];
    }
}

__global__ void histogram(const int *in, int n, int *bins)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const unsigned there = __ballot_sync(0xffffffff, i < n);
    if (i >= n)
        return;
    const int bin = in[i] % kBins;
    const unsigned same = __match_any_sync(there, bin);
    if ((same & lanesBelow()) == 0)
        atomicAdd(&bins[bin], __popc(same));
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 20003;
    if (n < 1) {
        fprintf(stderr, "usage: stream_compaction [elements]\n");
        return 2;
    }
    std::vector<int> data(n), want;
    int bins[kBins] = {}, gotBins[kBins];
    unsigned state = 99;
    for (int &x : data) {
        state = state * 69069u + 1u;
        x = (int)(state >> 12);
        bins[x % kBins]++;
        if (x % 3 == 0 || x % 7 == 1)
            want.push_back(x);
    }

    const int blocks = (n + kBlock - 1) / kBlock;
    int *in, *out, *counts, *counter;
    CUDA_OK(cudaMalloc(&in, n * sizeof(int)));
    CUDA_OK(cudaMalloc(&out, n * sizeof(int)));
    CUDA_OK(cudaMalloc(&counts, blocks * sizeof(int)));
    CUDA_OK(cudaMalloc(&counter, (1 + kBins) * sizeof(int)));
    CUDA_OK(cudaMemcpy(in, data.data(), n * sizeof(int), cudaMemcpyHostToDevice));
    CUDA_OK(cudaMemset(counter, 0, (1 + kBins) * sizeof(int)));

    compact<<<blocks, kBlock>>>(in, n, counts, nullptr);
    CUDA_OK(cudaGetLastError());
    std::vector<int> starts(blocks);
    CUDA_OK(cudaMemcpy(starts.data(), counts, blocks * sizeof(int), cudaMemcpyDeviceToHost));
    int total = 0;
    for (int &start : starts) {
        const int count = start;
        start = total;
        total += count;
    }
    if (total != (int)want.size()) {
        printf("FAIL stream_compaction: count, got %d, want %d\n", total, (int)want.size());
        return 1;
    }
    CUDA_OK(cudaMemcpy(counts, starts.data(), blocks * sizeof(int), cudaMemcpyHostToDevice));
    compact<<<blocks, kBlock>>>(in, n, counts, out);
    CUDA_OK(cudaGetLastError());
    std::vector<int> got(total + 1);
    CUDA_OK(cudaMemcpy(got.data(), out, total * sizeof(int), cudaMemcpyDeviceToHost));
    for (int i = 0; i < total; ++i) {
        if (got[i] != want[i]) {
            printf("FAIL stream_compaction: in order [%d], got %d, want %d\n", i, got[i], want[i]);
            return 1;
        }
    }

    collect<<<4, kBlock>>>(in, n, counter, out);
    CUDA_OK(cudaGetLastError());
    histogram<<<blocks, kBlock>>>(in, n, counter + 1);
    CUDA_OK(cudaGetLastError());
    int collected = 0;
    CUDA_OK(cudaMemcpy(&collected, counter, sizeof(int), cudaMemcpyDeviceToHost));
    CUDA_OK(cudaMemcpy(gotBins, counter + 1, sizeof gotBins, cudaMemcpyDeviceToHost));
    if (collected != total) {
        printf("FAIL stream_compaction: collected, got %d, want %d\n", collected, total);
        return 1;
    }
    CUDA_OK(cudaMemcpy(got.data(), out, total * sizeof(int), cudaMemcpyDeviceToHost));
    std::sort(got.begin(), got.begin() + total);
    std::sort(want.begin(), want.end());
    for (int i = 0; i < total; ++i) {
        if (got[i] != want[i]) {
            printf("FAIL stream_compaction: any order, sorted [%d], got %d, want %d\n", i, got[i], want[i]);
            return 1;
        }
    }
    for (int b = 0; b < kBins; ++b) {
        if (gotBins[b] != bins[b]) {
            printf("FAIL stream_compaction: bin %d, got %d, want %d\n", b, gotBins[b], bins[b]);
            return 1;
        }
    }
    CUDA_OK(cudaFree(in));
    CUDA_OK(cudaFree(out));
    CUDA_OK(cudaFree(counts));
    CUDA_OK(cudaFree(counter));
    printf("PASS stream_compaction\n");
    return 0;
}

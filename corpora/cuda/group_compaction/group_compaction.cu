// group_compaction: keeping the elements that pass a test. Threads that pass reserve their places together: the
// coalesced threads of a warp with one atomic addition for all; and in the order of the input, by scans of tiles.
//
// usage: group_compaction [elements]
#include <cooperative_groups.h>
#include <cooperative_groups/scan.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace cg = cooperative_groups;

__device__ int reserve(int *counter)
{
    const cg::coalesced_group active = cg::coalesced_threads();
    int first = 0;
    if (active.thread_rank() == 0)
        first = atomicAdd(counter, active.size());
    return active.shfl(first, 0) + active.thread_rank();
}

__global__ void keepInAnyOrder(const int *in, int n, int *out, int *counter)
{
    const auto grid = cg::this_grid();
    for (int i = grid.thread_rank(); i < n; i += grid.size())
        if (in[i] > 0)
            out[reserve(counter)] = in[i];
}

// Each tile keeps its elements in order and tells how many they are.
__global__ void keepInOrder(const int *in, int n, int *out, int *counts)
{
    const auto tile = cg::tiled_partition<16>(cg::this_thread_block());
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const bool keeps = i < n && in[i] > 0;
    const int place = cg::exclusive_scan(tile, keeps ? 1 : 0);
    const int first = i / 16 * 16;
    if (keeps)
        out[first + place] = in[i];
    if (tile.thread_rank() == 15)
        counts[i / 16] = place + keeps;
    const int largest = cg::inclusive_scan(tile, keeps ? in[i] : 0, cg::greater<int>());
    if (tile.thread_rank() == 15)
        counts[gridDim.x * blockDim.x / 16 + i / 16] = largest;
}

// The two parts of each tile by a test, at the two ends of its stretch of the output.
__global__ void split(const int *in, int n, int *out)
{
    const auto tile = cg::tiled_partition<32>(cg::this_thread_block());
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int value = i < n ? in[i] : 0;
    const bool odd = value % 2 != 0;
    const cg::coalesced_group part = cg::binary_partition(tile, odd);
    const int first = i / 32 * 32;
    out[odd ? first + 31 - part.thread_rank() : first + part.thread_rank()] = value;
}

static int fail(const char *what, long long at, long long got, long long want)
{
    std::printf("FAIL group_compaction: %s at %lld, got %lld, want %lld\n", what, at, got, want);
    return 1;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 30011;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    const int blocks = (n + 127) / 128, threads = blocks * 128, tiles = threads / 16;
    std::vector<int> in(threads, 0), out(threads), counts(2 * tiles);
    unsigned seed = 41u;
    for (int i = 0; i < n; ++i) {
        seed = seed * 1664525u + 1013904223u;
        in[i] = (int)(seed >> 12) - (1 << 19);
    }
    std::vector<int> want;
    for (int v : in)
        if (v > 0)
            want.push_back(v);

    int *d_in, *d_out, *d_counts;
    cudaMalloc(&d_in, n * sizeof(int));
    cudaMalloc(&d_out, threads * sizeof(int));
    cudaMalloc(&d_counts, counts.size() * sizeof(int));
    cudaMemcpy(d_in, in.data(), n * sizeof(int), cudaMemcpyHostToDevice);

    cudaMemset(d_counts, 0, sizeof(int));
    cudaMemset(d_out, 0, threads * sizeof(int));
    keepInAnyOrder<<<5, 96>>>(d_in, n, d_out, d_counts);
    int kept = 0;
    cudaMemcpy(&kept, d_counts, sizeof kept, cudaMemcpyDeviceToHost);
    cudaMemcpy(out.data(), d_out, threads * sizeof(int), cudaMemcpyDeviceToHost);
    if (kept != (int)want.size())
        return fail("the number kept", 0, kept, (long long)want.size());
    std::vector<int> sorted = want, found(out.begin(), out.begin() + kept);
    std::sort(sorted.begin(), sorted.end());
    std::sort(found.begin(), found.end());
    for (int i = 0; i < kept; ++i)
        if (found[i] != sorted[i])
            return fail("in any order", i, found[i], sorted[i]);

    keepInOrder<<<blocks, 128>>>(d_in, n, d_out, d_counts);
    cudaMemcpy(out.data(), d_out, threads * sizeof(int), cudaMemcpyDeviceToHost);
    cudaMemcpy(counts.data(), d_counts, counts.size() * sizeof(int), cudaMemcpyDeviceToHost);
    size_t at = 0;
    for (int t = 0; t < tiles; ++t) {
        int largest = 0;
        for (int k = 0; k < counts[t]; ++k, ++at) {
            if (at >= want.size() || out[t * 16 + k] != want[at])
                return fail("in order", (long long)at, out[t * 16 + k], at < want.size() ? want[at] : -1);
            largest = std::max(largest, want[at]);
        }
        if (counts[tiles + t] != largest)
            return fail("the largest", t, counts[tiles + t], largest);
    }
    if (at != want.size())
        return fail("the number in order", 0, (long long)at, (long long)want.size());

    split<<<blocks, 128>>>(d_in, n, d_out);
    cudaMemcpy(out.data(), d_out, threads * sizeof(int), cudaMemcpyDeviceToHost);
    for (int first = 0; first < threads; first += 32) {
        int evens = first, odds = first + 31;
        for (int i = first; i < first + 32; ++i) {
            const int place = in[i] % 2 != 0 ? odds-- : evens++;
            if (out[place] != in[i])
                return fail("split", place, out[place], in[i]);
        }
    }
    if (cudaFree(d_in) != cudaSuccess || cudaFree(d_out) != cudaSuccess || cudaFree(d_counts) != cudaSuccess)
        return fail("cudaFree", 0, 1, 0);
    std::printf("PASS group_compaction\n");
    return 0;
}

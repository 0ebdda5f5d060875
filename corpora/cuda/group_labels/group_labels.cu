// group_labels: work by key. The threads of a warp that hold the same key form a group by labeled_partition, which
// adds to the key's counter once, and finds its maximum by one reduction; matches and shuffles between its members.
//
// usage: group_labels [elements [keys]]
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace cg = cooperative_groups;

struct Bin {
    int count;
    int largest;
    unsigned bits;
};

__device__ void addTogether(Bin *bins, int key, int value)
{
    const auto same = cg::labeled_partition(cg::coalesced_threads(), key);
    const int largest = cg::reduce(same, value, cg::greater<int>());
    const unsigned bits = cg::reduce(same, 1u << (value & 31), cg::bit_or<unsigned>());
    if (same.thread_rank() == 0) {
        atomicAdd(&bins[key].count, (int)same.size());
        atomicMax(&bins[key].largest, largest);
        atomicOr(&bins[key].bits, bits);
    }
}

__global__ void histogram(const int *values, int n, Bin *bins, int keys)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
        if (values[i] >= 0)
            addTogether(bins, values[i] % keys, values[i]);
}

// Each element gets the first of its tile with the same last digit, and how many there are.
__global__ void firstOfSame(const int *values, int n, int2 *out)
{
    const auto tile = cg::tiled_partition<16>(cg::this_thread_block());
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int value = i < n ? values[i] : -1;
    const unsigned same = tile.match_any(value % 10);
    int all = 0;
    tile.match_all(value % 10, all);
    const int first = tile.shfl(value, __ffs(same) - 1);
    if (i < n)
        out[i] = make_int2(first, all ? -__popc(same) : __popc(same));
}

static int fail(const char *what, int at, long long got, long long want)
{
    std::printf("FAIL group_labels: %s at %d, got %lld, want %lld\n", what, at, got, want);
    return 1;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 5003;
    const int keys = argc > 2 ? std::atoi(argv[2]) : 7;
    if (n < 1 || keys < 1) {
        std::fprintf(stderr, "usage: %s [elements [keys]]\n", argv[0]);
        return 2;
    }
    std::vector<int> values(n);
    unsigned seed = 23u;
    for (int &v : values) {
        seed = seed * 1664525u + 1013904223u;
        v = (int)(seed >> 14) - (1 << 15);
    }
    std::vector<Bin> bins(keys, Bin{0, INT_MIN, 0u}), want = bins;
    for (int v : values)
        if (v >= 0) {
            Bin &bin = want[v % keys];
            ++bin.count;
            bin.largest = std::max(bin.largest, v);
            bin.bits |= 1u << (v & 31);
        }
    int *d_values;
    Bin *d_bins;
    int2 *d_out;
    cudaMalloc(&d_values, n * sizeof(int));
    cudaMalloc(&d_bins, keys * sizeof(Bin));
    cudaMalloc(&d_out, n * sizeof(int2));
    cudaMemcpy(d_values, values.data(), n * sizeof(int), cudaMemcpyHostToDevice);
    cudaMemcpy(d_bins, bins.data(), keys * sizeof(Bin), cudaMemcpyHostToDevice);
    histogram<<<3, 64>>>(d_values, n, d_bins, keys);
    cudaMemcpy(bins.data(), d_bins, keys * sizeof(Bin), cudaMemcpyDeviceToHost);
    for (int k = 0; k < keys; ++k) {
        if (bins[k].count != want[k].count)
            return fail("count", k, bins[k].count, want[k].count);
        if (bins[k].largest != want[k].largest)
            return fail("largest", k, bins[k].largest, want[k].largest);
        if (bins[k].bits != want[k].bits)
            return fail("bits", k, bins[k].bits, want[k].bits);
    }

    std::vector<int2> out(n);
    firstOfSame<<<(n + 63) / 64, 64>>>(d_values, n, d_out);
    cudaMemcpy(out.data(), d_out, n * sizeof(int2), cudaMemcpyDeviceToHost);
    for (int i = 0; i < n; ++i) {
        int first = -1, count = 0;
        for (int k = i / 16 * 16; k < i / 16 * 16 + 16; ++k) {
            const int other = k < n ? values[k] : -1;
            if (other % 10 != values[i] % 10)
                continue;
            first = count == 0 ? other : first;
            ++count;
        }
        if (out[i].x != first)
            return fail("first", i, out[i].x, first);
        if (out[i].y != (count == 16 ? -count : count))
            return fail("number", i, out[i].y, count);
    }
    if (cudaFree(d_values) != cudaSuccess || cudaFree(d_bins) != cudaSuccess || cudaFree(d_out) != cudaSuccess)
        return fail("cudaFree", 0, 1, 0);
    std::printf("PASS group_labels\n");
    return 0;
}

// group_tree: reductions written against groups of any kind: a block, tiles of several sizes and tiles of tiles
// handed by value as thread_group, by reference, and as template parameters; shuffles, votes and ballots of tiles.
//
// usage: group_tree [elements]
#include <cooperative_groups.h>
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace cooperative_groups;

// Works for whole blocks and for tiles: the group's own memory starts at `scratch`.
__device__ int treeSum(thread_group group, int *scratch, int value)
{
    const unsigned rank = group.thread_rank();
    for (unsigned half = group.size() / 2; half > 0; half /= 2) {
        scratch[rank] = value;
        group.sync();
        if (rank < half)
            value += scratch[rank + half];
        group.sync();
    }
    return value;  // of rank 0: the sum
}

template <typename Tile> __device__ int shuffleSum(const Tile &tile, int value)
{
    for (int offset = tile.size() / 2; offset > 0; offset /= 2)
        value += tile.shfl_down(value, offset);
    return tile.shfl(value, 0);
}

struct Results {
    int block, tiles16, tiles4, nested, evenTiles, ballots;
};

__global__ void sums(const int *values, int n, Results *results)
{
    __shared__ int scratch[128];
    const thread_block block = this_thread_block();
    const int i = block.group_index().x * block.dim_threads().x + block.thread_index().x;
    const int value = i < n ? values[i] : 0;
    Results *mine = results + block.group_index().x;

    const int all = treeSum(block, scratch, value);
    if (block.thread_rank() == 0)
        mine->block = all;
    sync(block);

    thread_block_tile<16> tile16 = tiled_partition<16>(block);
    const int of16 = treeSum(tile16, scratch + block.thread_rank() / 16 * 16, value);
    if (tile16.thread_rank() == 0)
        atomicAdd(&mine->tiles16, of16 * (int)(tile16.meta_group_rank() + 1));

    const auto tile4 = tiled_partition<4>(block);
    const int of4 = shuffleSum(tile4, value);
    if (tile4.thread_rank() == tile4.meta_group_rank() % 4)
        atomicAdd(&mine->tiles4, of4);

    const auto tile2 = tiled_partition<2>(tile16);
    const int of2 = shuffleSum(tile2, value);
    if (tile2.thread_rank() == 0)
        atomicAdd(&mine->nested, of2 * (int)tile2.meta_group_rank());

    if (tile4.any(value % 5 == 0) && tile4.thread_rank() == 0)
        atomicAdd(&mine->evenTiles, 1);
    const unsigned odd = tile16.ballot(value % 2 != 0);
    if (tile16.thread_rank() == 3)
        atomicAdd(&mine->ballots, (int)odd);
}

static int fail(const char *what, int block, int got, int want)
{
    std::printf("FAIL group_tree: %s of block %d, got %d, want %d\n", what, block, got, want);
    return 1;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 20011;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    const int blocks = (n + 127) / 128;
    std::vector<int> values(blocks * 128, 0);
    unsigned seed = 19u;
    for (int i = 0; i < n; ++i) {
        seed = seed * 1664525u + 1013904223u;
        values[i] = (int)(seed >> 20) - 1800;
    }
    int *d_values;
    Results *d_results;
    cudaMalloc(&d_values, n * sizeof(int));
    cudaMalloc(&d_results, blocks * sizeof(Results));
    cudaMemcpy(d_values, values.data(), n * sizeof(int), cudaMemcpyHostToDevice);
    cudaMemset(d_results, 0, blocks * sizeof(Results));
    sums<<<blocks, 128>>>(d_values, n, d_results);
    std::vector<Results> results(blocks);
    cudaMemcpy(results.data(), d_results, blocks * sizeof(Results), cudaMemcpyDeviceToHost);

    for (int b = 0; b < blocks; ++b) {
        Results want = {0, 0, 0, 0, 0, 0};
        for (int t = 0; t < 128; ++t) {
            const int v = values[b * 128 + t];
            want.block += v;
            want.tiles16 += v * (t / 16 + 1);
            want.tiles4 += v;
            want.nested += v * (t % 16 / 2);
            want.ballots += v % 2 != 0 ? 1 << t % 16 : 0;
            if (t % 4 == 3) {
                const int *first = &values[b * 128 + t - 3];
                want.evenTiles += first[0] % 5 == 0 || first[1] % 5 == 0 || first[2] % 5 == 0 || first[3] % 5 == 0;
            }
        }
        const Results &got = results[b];
        if (got.block != want.block)
            return fail("sum", b, got.block, want.block);
        if (got.tiles16 != want.tiles16)
            return fail("sum of tiles of 16", b, got.tiles16, want.tiles16);
        if (got.tiles4 != want.tiles4)
            return fail("sum of tiles of 4", b, got.tiles4, want.tiles4);
        if (got.nested != want.nested)
            return fail("sum of nested tiles", b, got.nested, want.nested);
        if (got.evenTiles != want.evenTiles)
            return fail("vote", b, got.evenTiles, want.evenTiles);
        if (got.ballots != want.ballots)
            return fail("ballot", b, got.ballots, want.ballots);
    }
    if (cudaFree(d_values) != cudaSuccess || cudaFree(d_results) != cudaSuccess)
        return fail("cudaFree", 0, 1, 0);
    std::printf("PASS group_tree\n");
    return 0;
}

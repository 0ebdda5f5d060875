// group_softmax: one warp-sized tile for each row: maximum and sum by cooperative_groups::reduce, in the style of
// kernels for neural networks. Besides, the layer normalisation of each row with a functor of the program's own.
//
// usage: group_softmax [rows [columns]]
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cuda_runtime.h>

#include <cfloat>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace cg = cooperative_groups;

__global__ void softmax(float *out, const float *in, int rows, int columns)
{
    cg::thread_block block = cg::this_thread_block();
    cg::thread_block_tile<32> warp = cg::tiled_partition<32>(block);
    const int row = blockIdx.x * warp.meta_group_size() + warp.meta_group_rank();
    if (row >= rows)
        return;
    const float *x = in + row * columns;
    float largest = -FLT_MAX;
    for (int i = warp.thread_rank(); i < columns; i += warp.size())
        largest = fmaxf(largest, x[i]);
    largest = cg::reduce(warp, largest, cg::greater<float>{});
    float sum = 0.0f;
    for (int i = warp.thread_rank(); i < columns; i += warp.size())
        sum += expf(x[i] - largest);
    sum = cg::reduce(warp, sum, cg::plus<float>{});
    for (int i = warp.thread_rank(); i < columns; i += warp.num_threads())
        out[row * columns + i] = expf(x[i] - largest) / sum;
}

struct Moments {
    float sum;
    float squares;
};

struct AddMoments {
    __device__ Moments operator()(const Moments &a, const Moments &b) const
    {
        return {a.sum + b.sum, a.squares + b.squares};
    }
};

template <unsigned TileSize> __global__ void normalise(float *out, const float *in, int rows, int columns)
{
    const auto tile = cg::tiled_partition<TileSize>(cg::this_thread_block());
    const int tiles = gridDim.x * tile.meta_group_size();
    for (int row = blockIdx.x * tile.meta_group_size() + tile.meta_group_rank(); row < rows; row += tiles) {
        Moments mine = {0.0f, 0.0f};
        for (int i = tile.thread_rank(); i < columns; i += TileSize) {
            const float v = in[row * columns + i];
            mine.sum += v;
            mine.squares += v * v;
        }
        const Moments all = cg::reduce(tile, mine, AddMoments());
        const float mean = all.sum / columns;
        const float scale = rsqrtf(all.squares / columns - mean * mean + 1e-5f);
        for (int i = tile.thread_rank(); i < columns; i += TileSize)
            out[row * columns + i] = (in[row * columns + i] - mean) * scale;
    }
}

static bool near(const char *what, const std::vector<float> &got, const std::vector<double> &want, double tolerance)
{
    for (size_t i = 0; i < got.size(); ++i)
        if (!(std::fabs(got[i] - want[i]) <= tolerance)) {
            std::printf("FAIL group_softmax: %s at %zu, got %.8g, want %.8g\n", what, i, got[i], want[i]);
            return false;
        }
    return true;
}

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? std::atoi(argv[1]) : 203;
    const int columns = argc > 2 ? std::atoi(argv[2]) : 157;
    if (rows < 1 || columns < 1) {
        std::fprintf(stderr, "usage: %s [rows [columns]]\n", argv[0]);
        return 2;
    }
    std::vector<float> in(rows * columns), out(in.size());
    unsigned seed = 3u;
    for (float &v : in) {
        seed = seed * 1664525u + 1013904223u;
        v = (float)(seed >> 16) / 8192.0f - 4.0f;
    }
    float *d_in, *d_out;
    const size_t bytes = in.size() * sizeof(float);
    cudaMalloc(&d_in, bytes);
    cudaMalloc(&d_out, bytes);
    cudaMemcpy(d_in, in.data(), bytes, cudaMemcpyHostToDevice);

    std::vector<double> want(in.size());
    for (int r = 0; r < rows; ++r) {
        double sum = 0.0;
        for (int i = 0; i < columns; ++i)
            sum += std::exp((double)in[r * columns + i]);
        for (int i = 0; i < columns; ++i)
            want[r * columns + i] = std::exp((double)in[r * columns + i]) / sum;
    }
    softmax<<<(rows + 3) / 4, 128>>>(d_out, d_in, rows, columns);
    cudaMemcpy(out.data(), d_out, bytes, cudaMemcpyDeviceToHost);
    if (!near("softmax", out, want, 1e-5))  // probabilities: a few roundings of float
        return 1;

    for (int r = 0; r < rows; ++r) {
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < columns; ++i) {
            sum += in[r * columns + i];
            squares += (double)in[r * columns + i] * in[r * columns + i];
        }
        const double mean = sum / columns, scale = 1.0 / std::sqrt(squares / columns - mean * mean + 1e-5);
        for (int i = 0; i < columns; ++i)
            want[r * columns + i] = (in[r * columns + i] - mean) * scale;
    }
    // One column has no variance: what is left of it is rounding, made large by the small divisor.
    const double tolerance = columns < 4 ? 1e-1 : 1e-3;
    normalise<8><<<3, 64>>>(d_out, d_in, rows, columns);
    cudaMemcpy(out.data(), d_out, bytes, cudaMemcpyDeviceToHost);
    if (!near("normalise", out, want, tolerance))
        return 1;
    if (cudaFree(d_in) != cudaSuccess || cudaFree(d_out) != cudaSuccess) {
        std::printf("FAIL group_softmax: cudaFree, got an error, want none\n");
        return 1;
    }
    std::printf("PASS group_softmax\n");
    return 0;
}

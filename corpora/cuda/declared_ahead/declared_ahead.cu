// declared_ahead: kernel templates and members of class templates that are declared first and defined at the end, an
// explicit specialisation among them; a class of device code alone that keeps a tile of its block; inline assembly whose
// operands no comma parts.
//
// usage: declared_ahead [elements]
#include <cooperative_groups.h>
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace cg = cooperative_groups;

#define CHECK(call)                                                                                        \
    do {                                                                                                   \
        const cudaError_t status = (call);                                                                 \
        if (status != cudaSuccess) {                                                                       \
            std::printf("FAIL declared_ahead: %s, got %s, want cudaSuccess\n", #call, cudaGetErrorString(status)); \
            std::exit(1);                                                                                  \
        }                                                                                                  \
    } while (0)

template <class T, int Rounds> __global__ void scramble(T *values, int count, T key);
template <class T> __global__ void sum_rows(const T *values, int count, T *sums);

template <class T> struct Mixer {
    T key;
    __host__ __device__ T mix(T value) const;
    __device__ T mix_low(T value) const;
};
template <> __host__ __device__ unsigned int Mixer<unsigned int>::mix(unsigned int value) const;

// Sums over a tile of 16 threads; only kernels make one.
class TileSum {
    const cg::thread_block &block;
    cg::thread_block_tile<16> tile;

public:
    __device__ explicit TileSum(const cg::thread_block &of) : block(of), tile(cg::tiled_partition<16>(of)) {}

    template <class T> __device__ T over(T value) const
    {
        for (int step = tile.size() / 2; step > 0; step /= 2)
            value += tile.shfl_down(value, step);
        return value;
    }
    __device__ bool leads() const { return tile.thread_rank() == 0; }
    __device__ int row() const { return (block.group_index().x * block.size() + block.thread_rank()) / tile.size(); }
};

static void fail(const char *where, int at, double got, double want)
{
    std::printf("FAIL declared_ahead: %s %d, got %g, want %g\n", where, at, got, want);
    std::exit(1);
}

template <class T> static void run(int count, T key, const char *name)
{
    const int rows = (count + 15) / 16, blocks = (count + 63) / 64;
    std::vector<T> values(count), result(count), sums(rows);
    unsigned int state = 12345;
    for (T &v : values) {
        state = state * 1664525u + 1013904223u;
        v = static_cast<T>(state >> 20);
    }
    T *onDevice = nullptr, *sumsOnDevice = nullptr;
    CHECK(cudaMalloc(&onDevice, count * sizeof(T)));
    CHECK(cudaMalloc(&sumsOnDevice, rows * sizeof(T)));
    CHECK(cudaMemcpy(onDevice, values.data(), count * sizeof(T), cudaMemcpyHostToDevice));
    scramble<T, 3><<<blocks, 64>>>(onDevice, count, key);
    CHECK(cudaGetLastError());
    sum_rows<<<blocks, 64>>>(onDevice, count, sumsOnDevice);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(result.data(), onDevice, count * sizeof(T), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(sums.data(), sumsOnDevice, rows * sizeof(T), cudaMemcpyDeviceToHost));

    const Mixer<T> mixer{key};
    std::vector<T> wantSums(rows);
    for (int i = 0; i < count; ++i) {
        T want = values[i];
        for (int r = 0; r < 3; ++r)
            want = mixer.mix(want);
        want += static_cast<T>(static_cast<unsigned int>(want) & 7);
        if (result[i] != want)
            fail(name, i, result[i], want);
        wantSums[i / 16] += want;
    }
    for (int i = 0; i < rows; ++i) {
        if (sums[i] != wantSums[i])
            fail("row", i, sums[i], wantSums[i]);
    }
    CHECK(cudaFree(onDevice));
    CHECK(cudaFree(sumsOnDevice));
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 10007;
    if (argc > 2 || count < 1) {
        std::fprintf(stderr, "usage: declared_ahead [elements]\n");
        return 2;
    }
    run<unsigned int>(count, 77u, "unsigned int");
    run<float>(count, 3.0f, "float");
    run<double>(count, 5.0, "double");
    std::puts("PASS declared_ahead");
    return 0;
}

template <class T> __host__ __device__ T Mixer<T>::mix(T value) const { return value / 2 + key; }

template <> __host__ __device__ unsigned int Mixer<unsigned int>::mix(unsigned int value) const
{
    return (value ^ key) * 9u;
}

template <class T> __device__ T Mixer<T>::mix_low(T value) const
{
    unsigned int low, seven = 7;
    asm("and.b32 %0, %1, %2;" : "=r"(low) : "r"(static_cast<unsigned int>(value)) "r"(seven));
    return value + static_cast<T>(low);
}

template <class T, int Rounds>
__global__ void scramble(T *values, int count, T key)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;
    const Mixer<T> mixer{key};
    T value = values[i];
#pragma unroll
    for (int round = 0; round < Rounds; ++round)
        value = mixer.mix(value);
    values[i] = mixer.mix_low(value);
}

template <class T>
__global__ void sum_rows(const T *values, int count, T *sums)
{
    const cg::thread_block block = cg::this_thread_block();
    const TileSum rows(block);
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const T sum = rows.over(i < count ? values[i] : T(0));
    if (rows.leads() && i < count)
        sums[rows.row()] = sum;
}

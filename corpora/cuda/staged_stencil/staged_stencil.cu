// A 1D stencil over tiles that are copied to shared memory ahead of their use, in four ways: a pipeline of each thread,
// a pipeline of the block, a barrier with tokens, and the primitives without classes.
#include <cmath>
#include <cooperative_groups.h>
#include <cstdio>
#include <cstdlib>
#include <cuda/barrier>
#include <cuda/pipeline>
#include <cuda_pipeline.h>
#include <utility>
#include <vector>

namespace cg = cooperative_groups;

#define CHECK(call)                                                                               \
    do {                                                                                          \
        const cudaError_t status = (call);                                                        \
        if (status != cudaSuccess) {                                                              \
            std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, cudaGetErrorString(status)); \
            std::exit(1);                                                                         \
        }                                                                                         \
    } while (0)

constexpr int TILE = 64;
constexpr int STAGES = 2;
constexpr int BLOCKS = 3;

using block_barrier = cuda::barrier<cuda::thread_scope_block>;

// Each cell of a tile with its neighbours in the tile; the tile's ends count twice.
__device__ float blurred(const float *tile, int i)
{
    const float left = tile[i > 0 ? i - 1 : i];
    const float right = tile[i + 1 < TILE ? i + 1 : i];
    return 0.25f * left + 0.5f * tile[i] + 0.25f * right;
}

__global__ void by_threads(const float *in, float *out, int tiles)
{
    __shared__ float stage[STAGES][TILE];
    const auto size = cuda::aligned_size_t<alignof(float)>(sizeof(float));
    auto pipe = cuda::make_pipeline();
    int fetched = blockIdx.x;
    for (int tile = blockIdx.x, turn = 0; tile < tiles; tile += gridDim.x, turn++) {
        for (; fetched < tiles && fetched < tile + STAGES * int(gridDim.x); fetched += gridDim.x) {
            pipe.producer_acquire();
            const int slot = fetched / gridDim.x % STAGES;
            cuda::memcpy_async(&stage[slot][threadIdx.x], &in[fetched * TILE + threadIdx.x], size, pipe);
            pipe.producer_commit();
        }
        pipe.consumer_wait();
        __syncthreads();
        out[tile * TILE + threadIdx.x] = blurred(stage[turn % STAGES], threadIdx.x);
        pipe.consumer_release();
        __syncthreads();
    }
}

__global__ void by_blocks(const float *in, float *out, int tiles)
{
    __shared__ float stage[STAGES][TILE];
    __shared__ cuda::pipeline_shared_state<cuda::thread_scope_block, STAGES> state;
    const auto block = cg::this_thread_block();
    auto pipe = cuda::make_pipeline(block, &state);
    for (int tile = blockIdx.x, turn = 0; tile < tiles; tile += gridDim.x, turn++) {
        float *const slot = stage[turn % STAGES];
        pipe.producer_acquire();
        cuda::memcpy_async(block, slot, in + tile * TILE, sizeof(float) * TILE, pipe);
        pipe.producer_commit();
        pipe.consumer_wait();
        out[tile * TILE + threadIdx.x] = blurred(slot, threadIdx.x);
        pipe.consumer_release();
    }
}

__global__ void by_barrier(const float *in, float *out, int tiles)
{
    __shared__ float tile_of[TILE];
    __shared__ block_barrier full;
    __shared__ block_barrier empty;
    if (threadIdx.x == 0) {
        init(&full, blockDim.x);
        init(&empty, blockDim.x);
    }
    __syncthreads();
    for (int tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
        cuda::memcpy_async(&tile_of[threadIdx.x], &in[tile * TILE + threadIdx.x], sizeof(float), full);
        block_barrier::arrival_token token = full.arrive();
        const float scale = 1.0f; // work between arriving and waiting
        full.wait(std::move(token));
        out[tile * TILE + threadIdx.x] = scale * blurred(tile_of, threadIdx.x);
        empty.arrive_and_wait();
    }
}

__global__ void by_primitives(const float *in, float *out, int tiles)
{
    __shared__ float tile_of[TILE];
    for (int tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
        if (threadIdx.x % 4 == 0) {
            __pipeline_memcpy_async(&tile_of[threadIdx.x], &in[tile * TILE + threadIdx.x], 4 * sizeof(float));
        }
        __pipeline_commit();
        __pipeline_wait_prior(0);
        __syncthreads();
        out[tile * TILE + threadIdx.x] = blurred(tile_of, threadIdx.x);
        __syncthreads();
    }
}

using Kernel = void (*)(const float *, float *, int);
struct Way {
    const char *name;
    Kernel kernel;
};

int main(int argc, char **argv)
{
    const int tiles = argc > 1 ? std::atoi(argv[1]) : 40;
    const int cells = tiles * TILE;
    std::vector<float> in(cells), want(cells), got(cells);
    unsigned state = 12345;
    for (float &cell : in) {
        state = state * 1664525u + 1013904223u;
        cell = (state >> 16) / 65536.0f;
    }
    for (int i = 0; i < cells; i++) {
        const int left = i % TILE == 0 ? i : i - 1;
        const int right = i % TILE == TILE - 1 ? i : i + 1;
        want[i] = (in[left] + 2 * in[i] + in[right]) / 4;
    }

    float *d_in = nullptr, *d_out = nullptr;
    CHECK(cudaMalloc(&d_in, cells * sizeof(float)));
    CHECK(cudaMalloc(&d_out, cells * sizeof(float)));
    CHECK(cudaMemcpy(d_in, in.data(), cells * sizeof(float), cudaMemcpyHostToDevice));
    const Way ways[] = {
        {"by_threads", by_threads},
        {"by_blocks", by_blocks},
        {"by_barrier", by_barrier},
        {"by_primitives", by_primitives},
    };
    for (const Way &way : ways) {
        CHECK(cudaMemset(d_out, 0, cells * sizeof(float)));
        way.kernel<<<BLOCKS, TILE>>>(d_in, d_out, tiles);
        CHECK(cudaGetLastError());
        CHECK(cudaMemcpy(got.data(), d_out, cells * sizeof(float), cudaMemcpyDeviceToHost));
        for (int i = 0; i < cells; i++) {
            if (std::fabs(got[i] - want[i]) > 1e-5f) {
                std::printf("FAIL staged_stencil: %s, cell %d, got %g, want %g\n", way.name, i, got[i], want[i]);
                return 1;
            }
        }
    }
    CHECK(cudaFree(d_in));
    CHECK(cudaFree(d_out));
    std::printf("PASS staged_stencil\n");
    return 0;
}

// Heat in a rod, all time steps in one cooperative launch: the blocks wait for each other after each step, and
// tiles of two warps add up the heat at the end.
#include <cmath>
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cstdio>
#include <cstdlib>
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

constexpr int BLOCK = 128;
constexpr int TILE = 64;

__global__ void diffuse(float *now, float *next, int n, int steps, float rate, double *total)
{
    cg::grid_group grid = cg::this_grid();
    const int first = static_cast<int>(grid.thread_rank());
    const int stride = static_cast<int>(grid.size());

    for (int step = 0; step < steps; step++) {
        for (int i = first; i < n; i += stride) {
            const float left = i > 0 ? now[i - 1] : now[i];
            const float right = i + 1 < n ? now[i + 1] : now[i];
            next[i] = now[i] + rate * (left - 2 * now[i] + right);
        }
        grid.sync();
        float *other = now;
        now = next;
        next = other;
    }

    double heat = 0;
    for (int i = first; i < n; i += stride) {
        heat += now[i];
    }
    const auto tile = cg::tiled_partition<TILE>(cg::this_thread_block());
    heat = cg::reduce(tile, heat, cg::plus<double>());
    if (tile.thread_rank() == 0) {
        atomicAdd(total, heat);
    }
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? std::atoi(argv[1]) : 3000;
    int steps = argc > 2 ? std::atoi(argv[2]) : 20;
    float rate = 0.25f;
    std::vector<float> rod(n, 0.0f);
    for (int i = n / 3; i < n / 2; i++) {
        rod[i] = 100.0f + i % 7;
    }

    int device = 0, cooperative = 0, multiprocessors = 0, blocks_each = 0;
    CHECK(cudaGetDevice(&device));
    CHECK(cudaDeviceGetAttribute(&cooperative, cudaDevAttrCooperativeLaunch, device));
    if (!cooperative) {
        std::printf("FAIL heat_whole_grid: cooperative launch, got 0, want 1\n");
        return 1;
    }
    CHECK(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, device));
    CHECK(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks_each, diffuse, BLOCK, 0));

    float *now = nullptr, *next = nullptr;
    double *total = nullptr;
    CHECK(cudaMalloc(&now, n * sizeof(float)));
    CHECK(cudaMalloc(&next, n * sizeof(float)));
    CHECK(cudaMalloc(&total, sizeof(double)));
    CHECK(cudaMemcpy(now, rod.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    CHECK(cudaMemset(total, 0, sizeof(double)));

    void *arguments[] = {&now, &next, &n, &steps, &rate, &total};
    const dim3 too_many(multiprocessors * blocks_each + 1);
    const cudaError_t refused =
        cudaLaunchCooperativeKernel((void *)diffuse, too_many, dim3(BLOCK), arguments, 0, 0);
    if (refused != cudaErrorCooperativeLaunchTooLarge) {
        std::printf("FAIL heat_whole_grid: too large a grid, got %s, want cudaErrorCooperativeLaunchTooLarge\n",
            cudaGetErrorName(refused));
        return 1;
    }
    cudaGetLastError();

    const dim3 grid(multiprocessors * blocks_each);
    CHECK(cudaLaunchCooperativeKernel((void *)diffuse, grid, dim3(BLOCK), arguments, 0, 0));
    CHECK(cudaDeviceSynchronize());

    std::vector<float> found(n);
    double heat = 0;
    CHECK(cudaMemcpy(found.data(), steps % 2 == 0 ? now : next, n * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(&heat, total, sizeof(double), cudaMemcpyDeviceToHost));
    CHECK(cudaFree(now));
    CHECK(cudaFree(next));
    CHECK(cudaFree(total));

    std::vector<float> other(n);
    double expected_heat = 0;
    for (int step = 0; step < steps; step++) {
        for (int i = 0; i < n; i++) {
            const float left = i > 0 ? rod[i - 1] : rod[i];
            const float right = i + 1 < n ? rod[i + 1] : rod[i];
            other[i] = rod[i] + rate * (left - 2 * rod[i] + right);
        }
        rod.swap(other);
    }
    for (int i = 0; i < n; i++) {
        expected_heat += rod[i];
        if (std::fabs(found[i] - rod[i]) > 1e-3f) {
            std::printf("FAIL heat_whole_grid: cell %d, got %g, want %g\n", i, found[i], rod[i]);
            return 1;
        }
    }
    if (std::fabs(heat - expected_heat) > 1e-4 * expected_heat) {
        std::printf("FAIL heat_whole_grid: heat, got %g, want %g\n", heat, expected_heat);
        return 1;
    }
    std::printf("PASS heat_whole_grid\n");
    return 0;
}

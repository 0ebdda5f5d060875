// stencil2d: explicit heat diffusion on a plate. Each block loads its tile and a one-cell halo into
// shared memory; the edge of the plate keeps its temperature. Two buffers take turns.
//
// usage: stencil2d [width [height [steps]]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#define BLOCK_X 32
#define BLOCK_Y 8
#define HALO 1
#define IDX(x, y, w) ((y) * (w) + (x))

#define CUDA_OK(call)                                                                              \
    {                                                                                              \
        const cudaError_t e = call;                                                                \
        if (e != cudaSuccess) {                                                                    \
            printf("FAIL stencil2d: line %d, got %s, want no error\n", __LINE__, cudaGetErrorString(e)); \
            exit(EXIT_FAILURE);                                                                    \
        }                                                                                          \
    }

__device__ __forceinline__ int clampIndex(int i, int limit)
{
    return i < 0 ? 0 : (i >= limit ? limit - 1 : i);
}

__global__ void diffuse(const float *__restrict__ in, float *__restrict__ out, int width, int height, float rate)
{
    __shared__ float tile[BLOCK_Y + 2 * HALO][BLOCK_X + 2 * HALO];

    const int x = blockIdx.x * BLOCK_X + threadIdx.x;
    const int y = blockIdx.y * BLOCK_Y + threadIdx.y;
    const int tx = threadIdx.x + HALO;
    const int ty = threadIdx.y + HALO;
    const int cx = clampIndex(x, width);
    const int cy = clampIndex(y, height);

    tile[ty][tx] = in[IDX(cx, cy, width)];
    if (threadIdx.x < HALO) {
        tile[ty][tx - HALO] = in[IDX(clampIndex(x - HALO, width), cy, width)];
        tile[ty][tx + BLOCK_X] = in[IDX(clampIndex(x + BLOCK_X, width), cy, width)];
    }
    if (threadIdx.y < HALO) {
        tile[ty - HALO][tx] = in[IDX(cx, clampIndex(y - HALO, height), width)];
        tile[ty + BLOCK_Y][tx] = in[IDX(cx, clampIndex(y + BLOCK_Y, height), width)];
    }
    __syncthreads();

    if (x >= width || y >= height)
        return;
    const float here = tile[ty][tx];
    if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
        out[IDX(x, y, width)] = here;
        return;
    }
    const float around = tile[ty - 1][tx] + tile[ty + 1][tx] + tile[ty][tx - 1] + tile[ty][tx + 1];
    out[IDX(x, y, width)] = here + rate * (around - 4.0f * here);
}

static void reference(std::vector<double> &field, int width, int height, int steps, double rate)
{
    std::vector<double> next(field);
    for (int s = 0; s < steps; ++s) {
        for (int y = 1; y + 1 < height; ++y) {
            for (int x = 1; x + 1 < width; ++x) {
                const double *p = &field[(size_t)y * width + x];
                next[(size_t)y * width + x] = p[0] * (1 - 4 * rate) + rate * (p[-1] + p[1] + p[-width] + p[width]);
            }
        }
        field.swap(next);
    }
}

int main(int argc, char *argv[])
{
    const int width = argc > 1 ? atoi(argv[1]) : 301;
    const int height = argc > 2 ? atoi(argv[2]) : 203;
    const int steps = argc > 3 ? atoi(argv[3]) : 20;
    if (width < 1 || height < 1 || steps < 0) {
        fprintf(stderr, "usage: %s [width [height [steps]]]\n", argv[0]);
        return 2;
    }
    const float rate = 0.2f;
    const size_t cells = (size_t)width * height;
    const size_t bytes = cells * sizeof(float);
    std::vector<float> plate(cells);
    unsigned seed = 77u;
    for (float &t : plate) {
        seed = seed * 1103515245u + 12345u;
        t = (float)((seed >> 16) % 1000u) * 0.1f;
    }

    float *current, *next;
    CUDA_OK(cudaMalloc((void **)&current, bytes));
    CUDA_OK(cudaMalloc((void **)&next, bytes));
    CUDA_OK(cudaMemcpy(current, plate.data(), bytes, cudaMemcpyHostToDevice));

    const dim3 block(BLOCK_X, BLOCK_Y);
    const dim3 grid((width + block.x - 1) / block.x, (height + block.y - 1) / block.y);
    for (int s = 0; s < steps; ++s) {
        diffuse<<<grid, block>>>(current, next, width, height, rate);
        CUDA_OK(cudaGetLastError());
        std::swap(current, next);
    }
    CUDA_OK(cudaDeviceSynchronize());

    std::vector<float> got(cells);
    CUDA_OK(cudaMemcpy(got.data(), current, bytes, cudaMemcpyDeviceToHost));
    CUDA_OK(cudaFree(current));
    CUDA_OK(cudaFree(next));

    std::vector<double> want(plate.begin(), plate.end());
    reference(want, width, height, steps, rate);
    // Values lie in 0..100; 1e-3 absolute leaves room for single-precision rounding in each step.
    for (size_t i = 0; i < cells; ++i) {
        if (!(fabs(got[i] - want[i]) < 1e-3)) {
            printf("FAIL stencil2d: cell (%d, %d), got %.7g, want %.7g\n", (int)(i % width), (int)(i / width), got[i],
                   want[i]);
            return 1;
        }
    }
    printf("PASS stencil2d\n");
    return 0;
}

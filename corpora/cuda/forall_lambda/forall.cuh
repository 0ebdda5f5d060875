// Loops over index ranges on the device; the body is any callable, a lambda most of the time.
#pragma once

#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>

namespace par {

inline void check(cudaError_t error, const char *what)
{
    if (error != cudaSuccess) {
        std::printf("FAIL forall_lambda: %s, got %s, want success\n", what,
                    cudaGetErrorString(error));
        std::exit(1);
    }
}

struct Range2 {
    int nx, ny;
};

namespace detail {

template <typename Body>
__global__ void forall_kernel(int first, int last, Body body)
{
    const int stride = gridDim.x * blockDim.x;
    for (int i = first + blockIdx.x * blockDim.x + threadIdx.x; i < last; i += stride)
        body(i);
}

template <int Width, typename Body>
__global__ void forall2_kernel(Range2 range, const Body body)
{
    const int x = blockIdx.x * Width + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < range.nx && y < range.ny)
        body(x, y);
}

template <int Block, typename T, typename Map, typename Join>
__global__ void reduce_kernel(int n, T start, Map map, Join join, T *partial)
{
    __shared__ T values[Block];
    T mine = start;
    for (int i = blockIdx.x * Block + threadIdx.x; i < n; i += gridDim.x * Block)
        mine = join(mine, map(i));
    values[threadIdx.x] = mine;
    __syncthreads();
    for (int step = Block / 2; step > 0; step /= 2) {
        if (threadIdx.x < step)
            values[threadIdx.x] = join(values[threadIdx.x], values[threadIdx.x + step]);
        __syncthreads();
    }
    if (threadIdx.x == 0)
        partial[blockIdx.x] = values[0];
}

} // namespace detail

/// body(i) for first <= i < last, with as many blocks as the device holds at a time.
template <typename Body>
void forall(int first, int last, Body body)
{
    int grid = 0, block = 0;
    check(cudaOccupancyMaxPotentialBlockSize(&grid, &block, detail::forall_kernel<Body>, 0, 256),
          "occupancy");
    const int needed = (last - first + block - 1) / block;
    if (needed > 0)
        detail::forall_kernel<<<needed < grid ? needed : grid, block>>>(first, last, body);
    check(cudaGetLastError(), "forall");
}

/// body(x, y) for all points of a rectangle.
template <typename Body>
void forall(Range2 range, Body body)
{
    constexpr int width = 32;
    const dim3 block(width, 4);
    const dim3 grid((range.nx + width - 1) / width, (range.ny + 3) / 4);
    detail::forall2_kernel<width><<<grid, block>>>(range, body);
    check(cudaGetLastError(), "forall over a rectangle");
}

/// join over map(i) for 0 <= i < n.
template <typename T, typename Map, typename Join>
T reduce(int n, T start, Map map, Join join)
{
    constexpr int block = 128, blocks = 8;
    T *partial = nullptr;
    check(cudaMalloc(&partial, blocks * sizeof(T)), "cudaMalloc");
    detail::reduce_kernel<block><<<blocks, block>>>(n, start, map, join, partial);
    T host[blocks];
    check(cudaMemcpy(host, partial, sizeof host, cudaMemcpyDeviceToHost), "reduce");
    cudaFree(partial);
    T result = start;
    for (const T &value : host)
        result = join(result, value);
    return result;
}

} // namespace par

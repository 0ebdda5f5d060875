// floyd_warshall: all shortest paths with predecessors, in blocks. For each diagonal block three
// kernels: the block itself, its row and column, and everything else.
//
// usage: floyd_warshall [vertices]
#include <cuda_runtime.h>

#include <stdio.h>
#include <stdlib.h>

#include <vector>

#define B 16
#define INFINITE 1000000000

typedef int Tile[B][B];

/* Loads one element of each thread; vertices past the end are unreachable. */
__device__ void loadTile(Tile tile, const int *matrix, int n, int row, int column)
{
    const bool real = row < n && column < n;
    tile[threadIdx.y][threadIdx.x] = real ? matrix[row * n + column] : INFINITE;
}

__global__ void diagonalPhase(int *dist, int *via, int n, int step)
{
    __shared__ Tile d;
    const int row = step * B + threadIdx.y, column = step * B + threadIdx.x;
    int last = (row < n && column < n) ? via[row * n + column] : -1;
    loadTile(d, dist, n, row, column);
    __syncthreads();

    for (int k = 0; k < B; ++k) {
        const int through = d[threadIdx.y][k] + d[k][threadIdx.x];
        __syncthreads();
        if (through < d[threadIdx.y][threadIdx.x]) {
            d[threadIdx.y][threadIdx.x] = through;
            last = step * B + k;
        }
        __syncthreads();
    }
    if (row < n && column < n) {
        dist[row * n + column] = d[threadIdx.y][threadIdx.x];
        via[row * n + column] = last;
    }
}

/* blockIdx.y 0: blocks in the row of the diagonal block, 1: in its column. */
__global__ void crossPhase(int *dist, int *via, int n, int step)
{
    __shared__ Tile diagonal, own;
    const int other = blockIdx.x + (blockIdx.x >= step ? 1 : 0);
    const int blockRow = blockIdx.y == 0 ? step : other;
    const int blockColumn = blockIdx.y == 0 ? other : step;
    const int row = blockRow * B + threadIdx.y, column = blockColumn * B + threadIdx.x;

    loadTile(diagonal, dist, n, step * B + threadIdx.y, step * B + threadIdx.x);
    loadTile(own, dist, n, row, column);
    int last = (row < n && column < n) ? via[row * n + column] : -1;
    __syncthreads();

    for (int k = 0; k < B; ++k) {
        int through;
        if (blockIdx.y == 0)
            through = diagonal[threadIdx.y][k] + own[k][threadIdx.x];
        else
            through = own[threadIdx.y][k] + diagonal[k][threadIdx.x];
        __syncthreads();
        if (through < own[threadIdx.y][threadIdx.x]) {
            own[threadIdx.y][threadIdx.x] = through;
            last = step * B + k;
        }
        __syncthreads();
    }
    if (row < n && column < n) {
        dist[row * n + column] = own[threadIdx.y][threadIdx.x];
        via[row * n + column] = last;
    }
}

__global__ void restPhase(int *dist, int *via, int n, int step)
{
    __shared__ Tile left, up;
    const int blockRow = blockIdx.y + (blockIdx.y >= step ? 1 : 0);
    const int blockColumn = blockIdx.x + (blockIdx.x >= step ? 1 : 0);
    const int row = blockRow * B + threadIdx.y, column = blockColumn * B + threadIdx.x;

    loadTile(left, dist, n, row, step * B + threadIdx.x);
    loadTile(up, dist, n, step * B + threadIdx.y, column);
    __syncthreads();
    if (row >= n || column >= n)
        return;

    int best = dist[row * n + column], last = via[row * n + column];
#pragma unroll
    for (int k = 0; k < B; ++k) {
        const int through = left[threadIdx.y][k] + up[k][threadIdx.x];
        if (through < best) {
            best = through;
            last = step * B + k;
        }
    }
    dist[row * n + column] = best;
    via[row * n + column] = last;
}

#define CALL(f, ...)                                                                                  \
    do {                                                                                              \
        cudaError_t r = f(__VA_ARGS__);                                                               \
        if (r != cudaSuccess) {                                                                       \
            printf("FAIL floyd_warshall: " #f ", got %s, want no error\n", cudaGetErrorString(r));    \
            exit(1);                                                                                  \
        }                                                                                             \
    } while (0)

/* Length of the path that the intermediate vertices describe. */
static long long walk(const std::vector<int> &direct, const std::vector<int> &via, int n, int from, int to)
{
    std::vector<std::pair<int, int>> open(1, {from, to});
    long long length = 0;
    for (int guard = 0; !open.empty(); ++guard) {
        if (guard > 2 * n)
            return -1;
        const auto [a, b] = open.back();
        open.pop_back();
        const int middle = via[(size_t)a * n + b];
        if (middle < 0) {
            length += direct[(size_t)a * n + b];
            continue;
        }
        open.push_back({a, middle});
        open.push_back({middle, b});
    }
    return length;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 163;
    if (n < 1) {
        fprintf(stderr, "usage: %s [vertices]\n", argv[0]);
        return 2;
    }
    std::vector<int> direct((size_t)n * n, INFINITE), got(direct.size()), via(direct.size(), -1);
    unsigned seed = 11u;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            seed = seed * 1664525u + 1013904223u;
            if (i == j)
                direct[(size_t)i * n + j] = 0;
            else if ((seed >> 16) % 10 < 2)
                direct[(size_t)i * n + j] = 1 + (int)((seed >> 8) % 1000u);
        }
    }

    int *d_dist, *d_via;
    const size_t bytes = direct.size() * sizeof(int);
    CALL(cudaMalloc, (void **)&d_dist, bytes);
    CALL(cudaMalloc, (void **)&d_via, bytes);
    CALL(cudaMemcpy, d_dist, direct.data(), bytes, cudaMemcpyHostToDevice);
    CALL(cudaMemset, d_via, 0xff, bytes);
    const dim3 threads(B, B);
    const int steps = (n + B - 1) / B;
    for (int step = 0; step < steps; ++step) {
        diagonalPhase<<<1, threads>>>(d_dist, d_via, n, step);
        if (steps > 1) {
            crossPhase<<<dim3(steps - 1, 2), threads>>>(d_dist, d_via, n, step);
            restPhase<<<dim3(steps - 1, steps - 1), threads>>>(d_dist, d_via, n, step);
        }
    }
    CALL(cudaGetLastError);
    CALL(cudaMemcpy, got.data(), d_dist, bytes, cudaMemcpyDeviceToHost);
    CALL(cudaMemcpy, via.data(), d_via, bytes, cudaMemcpyDeviceToHost);
    CALL(cudaFree, d_dist);
    CALL(cudaFree, d_via);

    std::vector<int> want(direct);
    for (int k = 0; k < n; ++k)
        for (int i = 0; i < n; ++i)
            for (int j = 0; j < n; ++j) {
                const int through = want[(size_t)i * n + k] + want[(size_t)k * n + j];
                if (through < want[(size_t)i * n + j])
                    want[(size_t)i * n + j] = through;
            }
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            const size_t at = (size_t)i * n + j;
            if (got[at] != want[at]) {
                printf("FAIL floyd_warshall: distance %d -> %d, got %d, want %d\n", i, j, got[at], want[at]);
                return 1;
            }
            if (want[at] < INFINITE && walk(direct, via, n, i, j) != want[at]) {
                printf("FAIL floyd_warshall: path %d -> %d, got length %lld, want %d\n", i, j,
                       walk(direct, via, n, i, j), want[at]);
                return 1;
            }
        }
    }
    printf("PASS floyd_warshall\n");
    return 0;
}

// transpose: naive, shared-memory and bank-conflict-free (padded) transposes of any rectangle.
// The block is 32 x 8 threads; each thread moves four elements of a 32 x 32 tile.
//
// usage: transpose [columns [rows]]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#define TILE_DIM 32
#define BLOCK_ROWS 8

__global__ void transposeNaive(int *out, const int *in, int width, int height)
{
    int x = blockIdx.x * TILE_DIM + threadIdx.x;
    int y = blockIdx.y * TILE_DIM + threadIdx.y;

    for (int j = 0; j < TILE_DIM; j += BLOCK_ROWS)
        if (x < width && y + j < height)
            out[x * height + (y + j)] = in[(y + j) * width + x];
}

/* PAD = 1 shifts each row to the next bank, so that reading a column has no conflicts. */
template <int PAD>
__global__ void transposeTiled(int *out, const int *in, int width, int height)
{
    __shared__ int tile[TILE_DIM][TILE_DIM + PAD];

    int x = blockIdx.x * TILE_DIM + threadIdx.x;
    int y = blockIdx.y * TILE_DIM + threadIdx.y;

    for (int j = 0; j < TILE_DIM; j += BLOCK_ROWS)
        if (x < width && y + j < height)
            tile[threadIdx.y + j][threadIdx.x] = in[(y + j) * width + x];

    __syncthreads();

    x = blockIdx.y * TILE_DIM + threadIdx.x; // the tile's place in the transposed matrix
    y = blockIdx.x * TILE_DIM + threadIdx.y;

    for (int j = 0; j < TILE_DIM; j += BLOCK_ROWS)
        if (x < height && y + j < width)
            out[(y + j) * height + x] = tile[threadIdx.x][threadIdx.y + j];
}

static const char *const kNames[] = {"naive", "tiled", "padded"};

int main(int argc, char **argv)
{
    const int width = argc > 1 ? atoi(argv[1]) : 517;
    const int height = argc > 2 ? atoi(argv[2]) : 391;
    if (width < 1 || height < 1) {
        fprintf(stderr, "usage: %s [columns [rows]]\n", argv[0]);
        return 2;
    }
    const size_t count = (size_t)width * height;
    std::vector<int> in(count), out(count);
    unsigned int seed = 1u;
    for (size_t i = 0; i < count; ++i) {
        seed = 1664525u * seed + 1013904223u;
        in[i] = (int)seed;
    }

    int *d_in, *d_out;
    if (cudaMalloc((void **)&d_in, count * sizeof(int)) != cudaSuccess ||
        cudaMalloc((void **)&d_out, count * sizeof(int)) != cudaSuccess) {
        printf("FAIL transpose: cudaMalloc, got %s, want no error\n", cudaGetErrorString(cudaGetLastError()));
        return 1;
    }
    cudaMemcpy(d_in, &in[0], count * sizeof(int), cudaMemcpyHostToDevice);

    dim3 grid((width + TILE_DIM - 1) / TILE_DIM, (height + TILE_DIM - 1) / TILE_DIM, 1);
    dim3 block(TILE_DIM, BLOCK_ROWS, 1);
    int failed = 0;
    for (int version = 0; version < 3 && !failed; ++version) {
        cudaMemset(d_out, 0xff, count * sizeof(int));
        if (version == 0)
            transposeNaive<<<grid, block>>>(d_out, d_in, width, height);
        else if (version == 1)
            transposeTiled<0><<<grid, block>>>(d_out, d_in, width, height);
        else
            transposeTiled<1><<<grid, block>>>(d_out, d_in, width, height);
        cudaError_t error = cudaGetLastError();
        if (error != cudaSuccess) {
            printf("FAIL transpose: launch %s, got %s, want no error\n", kNames[version], cudaGetErrorString(error));
            failed = 1;
            break;
        }
        cudaMemcpy(&out[0], d_out, count * sizeof(int), cudaMemcpyDeviceToHost);

        for (int row = 0; row < height && !failed; ++row) {
            for (int column = 0; column < width && !failed; ++column) {
                const int got = out[(size_t)column * height + row];
                const int want = in[(size_t)row * width + column];
                if (got != want) {
                    printf("FAIL transpose: %s (%d, %d), got %d, want %d\n", kNames[version], column, row, got, want);
                    failed = 1;
                }
            }
        }
    }
    cudaFree(d_in);
    cudaFree(d_out);
    if (!failed)
        printf("PASS transpose\n");
    return failed;
}

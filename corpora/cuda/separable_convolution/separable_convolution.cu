// separable_convolution: a row pass and a column pass over a pitched image. Rows lie pitch bytes
// apart, so every row is found by byte arithmetic on the base pointer.
//
// usage: separable_convolution [width [height]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define RADIUS 5
#define TAPS (2 * RADIUS + 1)
#define ROW_TILE 64
#define COLUMN_TILE_X 16
#define COLUMN_TILE_Y 32
#define COLUMN_THREADS_Y 8

__constant__ float c_taps[TAPS];

template <typename T>
__host__ __device__ inline T *rowPointer(T *base, size_t pitch, int row)
{
    return (T *)((char *)base + row * pitch);
}

__global__ void convolveRows(float *dst, const float *src, size_t pitch, int width, int height)
{
    __shared__ float line[4][ROW_TILE + 2 * RADIUS];
    const int y = blockIdx.y * 4 + threadIdx.y;
    const int start = blockIdx.x * ROW_TILE - RADIUS;

    if (y < height) {
        const float *row = (const float *)((const char *)src + y * pitch);
        for (int i = threadIdx.x; i < ROW_TILE + 2 * RADIUS; i += blockDim.x) {
            const int x = start + i;
            line[threadIdx.y][i] = (x >= 0 && x < width) ? row[x] : 0.0f;
        }
    }
    __syncthreads();

    const int x = blockIdx.x * ROW_TILE + threadIdx.x;
    if (y >= height || x >= width)
        return;
    float sum = 0.0f;
#pragma unroll
    for (int t = -RADIUS; t <= RADIUS; t++)
        sum += c_taps[RADIUS - t] * line[threadIdx.y][threadIdx.x + RADIUS + t];
    rowPointer(dst, pitch, y)[x] = sum;
}

__global__ void convolveColumns(float *dst, const float *src, size_t pitch, int width, int height)
{
    __shared__ float tile[COLUMN_TILE_Y + 2 * RADIUS][COLUMN_TILE_X + 1];
    const int x = blockIdx.x * COLUMN_TILE_X + threadIdx.x;
    const int top = (int)(blockIdx.y * COLUMN_TILE_Y) - RADIUS;

    const char *column = (const char *)src + (ptrdiff_t)top * (ptrdiff_t)pitch + x * sizeof(float);
    for (int i = threadIdx.y; i < COLUMN_TILE_Y + 2 * RADIUS; i += COLUMN_THREADS_Y) {
        const bool inside = x < width && top + i >= 0 && top + i < height;
        tile[i][threadIdx.x] = inside ? *(const float *)(column + i * (ptrdiff_t)pitch) : 0.0f;
    }
    __syncthreads();

    if (x >= width)
        return;
    for (int i = threadIdx.y; i < COLUMN_TILE_Y; i += COLUMN_THREADS_Y) {
        const int y = blockIdx.y * COLUMN_TILE_Y + i;
        if (y >= height)
            break;
        float sum = 0.0f;
        const float *tap = c_taps + TAPS;
        for (int t = 0; t < TAPS; ++t)
            sum += *--tap * tile[i + t][threadIdx.x];
        rowPointer(dst, pitch, y)[x] = sum;
    }
}

static void gpu(cudaError_t code, const char *text)
{
    if (code != cudaSuccess) {
        std::printf("FAIL separable_convolution: %s, got %s, want no error\n", text, cudaGetErrorString(code));
        std::exit(1);
    }
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? std::atoi(argv[1]) : 333;
    const int height = argc > 2 ? std::atoi(argv[2]) : 217;
    if (width < 1 || height < 1) {
        std::fprintf(stderr, "usage: %s [width [height]]\n", argv[0]);
        return 2;
    }
    float taps[TAPS];
    for (int t = 0; t < TAPS; ++t)
        taps[t] = (1.0f + t % 4) / (3.0f + t);  // not symmetric: a reversed kernel is noticed
    gpu(cudaMemcpyToSymbol(c_taps, taps, sizeof taps), "taps");

    // Pitch: the row rounded up to 128 bytes, and one more line so that it is never the width itself.
    const size_t pitch = (width * sizeof(float) + 127) / 128 * 128 + 128;
    const size_t bytes = pitch * height;
    std::vector<unsigned char> image(bytes, 0xff);  // padding holds NaN
    unsigned seed = 5u;
    for (int y = 0; y < height; ++y) {
        float *row = rowPointer((float *)image.data(), pitch, y);
        for (int x = 0; x < width; ++x) {
            seed = seed * 1664525u + 1013904223u;
            row[x] = (float)((int)(seed >> 20) - 2048) / 256.0f;
        }
    }

    float *d_a, *d_b;
    gpu(cudaMalloc((void **)&d_a, bytes), "cudaMalloc");
    gpu(cudaMalloc((void **)&d_b, bytes), "cudaMalloc");
    gpu(cudaMemcpy(d_a, image.data(), bytes, cudaMemcpyHostToDevice), "copy in");
    gpu(cudaMemset(d_b, 0xff, bytes), "cudaMemset");

    const dim3 rowBlock(ROW_TILE, 4), rowGrid((width + ROW_TILE - 1) / ROW_TILE, (height + 3) / 4);
    convolveRows<<<rowGrid, rowBlock>>>(d_b, d_a, pitch, width, height);
    const dim3 columnBlock(COLUMN_TILE_X, COLUMN_THREADS_Y);
    const dim3 columnGrid((width + COLUMN_TILE_X - 1) / COLUMN_TILE_X, (height + COLUMN_TILE_Y - 1) / COLUMN_TILE_Y);
    convolveColumns<<<columnGrid, columnBlock>>>(d_a, d_b, pitch, width, height);
    gpu(cudaGetLastError(), "launch");

    // Only the pixels travel back: a copy of rows with different pitches on both sides.
    std::vector<float> got((size_t)width * height);
    gpu(cudaMemcpy2D(got.data(), width * sizeof(float), d_a, pitch, width * sizeof(float), height,
                     cudaMemcpyDeviceToHost),
        "cudaMemcpy2D");
    gpu(cudaFree(d_a), "cudaFree");
    gpu(cudaFree(d_b), "cudaFree");

    std::vector<double> rows((size_t)width * height, 0.0);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int t = 0; t < TAPS; ++t) {
                const int sx = x + RADIUS - t;
                if (sx >= 0 && sx < width)
                    rows[(size_t)y * width + x] += double(taps[t]) * rowPointer((float *)image.data(), pitch, y)[sx];
            }
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            double want = 0.0;
            for (int t = 0; t < TAPS; ++t) {
                const int sy = y + RADIUS - t;
                if (sy >= 0 && sy < height)
                    want += double(taps[t]) * rows[(size_t)sy * width + x];
            }
            // Single-precision sums of 121 products below 8 in size: 1e-3 absolute.
            if (!(std::fabs(got[(size_t)y * width + x] - want) <= 1e-3)) {
                std::printf("FAIL separable_convolution: pixel (%d, %d), got %.7g, want %.7g\n", x, y,
                            got[(size_t)y * width + x], want);
                return 1;
            }
        }
    std::printf("PASS separable_convolution\n");
    return 0;
}

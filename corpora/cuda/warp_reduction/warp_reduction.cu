// warp_reduction: softmax and sums of the rows of a matrix. A row is a block's: shuffles inside of each warp, one
// word of shared memory for each warp, then the first warp adds those up.
//
// usage: warp_reduction [rows] [columns]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                                              \
    do {                                                                                         \
        cudaError_t error_ = (call);                                                             \
        if (error_ != cudaSuccess) {                                                             \
            printf("FAIL warp_reduction: %s, got %s, want no error\n", #call, cudaGetErrorString(error_)); \
            exit(1);                                                                             \
        }                                                                                        \
    } while (0)

constexpr int kThreads = 128;
constexpr unsigned kFullMask = 0xffffffffu;

struct Sum {
    template <typename T>
    __device__ T operator()(T a, T b) const { return a + b; }
    template <typename T>
    __device__ static T neutral() { return T(0); }
};

struct Max {
    __device__ float operator()(float a, float b) const { return fmaxf(a, b); }
    template <typename T>
    __device__ static T neutral() { return -INFINITY; }
};

template <typename T, typename Op>
__inline__ __device__ T warpReduce(T value, Op op)
{
#pragma unroll
    for (int offset = warpSize / 2; offset > 0; offset >>= 1)
        value = op(value, __shfl_xor_sync(kFullMask, value, offset));
    return value;
}

// The result is in all threads of the block.
template <typename T, typename Op>
__inline__ __device__ T blockReduce(T value, Op op)
{
    __shared__ T partial[32];
    __shared__ T total;
    const int lane = threadIdx.x % warpSize;
    const int warp = threadIdx.x / warpSize;

    value = warpReduce(value, op);
    if (lane == 0)
        partial[warp] = value;
    __syncthreads();

    if (warp == 0) {
        value = lane < (int)(blockDim.x / warpSize) ? partial[lane] : Op::template neutral<T>();
        value = warpReduce(value, op);
        if (lane == 0)
            total = value;
    }
    __syncthreads();
    value = total;
    __syncthreads();
    return value;
}

__global__ void softmaxRows(const float *in, float *out, int rows, int columns)
{
    const int row = blockIdx.x;
    if (row >= rows)
        return;
    const float *x = in + (size_t)row * columns;
    float *y = out + (size_t)row * columns;

    float largest = -INFINITY;
    for (int i = threadIdx.x; i < columns; i += blockDim.x)
        largest = fmaxf(largest, x[i]);
    largest = blockReduce(largest, Max());

    float sum = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) {
        const float e = expf(x[i] - largest);
        y[i] = e;
        sum += e;
    }
    sum = blockReduce(sum, Sum());

    for (int i = threadIdx.x; i < columns; i += blockDim.x)
        y[i] /= sum;
}

// One warp a row: warps without a row leave.
__global__ void sumRows(const int *in, long long *out, int rows, int columns)
{
    const int row = (blockIdx.x * blockDim.x + threadIdx.x) / warpSize;
    const int lane = threadIdx.x & (warpSize - 1);
    if (row >= rows)
        return;
    long long sum = 0;
    for (int i = lane; i < columns; i += warpSize)
        sum += in[row * columns + i];
    for (int delta = 16; delta >= 1; delta /= 2)
        sum += __shfl_down_sync(kFullMask, sum, delta);
    if (lane == 0)
        out[row] = sum;
}

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? atoi(argv[1]) : 61;
    const int columns = argc > 2 ? atoi(argv[2]) : 777;
    if (rows < 1 || columns < 1) {
        fprintf(stderr, "usage: warp_reduction [rows] [columns]\n");
        return 2;
    }
    const size_t n = (size_t)rows * columns;
    std::vector<float> x(n), y(n);
    std::vector<int> k(n);
    std::vector<long long> sums(rows);
    unsigned state = 12345u;
    for (size_t i = 0; i < n; ++i) {
        state = state * 1664525u + 1013904223u;
        x[i] = (state >> 8) * (8.0f / 16777216.0f) - 4.0f;
        k[i] = (int)(state >> 1);
    }

    float *dx, *dy;
    int *dk;
    long long *ds;
    CHECK(cudaMalloc(&dx, n * sizeof(float)));
    CHECK(cudaMalloc(&dy, n * sizeof(float)));
    CHECK(cudaMalloc(&dk, n * sizeof(int)));
    CHECK(cudaMalloc(&ds, rows * sizeof(long long)));
    CHECK(cudaMemcpy(dx, x.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(dk, k.data(), n * sizeof(int), cudaMemcpyHostToDevice));
    softmaxRows<<<rows, kThreads>>>(dx, dy, rows, columns);
    CHECK(cudaGetLastError());
    sumRows<<<(rows * 32 + kThreads - 1) / kThreads, kThreads>>>(dk, ds, rows, columns);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(y.data(), dy, n * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(sums.data(), ds, rows * sizeof(long long), cudaMemcpyDeviceToHost));
    CHECK(cudaFree(dx));
    CHECK(cudaFree(dy));
    CHECK(cudaFree(dk));
    CHECK(cudaFree(ds));

    for (int r = 0; r < rows; ++r) {
        double total = 0;
        long long whole = 0;
        for (int c = 0; c < columns; ++c) {
            total += exp((double)x[(size_t)r * columns + c]);
            whole += k[(size_t)r * columns + c];
        }
        if (sums[r] != whole) {
            printf("FAIL warp_reduction: sum of row %d, got %lld, want %lld\n", r, sums[r], whole);
            return 1;
        }
        for (int c = 0; c < columns; ++c) {
            const double want = exp((double)x[(size_t)r * columns + c]) / total;
            const double got = y[(size_t)r * columns + c];
            if (fabs(got - want) > 1e-5 * want) {  // a sum of 777 floats and two roundings of expf
                printf("FAIL warp_reduction: softmax [%d][%d], got %g, want %g\n", r, c, got, want);
                return 1;
            }
        }
    }
    printf("PASS warp_reduction\n");
    return 0;
}

// warp_scan: running sums with shuffles. Warps scan with __shfl_up_sync, the last thread of each hands its total
// over shared memory; segments of 8 lanes are scanned with a width; totals of blocks are added by a second kernel.
//
// usage: warp_scan [elements]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

const int BLOCK = 256;
const unsigned EVERYBODY = 0xffffffff;

void check(cudaError_t error, const char *what)
{
    if (error == cudaSuccess)
        return;
    printf("FAIL warp_scan: %s, got %s, want no error\n", what, cudaGetErrorString(error));
    exit(1);
}

template <class T>
__device__ T scanWarp(T value, int width = 32)
{
    const int lane = threadIdx.x % width;
    for (int d = 1; d < width; d <<= 1) {
        const T left = __shfl_up_sync(EVERYBODY, value, d, width);
        if (lane >= d)
            value += left;
    }
    return value;
}

template <class T>
__global__ void scanBlocks(const T *in, T *out, T *totals, int n)
{
    __shared__ T sums[BLOCK / 32];
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;

    T value = scanWarp(i < n ? in[i] : T(0));
    if (lane == 31)
        sums[warp] = value;
    __syncthreads();

    if (threadIdx.x < 32) {  // the first warp scans the sums of all
        T sum = lane < BLOCK / 32 ? sums[lane] : T(0);
        sum = scanWarp(sum);
        if (lane < BLOCK / 32)
            sums[lane] = sum;
    }
    __syncthreads();

    if (warp > 0)
        value += sums[warp - 1];
    if (i < n)
        out[i] = value;
    if (threadIdx.x == blockDim.x - 1)
        totals[blockIdx.x] = value;
}

template <class T>
__global__ void addTotals(T *data, const T *totals, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    T before = 0;
    for (unsigned b = threadIdx.x & 31; b < blockIdx.x; b += 32)
        before += totals[b];
    for (int d = 16; d; d >>= 1)
        before += __shfl_xor_sync(EVERYBODY, before, d);
    if (i < n)
        data[i] += before;
}

// Each eight numbers on their own; every fourth thread keeps the middle of the segment, by broadcast.
__global__ void scanSegments(const short *in, int *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    int value = scanWarp((int)(i < n ? in[i] : 0), 8);
    const int middle = __shfl_sync(EVERYBODY, value, 4, 8);
    if (i < n)
        out[i] = i % 4 == 3 ? middle : value;
}

template <class T>
bool run(const char *type, int n, T scale)
{
    std::vector<T> data(n), got(n);
    unsigned seed = 77u + n;
    for (T &x : data) {
        seed = seed * 1103515245u + 12345u;
        x = (T)((seed >> 16) % 1000) * scale;
    }
    const int blocks = (n + BLOCK - 1) / BLOCK;
    T *in, *out, *totals;
    check(cudaMalloc(&in, n * sizeof(T)), "cudaMalloc");
    check(cudaMalloc(&out, n * sizeof(T)), "cudaMalloc");
    check(cudaMalloc(&totals, blocks * sizeof(T)), "cudaMalloc");
    check(cudaMemcpy(in, data.data(), n * sizeof(T), cudaMemcpyHostToDevice), "copy in");
    scanBlocks<<<blocks, BLOCK>>>(in, out, totals, n);
    check(cudaGetLastError(), "scanBlocks");
    addTotals<<<blocks, BLOCK>>>(out, totals, n);
    check(cudaGetLastError(), "addTotals");
    check(cudaMemcpy(got.data(), out, n * sizeof(T), cudaMemcpyDeviceToHost), "copy out");
    check(cudaFree(in), "cudaFree");
    check(cudaFree(out), "cudaFree");
    check(cudaFree(totals), "cudaFree");

    T want = 0;  // sums of small whole numbers times a power of two: exact
    for (int i = 0; i < n; ++i) {
        want += data[i];
        if (got[i] != want) {
            printf("FAIL warp_scan: %s [%d], got %g, want %g\n", type, i, (double)got[i], (double)want);
            return false;
        }
    }
    return true;
}

bool runSegments(int n)
{
    std::vector<short> data(n);
    std::vector<int> got(n);
    for (int i = 0; i < n; ++i)
        data[i] = (short)(i * 37 % 201 - 100);
    short *in;
    int *out;
    check(cudaMalloc(&in, n * sizeof(short)), "cudaMalloc");
    check(cudaMalloc(&out, n * sizeof(int)), "cudaMalloc");
    check(cudaMemcpy(in, data.data(), n * sizeof(short), cudaMemcpyHostToDevice), "copy in");
    scanSegments<<<(n + BLOCK - 1) / BLOCK, BLOCK>>>(in, out, n);
    check(cudaGetLastError(), "scanSegments");
    check(cudaMemcpy(got.data(), out, n * sizeof(int), cudaMemcpyDeviceToHost), "copy out");
    check(cudaFree(in), "cudaFree");
    check(cudaFree(out), "cudaFree");
    for (int i = 0; i < n; ++i) {
        const int last = i % 4 == 3 ? i / 8 * 8 + 4 : i;
        int want = 0;
        for (int k = i / 8 * 8; k <= last && k < n; ++k)
            want += data[k];
        if (got[i] != want) {
            printf("FAIL warp_scan: segment [%d], got %d, want %d\n", i, got[i], want);
            return false;
        }
    }
    return true;
}

}  // namespace

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 30011;
    if (n < 1) {
        fprintf(stderr, "usage: warp_scan [elements]\n");
        return 2;
    }
    if (!run<unsigned>("unsigned", n, 1u) || !run<long long>("long long", n, 1ll << 20) ||
        !run<double>("double", n, 0.125) || !runSegments(n))
        return 1;
    printf("PASS warp_scan\n");
    return 0;
}

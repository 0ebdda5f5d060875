// reduction: four generations of the shared-memory tree reduction, each a template over block size.
//   0 interleaved with divergent branch, 1 strided index, 2 sequential addressing,
//   3 sequential addressing, several elements per thread, inner loop unrolled by template branches.
// Sum, minimum and maximum; plus a single-pass version in which the last block finishes the work.
//
// usage: reduction [elements]
#include <cuda_runtime.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <vector>

enum Operation { SUM, MINIMUM, MAXIMUM };

template <Operation op>
__host__ __device__ inline int identity()
{
    return op == SUM ? 0 : op == MINIMUM ? INT_MAX : INT_MIN;
}

template <Operation op>
__host__ __device__ inline int combine(int a, int b)
{
    switch (op) {
        case SUM: return a + b;
        case MINIMUM: return a < b ? a : b;
        case MAXIMUM: return a > b ? a : b;
    }
    return 0;
}

template <int BLOCK, Operation op>
__global__ void reduce0(const int *in, int *out, int n)
{
    __shared__ int tile[BLOCK];
    const int tid = threadIdx.x;
    const int i = blockIdx.x * BLOCK + tid;
    tile[tid] = i < n ? in[i] : identity<op>();
    __syncthreads();
    for (int s = 1; s < BLOCK; s *= 2) {
        if (tid % (2 * s) == 0)
            tile[tid] = combine<op>(tile[tid], tile[tid + s]);
        __syncthreads();
    }
    if (tid == 0)
        out[blockIdx.x] = tile[0];
}

template <int BLOCK, Operation op>
__global__ void reduce1(const int *in, int *out, int n)
{
    __shared__ int tile[BLOCK];
    const int tid = threadIdx.x;
    const int i = blockIdx.x * BLOCK + tid;
    tile[tid] = i < n ? in[i] : identity<op>();
    __syncthreads();
    for (int s = 1; s < BLOCK; s <<= 1) {
        const int index = 2 * s * tid;
        if (index < BLOCK)
            tile[index] = combine<op>(tile[index], tile[index + s]);
        __syncthreads();
    }
    if (tid == 0)
        out[blockIdx.x] = tile[0];
}

template <int BLOCK, Operation op>
__global__ void reduce2(const int *in, int *out, int n)
{
    __shared__ int tile[BLOCK];
    const int tid = threadIdx.x;
    const int i = blockIdx.x * BLOCK + tid;
    tile[tid] = i < n ? in[i] : identity<op>();
    __syncthreads();
    for (unsigned s = BLOCK / 2; s > 0; s >>= 1) {
        if (tid < s)
            tile[tid] = combine<op>(tile[tid], tile[tid + s]);
        __syncthreads();
    }
    if (tid == 0)
        out[blockIdx.x] = tile[0];
}

template <int BLOCK, Operation op>
__device__ int blockReduce(int value, int *tile)
{
    const int tid = threadIdx.x;
    tile[tid] = value;
    __syncthreads();
    if (BLOCK >= 512) {
        if (tid < 256) tile[tid] = value = combine<op>(value, tile[tid + 256]);
        __syncthreads();
    }
    if (BLOCK >= 256) {
        if (tid < 128) tile[tid] = value = combine<op>(value, tile[tid + 128]);
        __syncthreads();
    }
    if (BLOCK >= 128) {
        if (tid < 64) tile[tid] = value = combine<op>(value, tile[tid + 64]);
        __syncthreads();
    }
#pragma unroll
    for (int s = 32; s > 0; s >>= 1) {
        if (tid < s && tid + s < BLOCK)
            tile[tid] = value = combine<op>(value, tile[tid + s]);
        __syncthreads();
    }
    return tile[0];
}

template <int BLOCK, Operation op>
__global__ void reduce3(const int *in, int *out, int n)
{
    __shared__ int tile[BLOCK];
    int mine = identity<op>();
    for (int i = blockIdx.x * BLOCK + threadIdx.x; i < n; i += BLOCK * gridDim.x)
        mine = combine<op>(mine, in[i]);
    const int total = blockReduce<BLOCK, op>(mine, tile);
    if (threadIdx.x == 0)
        out[blockIdx.x] = total;
}

// The block that increments the counter last adds up what the other blocks left behind. The partial
// results go through atomics, so that blocks never race on them.
template <int BLOCK, Operation op>
__global__ void reduceSinglePass(const int *in, int *partial, unsigned *ticket, int *out, int n)
{
    __shared__ int tile[BLOCK];
    __shared__ bool isLast;
    int mine = identity<op>();
    for (int i = blockIdx.x * BLOCK + threadIdx.x; i < n; i += BLOCK * gridDim.x)
        mine = combine<op>(mine, in[i]);
    const int total = blockReduce<BLOCK, op>(mine, tile);
    if (threadIdx.x == 0) {
        atomicExch(&partial[blockIdx.x], total);
        __threadfence();
        isLast = atomicInc(ticket, gridDim.x - 1) == gridDim.x - 1;
    }
    __syncthreads();
    if (isLast) {
        int rest = identity<op>();
        for (unsigned i = threadIdx.x; i < gridDim.x; i += BLOCK)
            rest = combine<op>(rest, atomicAdd(&partial[i], 0));
        const int all = blockReduce<BLOCK, op>(rest, tile);
        if (threadIdx.x == 0)
            *out = all;
    }
}

static void require(cudaError_t error, const char *call)
{
    if (error == cudaSuccess)
        return;
    std::printf("FAIL reduction: %s, got %s, want success\n", call, cudaGetErrorString(error));
    std::exit(1);
}

template <int BLOCK, Operation op>
static bool checkVariant(int variant, const int *d_in, int *d_work, unsigned *d_ticket, int n, int want)
{
    int *in = const_cast<int *>(d_in), *out = d_work;
    int left = n, got = 0;
    if (variant == 4) {
        const int blocks = std::min(37, (n + BLOCK - 1) / BLOCK);
        reduceSinglePass<BLOCK, op><<<blocks, BLOCK>>>(d_in, d_work, d_ticket, d_work + n, n);
        require(cudaGetLastError(), "launch");
        out = d_work + n;
        left = 1;
    }
    while (left > 1 || in == d_in) {
        if (variant == 4)
            break;
        const dim3 block(BLOCK);
        dim3 grid((left + BLOCK - 1) / BLOCK);
        if (variant == 3)
            grid.x = std::min(grid.x, 64u);
        switch (variant) {
            case 0: reduce0<BLOCK, op><<<grid, block>>>(in, out, left); break;
            case 1: reduce1<BLOCK, op><<<grid, block>>>(in, out, left); break;
            case 2: reduce2<BLOCK, op><<<grid, block>>>(in, out, left); break;
            default: reduce3<BLOCK, op><<<grid, block>>>(in, out, left); break;
        }
        require(cudaGetLastError(), "launch");
        left = grid.x;
        in = out;
        out = out == d_work ? d_work + n : d_work;  // ping-pong between the halves
    }
    require(cudaMemcpy(&got, variant == 4 ? out : in, sizeof got, cudaMemcpyDeviceToHost), "read result");
    if (got == want)
        return true;
    std::printf("FAIL reduction: variant %d block %d operation %d, got %d, want %d\n", variant, BLOCK, int(op),
                got, want);
    return false;
}

// Every variant and operation, with one block size.
template <int BLOCK>
static bool checkBlock(const std::vector<int> &data, const int *d_in, int *d_work, unsigned *d_ticket)
{
    const int n = static_cast<int>(data.size());
    unsigned sum = 0;  // wraps around as the device's int does
    for (int value : data)
        sum += static_cast<unsigned>(value);
    const int low = *std::min_element(data.begin(), data.end());
    const int high = *std::max_element(data.begin(), data.end());
    bool good = true;
    for (int variant = 0; variant <= 4 && good; ++variant) {
        good = checkVariant<BLOCK, SUM>(variant, d_in, d_work, d_ticket, n, static_cast<int>(sum)) &&
               checkVariant<BLOCK, MINIMUM>(variant, d_in, d_work, d_ticket, n, low) &&
               checkVariant<BLOCK, MAXIMUM>(variant, d_in, d_work, d_ticket, n, high);
    }
    return good;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 60013;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    std::vector<int> data(n);
    unsigned seed = 99u;
    for (int &value : data) {
        seed = seed * 1664525u + 1013904223u;
        value = static_cast<int>(seed >> 12) % 4001 - 2000;
    }

    int *d_in, *d_work;
    unsigned *d_ticket;
    require(cudaMalloc((void **)&d_in, n * sizeof(int)), "cudaMalloc");
    require(cudaMalloc((void **)&d_work, 2 * n * sizeof(int)), "cudaMalloc");
    require(cudaMalloc((void **)&d_ticket, sizeof(unsigned)), "cudaMalloc");
    require(cudaMemset(d_ticket, 0, sizeof(unsigned)), "cudaMemset");
    require(cudaMemcpy(d_in, data.data(), n * sizeof(int), cudaMemcpyHostToDevice), "cudaMemcpy");

    const bool good = checkBlock<32>(data, d_in, d_work, d_ticket) &&
                      checkBlock<64>(data, d_in, d_work, d_ticket) &&
                      checkBlock<256>(data, d_in, d_work, d_ticket) &&
                      checkBlock<512>(data, d_in, d_work, d_ticket);

    cudaFree(d_in);
    cudaFree(d_work);
    cudaFree(d_ticket);
    if (!good)
        return 1;
    std::printf("PASS reduction\n");
    return 0;
}

// memory_pools: memory that is allocated and freed in the order of streams, from the device's pool and from one of the
// program's own, with thresholds and what they report.
//
// usage: memory_pools [elements [rounds]]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL memory_pools: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

__global__ void fill(int *out, int n, int value)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = value + i;
}

__global__ void addTo(int *sum, const int *in, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        sum[i] += in[i];
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 10007;
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
    if (n < 1 || rounds < 1) {
        std::fprintf(stderr, "usage: %s [elements [rounds]]\n", argv[0]);
        return 2;
    }
    int device = 0, supported = 0;
    CUDA_CHECK(cudaGetDevice(&device));
    CUDA_CHECK(cudaDeviceGetAttribute(&supported, cudaDevAttrMemoryPoolsSupported, device));
    if (!supported) {
        std::printf("FAIL memory_pools: support, got 0, want 1\n");
        return 1;
    }
    cudaMemPool_t pool, own;
    CUDA_CHECK(cudaDeviceGetDefaultMemPool(&pool, device));
    unsigned long long threshold = ~0ull, used = 0;
    CUDA_CHECK(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &threshold));
    threshold = 0;
    CUDA_CHECK(cudaMemPoolGetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &threshold));
    if (threshold != ~0ull) {
        std::printf("FAIL memory_pools: threshold, got %llu, want %llu\n", threshold, ~0ull);
        return 1;
    }
    cudaMemPoolProps props = {};
    props.allocType = cudaMemAllocationTypePinned;
    props.handleTypes = cudaMemHandleTypeNone;
    props.location.type = cudaMemLocationTypeDevice;
    props.location.id = device;
    CUDA_CHECK(cudaMemPoolCreate(&own, &props));

    cudaStream_t stream;
    CUDA_CHECK(cudaStreamCreate(&stream));
    const size_t bytes = n * sizeof(int);
    int *sum;
    CUDA_CHECK(cudaMallocAsync(&sum, bytes, stream));
    CUDA_CHECK(cudaMemsetAsync(sum, 0, bytes, stream));
    const int blocks = (n + 127) / 128;
    for (int round = 0; round < rounds; ++round) {
        int *part;
        if (round % 2)
            CUDA_CHECK(cudaMallocFromPoolAsync(&part, bytes, own, stream));
        else
            CUDA_CHECK(cudaMallocAsync((void **)&part, bytes, stream));
        fill<<<blocks, 128, 0, stream>>>(part, n, round);
        addTo<<<blocks, 128, 0, stream>>>(sum, part, n);
        CUDA_CHECK(cudaFreeAsync(part, stream));
    }
    std::vector<int> got(n);
    CUDA_CHECK(cudaMemcpyAsync(got.data(), sum, bytes, cudaMemcpyDeviceToHost, stream));
    CUDA_CHECK(cudaStreamSynchronize(stream));
    for (int i = 0; i < n; ++i) {
        const int want = rounds * i + rounds * (rounds - 1) / 2;
        if (got[i] != want) {
            std::printf("FAIL memory_pools: element %d, got %d, want %d\n", i, got[i], want);
            return 1;
        }
    }
    CUDA_CHECK(cudaMemPoolGetAttribute(pool, cudaMemPoolAttrUsedMemCurrent, &used));
    if (used < bytes) {
        std::printf("FAIL memory_pools: bytes used, got %llu, want %llu or more\n", used, (unsigned long long)bytes);
        return 1;
    }
    CUDA_CHECK(cudaFreeAsync(sum, stream));
    CUDA_CHECK(cudaMemPoolTrimTo(pool, 0));
    CUDA_CHECK(cudaMemPoolDestroy(own));
    CUDA_CHECK(cudaStreamDestroy(stream));
    std::printf("PASS memory_pools\n");
    return 0;
}

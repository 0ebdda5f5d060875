// occupancy_launch: block sizes chosen by the occupancy functions, with fixed dynamic shared memory, with one that a
// lambda computes from the block size, and with flags; attributes of kernels; launches by cudaLaunchKernel and
// cudaLaunchKernelEx.
//
// usage: occupancy_launch [elements]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                                                  \
    do {                                                                                             \
        const cudaError_t error_ = (call);                                                           \
        if (error_ != cudaSuccess) {                                                                 \
            std::printf("FAIL occupancy_launch: line %d, got %s, want cudaSuccess\n", __LINE__,      \
                        cudaGetErrorName(error_));                                                   \
            std::exit(1);                                                                            \
        }                                                                                            \
    } while (0)

// Sums of each block's part, in dynamic shared memory.
template <typename T> __global__ void blockSums(const T *in, T *sums, int count)
{
    extern __shared__ unsigned char raw[];
    T *part = reinterpret_cast<T *>(raw);
    T own = 0;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x)
        own += in[i];
    part[threadIdx.x] = own;
    __syncthreads();
    if (threadIdx.x == 0) {
        T sum = 0;
        for (unsigned t = 0; t < blockDim.x; ++t)
            sum += part[t];
        sums[blockIdx.x] = sum;
    }
}

__global__ void square(int *data, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        data[i] *= data[i];
}

static void expect(const char *where, long long got, long long want)
{
    if (got != want) {
        std::printf("FAIL occupancy_launch: %s, got %lld, want %lld\n", where, got, want);
        std::exit(1);
    }
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 30011;
    if (count < 1)
        return 2;

    std::vector<int> host(count);
    unsigned int seed = 77u;
    long long want = 0;
    for (int &value : host) {
        seed = seed * 1103515245u + 12345u;
        value = static_cast<int>((seed >> 16) & 0xff) - 128;
        want += value * value;
    }
    int *data = nullptr;
    CHECK(cudaMalloc(&data, count * sizeof(int)));
    CHECK(cudaMemcpy(data, host.data(), count * sizeof(int), cudaMemcpyHostToDevice));

    // A kernel without shared memory; at most 256 threads a block.
    int leastGrid = 0;
    int block = 0;
    CHECK(cudaOccupancyMaxPotentialBlockSize(&leastGrid, &block, square, 0, 256));
    expect("block size in its bounds", leastGrid > 0 && block > 0 && block <= 256, 1);
    int resident = 0;
    CHECK(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&resident, square, block, 0));
    int same = 0;
    CHECK(cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(&same, square, block, 0, cudaOccupancyDefault));
    expect("resident blocks", resident > 0 && same == resident, 1);
    int n = count;
    void *arguments[] = {&data, &n};
    CHECK(cudaLaunchKernel(square, dim3((count + block - 1) / block), dim3(block), arguments, 0, nullptr));

    // Shared memory that grows with the block.
    const auto sharedOf = [] __host__ __device__(int threads) { return threads * sizeof(int); };
    int flaggedGrid = 0;
    int flaggedBlock = 0;
    CHECK(cudaOccupancyMaxPotentialBlockSizeVariableSMem(&leastGrid, &block, blockSums<int>, sharedOf, 128));
    CHECK(cudaOccupancyMaxPotentialBlockSizeVariableSMemWithFlags(&flaggedGrid, &flaggedBlock, blockSums<int>,
                                                                  sharedOf, 128, cudaOccupancyDefault));
    expect("block size with flags", flaggedBlock, block);
    cudaFuncAttributes attributes;
    CHECK(cudaFuncGetAttributes(&attributes, blockSums<int>));
    expect("attributes", attributes.maxThreadsPerBlock >= block, 1);
    CHECK(cudaFuncSetAttribute(blockSums<int>, cudaFuncAttributeMaxDynamicSharedMemorySize, 8192));
    CHECK(cudaFuncSetCacheConfig(blockSums<int>, cudaFuncCachePreferShared));
    std::size_t available = 0;
    CHECK(cudaOccupancyAvailableDynamicSMemPerBlock(&available, blockSums<int>, 1, block));
    expect("available shared memory", available >= sharedOf(block), 1);

    const int blocks = leastGrid < 60 ? leastGrid : 60;
    int *sums = nullptr;
    CHECK(cudaMalloc(&sums, blocks * sizeof(int)));
    cudaLaunchConfig_t config = {};
    config.gridDim = dim3(blocks);
    config.blockDim = dim3(block);
    config.dynamicSmemBytes = sharedOf(block);
    cudaLaunchAttribute attribute[1];
    attribute[0].id = cudaLaunchAttributePriority;
    attribute[0].val.priority = 0;
    config.attrs = attribute;
    config.numAttrs = 1;
    CHECK(cudaLaunchKernelEx(&config, blockSums<int>, static_cast<const int *>(data), sums, count));
    std::vector<int> parts(blocks);
    CHECK(cudaMemcpy(parts.data(), sums, blocks * sizeof(int), cudaMemcpyDeviceToHost));
    long long got = 0;
    for (int part : parts)
        got += part;
    expect("sum of squares", got, want);
    CHECK(cudaFree(sums));
    CHECK(cudaFree(data));
    std::printf("PASS occupancy_launch\n");
    return 0;
}

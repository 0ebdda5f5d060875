// device_query: what the devices say about themselves, and what the run-time API says about mistakes.
// Prints the devices to stderr; checks that properties are plausible and that errors come as documented:
// returned by the failing call, reported once by cudaGetLastError, harmless for what follows.
//
// usage: device_query [elements]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

static int g_failures = 0;

static void expectTrue(bool condition, const char *what, long long got, const char *want)
{
    if (condition)
        return;
    if (g_failures++ == 0)
        std::printf("FAIL device_query: %s, got %lld, want %s\n", what, got, want);
}

static void expectError(cudaError_t got, cudaError_t want, const char *what)
{
    if (got == want)
        return;
    if (g_failures++ == 0)
        std::printf("FAIL device_query: %s, got %s (%s), want %s (%s)\n", what, cudaGetErrorName(got),
                    cudaGetErrorString(got), cudaGetErrorName(want), cudaGetErrorString(want));
}

#define EXPECT(condition, got, want) expectTrue((condition), #condition, (long long)(got), want)
#define EXPECT_OK(call) expectError((call), cudaSuccess, #call)
#define EXPECT_ERROR(want, call) expectError((call), want, #call)

__global__ void increment(int *data, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        data[i] += 1;
}

static void showDevice(int device)
{
    cudaDeviceProp prop;
    EXPECT_OK(cudaGetDeviceProperties(&prop, device));
    std::fprintf(stderr, "device %d: %s, compute capability %d.%d\n", device, prop.name, prop.major, prop.minor);
    std::fprintf(stderr, "  %zu MiB, %d multiprocessors, %d threads per block, %zu bytes shared per block\n",
                 prop.totalGlobalMem >> 20, prop.multiProcessorCount, prop.maxThreadsPerBlock, prop.sharedMemPerBlock);
    EXPECT(std::strlen(prop.name) > 0, std::strlen(prop.name), "a name");
    EXPECT(prop.totalGlobalMem >= (1u << 24), prop.totalGlobalMem, "at least 16 MiB");
    EXPECT(prop.sharedMemPerBlock >= 16384, prop.sharedMemPerBlock, "at least 16 KiB");
    EXPECT(prop.multiProcessorCount >= 1, prop.multiProcessorCount, "at least 1");
    EXPECT(prop.maxThreadsPerBlock >= 64, prop.maxThreadsPerBlock, "at least 64");
    EXPECT(prop.warpSize >= 1, prop.warpSize, "at least 1");
    for (int d = 0; d < 3; ++d) {
        EXPECT(prop.maxThreadsDim[d] >= 1, prop.maxThreadsDim[d], "at least 1");
        EXPECT(prop.maxGridSize[d] >= 65535, prop.maxGridSize[d], "at least 65535");
    }

    int value = 0;
    EXPECT_OK(cudaDeviceGetAttribute(&value, cudaDevAttrMaxThreadsPerBlock, device));
    EXPECT(value == prop.maxThreadsPerBlock, value, "the property of the same name");
    EXPECT_OK(cudaDeviceGetAttribute(&value, cudaDevAttrMultiProcessorCount, device));
    EXPECT(value == prop.multiProcessorCount, value, "the property of the same name");
    EXPECT_OK(cudaDeviceGetAttribute(&value, cudaDevAttrWarpSize, device));
    EXPECT(value == prop.warpSize, value, "the property of the same name");
}

// The classic: the macro most code bases have.
#define cudaCheckErrors(msg)                                                        \
    do {                                                                            \
        cudaError_t __err = cudaGetLastError();                                     \
        if (__err != cudaSuccess) {                                                 \
            std::printf("FAIL device_query: %s, got %s, want no error\n", msg, cudaGetErrorString(__err)); \
            std::exit(1);                                                           \
        }                                                                           \
    } while (0)

static void checkWork(int *d_data, int count, int value)
{
    std::vector<int> host(count, value - 1);
    cudaMemcpy(d_data, host.data(), count * sizeof(int), cudaMemcpyHostToDevice);
    increment<<<(count + 31) / 32, 32>>>(d_data, count);
    cudaCheckErrors("launch after an error");
    cudaMemcpy(host.data(), d_data, count * sizeof(int), cudaMemcpyDeviceToHost);
    cudaCheckErrors("copy after an error");
    for (int i = 0; i < count; ++i)
        EXPECT(host[i] == value, host[i], "the incremented value");
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 1001;
    if (count < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }

    int devices = 0, current = -1, version = 0;
    EXPECT_OK(cudaGetDeviceCount(&devices));
    EXPECT(devices >= 1, devices, "at least 1");
    if (devices < 1)
        return 1;
    for (int device = 0; device < devices; ++device)
        showDevice(device);
    EXPECT_OK(cudaSetDevice(0));
    EXPECT_OK(cudaGetDevice(&current));
    EXPECT(current == 0, current, "0");
    EXPECT_OK(cudaRuntimeGetVersion(&version));
    EXPECT(version > 0, version, "more than 0");
    EXPECT_OK(cudaDriverGetVersion(&version));
    EXPECT(version > 0, version, "more than 0");

    size_t freeBytes = 0, totalBytes = 0;
    EXPECT_OK(cudaMemGetInfo(&freeBytes, &totalBytes));
    EXPECT(totalBytes > 0 && freeBytes <= totalBytes, freeBytes, "no more than the total");

    const size_t bytes = count * sizeof(int);
    std::vector<int> host(count, 0);
    int *d_data = nullptr;
    EXPECT_OK(cudaMalloc((void **)&d_data, bytes));
    checkWork(d_data, count, 5);

    // Mistakes, each followed by proper work.
    cudaDeviceProp prop;
    EXPECT_ERROR(cudaErrorInvalidDevice, cudaSetDevice(devices));
    EXPECT_ERROR(cudaErrorInvalidDevice, cudaGetLastError());
    EXPECT_ERROR(cudaErrorInvalidDevice, cudaGetDeviceProperties(&prop, -1));
    EXPECT_ERROR(cudaErrorInvalidDevice, cudaGetLastError());
    checkWork(d_data, count, 6);

    EXPECT_ERROR(cudaErrorInvalidValue, cudaMemcpy(nullptr, host.data(), bytes, cudaMemcpyHostToDevice));
    EXPECT_ERROR(cudaErrorInvalidValue, cudaPeekAtLastError());
    EXPECT_ERROR(cudaErrorInvalidValue, cudaGetLastError());
    EXPECT_OK(cudaGetLastError());
    EXPECT_ERROR(cudaErrorInvalidValue, cudaMemset(nullptr, 0, bytes));
    EXPECT_ERROR(cudaErrorInvalidValue, cudaGetLastError());
    checkWork(d_data, count, 7);

    // Good calls do not wipe out an earlier error.
    int *huge = nullptr, *extra = nullptr;
    EXPECT_ERROR(cudaErrorMemoryAllocation, cudaMalloc((void **)&huge, (size_t)1 << 50));
    EXPECT_OK(cudaMalloc((void **)&extra, bytes));
    EXPECT_ERROR(cudaErrorMemoryAllocation, cudaGetLastError());
    EXPECT_OK(cudaGetLastError());
    EXPECT_OK(cudaFree(extra));
    EXPECT_OK(cudaFree(nullptr));

    // Launch errors come from cudaGetLastError; nothing runs.
    cudaMemset(d_data, 0, bytes);
    increment<<<0, 32>>>(d_data, count);
    EXPECT_ERROR(cudaErrorInvalidConfiguration, cudaGetLastError());
    increment<<<1, dim3(1024, 1024, 1)>>>(d_data, count);
    EXPECT_ERROR(cudaErrorInvalidConfiguration, cudaPeekAtLastError());
    EXPECT_ERROR(cudaErrorInvalidConfiguration, cudaGetLastError());
    EXPECT_OK(cudaDeviceSynchronize());
    EXPECT_OK(cudaMemcpy(host.data(), d_data, bytes, cudaMemcpyDeviceToHost));
    for (int i = 0; i < count; ++i)
        EXPECT(host[i] == 0, host[i], "0: failed launches do nothing");
    checkWork(d_data, count, 8);

    EXPECT(std::strcmp(cudaGetErrorString(cudaSuccess), "no error") == 0, 0, "\"no error\"");
    EXPECT(std::strcmp(cudaGetErrorString(cudaErrorInvalidValue), "invalid argument") == 0, 0, "\"invalid argument\"");
    EXPECT(std::strcmp(cudaGetErrorString(cudaErrorMemoryAllocation), "out of memory") == 0, 0, "\"out of memory\"");
    EXPECT(std::strcmp(cudaGetErrorName(cudaErrorInvalidValue), "cudaErrorInvalidValue") == 0, 0, "its own name");

    EXPECT_OK(cudaFree(d_data));
    EXPECT_OK(cudaDeviceReset());
    if (g_failures)
        return 1;
    std::printf("PASS device_query\n");
    return 0;
}

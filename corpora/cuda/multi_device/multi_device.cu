// multi_device: the work is cut into one part for each device of the machine, of which there may be one: streams,
// memory and events of each, copies from device to device, peer access where there is any, attributes and names.
//
// usage: multi_device [elements]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#define CHECK(call)                                                                                  \
    do {                                                                                             \
        const cudaError_t error_ = (call);                                                           \
        if (error_ != cudaSuccess) {                                                                 \
            std::printf("FAIL multi_device: line %d, got %s, want cudaSuccess\n", __LINE__,          \
                        cudaGetErrorName(error_));                                                   \
            std::exit(1);                                                                            \
        }                                                                                            \
    } while (0)

struct Worker {
    int device;
    int first;
    int count;
    int *data;
    cudaStream_t stream;
    cudaEvent_t ready;
};

__global__ void number(int *data, int first, int count, int factor)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        data[i] = factor * (first + i);
}

static void describe(int device)
{
    cudaDeviceProp properties;
    CHECK(cudaGetDeviceProperties(&properties, device));
    int threads = 0;
    int multiprocessors = 0;
    CHECK(cudaDeviceGetAttribute(&threads, cudaDevAttrMaxThreadsPerBlock, device));
    CHECK(cudaDeviceGetAttribute(&multiprocessors, cudaDevAttrMultiProcessorCount, device));
    char bus[32];
    int same = -1;
    CHECK(cudaDeviceGetPCIBusId(bus, sizeof bus, device));
    CHECK(cudaDeviceGetByPCIBusId(&same, bus));
    const bool agree = threads == properties.maxThreadsPerBlock && same == device &&
                       multiprocessors == properties.multiProcessorCount && std::strlen(properties.name) > 0;
    if (!agree) {
        std::printf("FAIL multi_device: device %d, got properties that differ, want one answer\n", device);
        std::exit(1);
    }
}

int main(int argc, char **argv)
{
    const int total = argc > 1 ? std::atoi(argv[1]) : 50021;
    if (total < 1)
        return 2;
    int devices = 0;
    CHECK(cudaGetDeviceCount(&devices));
    const int factor = 7;

    std::vector<Worker> workers;
    for (int d = 0; d < devices; ++d) {
        describe(d);
        const int first = static_cast<int>(static_cast<long long>(total) * d / devices);
        const int next = static_cast<int>(static_cast<long long>(total) * (d + 1) / devices);
        Worker w = {d, first, next - first, nullptr, nullptr, nullptr};
        CHECK(cudaSetDevice(d));
        CHECK(cudaMalloc(&w.data, (w.count + 1) * sizeof(int)));
        CHECK(cudaStreamCreate(&w.stream));
        CHECK(cudaEventCreate(&w.ready));
        if (w.count > 0)
            number<<<(w.count + 127) / 128, 128, 0, w.stream>>>(w.data, w.first, w.count, factor);
        CHECK(cudaGetLastError());
        CHECK(cudaEventRecord(w.ready, w.stream));
        workers.push_back(w);
    }

    // Everything is gathered on the first device.
    CHECK(cudaSetDevice(0));
    int *gathered = nullptr;
    CHECK(cudaMalloc(&gathered, total * sizeof(int)));
    for (const Worker &w : workers) {
        int reachable = 0;
        if (w.device != 0)
            CHECK(cudaDeviceCanAccessPeer(&reachable, 0, w.device));
        if (reachable)
            CHECK(cudaDeviceEnablePeerAccess(w.device, 0));
        CHECK(cudaEventSynchronize(w.ready));
        CHECK(cudaMemcpyPeerAsync(gathered + w.first, 0, w.data, w.device, w.count * sizeof(int),
                                  workers[0].stream));
    }
    CHECK(cudaStreamSynchronize(workers[0].stream));
    std::vector<int> host(total);
    CHECK(cudaMemcpy(host.data(), gathered, total * sizeof(int), cudaMemcpyDefault));
    for (int i = 0; i < total; ++i) {
        if (host[i] != factor * i) {
            std::printf("FAIL multi_device: element %d, got %d, want %d\n", i, host[i], factor * i);
            return 1;
        }
    }
    if (cudaDeviceEnablePeerAccess(0, 0) != cudaErrorInvalidDevice || cudaGetLastError() != cudaErrorInvalidDevice) {
        std::printf("FAIL multi_device: peer of itself, got no error, want cudaErrorInvalidDevice\n");
        return 1;
    }
    CHECK(cudaFree(gathered));
    for (const Worker &w : workers) {
        CHECK(cudaSetDevice(w.device));
        CHECK(cudaEventDestroy(w.ready));
        CHECK(cudaStreamDestroy(w.stream));
        CHECK(cudaFree(w.data));
    }
    std::printf("PASS multi_device\n");
    return 0;
}

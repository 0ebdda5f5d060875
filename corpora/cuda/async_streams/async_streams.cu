// async_streams: the work is cut into chunks; each chunk is copied in, transformed and copied out on
// one of several streams. Pinned host memory, event timing, and a dependency between two streams.
//
// usage: async_streams [elements [streams]]
#include <cuda_runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#define CHECK(call)                                                                             \
    do {                                                                                        \
        cudaError_t status_ = (call);                                                           \
        if (status_ != cudaSuccess) {                                                           \
            std::printf("FAIL async_streams: %s:%d %s, got %s, want cudaSuccess\n", __FILE__,   \
                        __LINE__, #call, cudaGetErrorName(status_));                            \
            std::exit(1);                                                                       \
        }                                                                                       \
    } while (0)

// A launch hidden in a macro, as many code bases do it.
#define LAUNCH_1D(kernel, n, stream, ...)                                      \
    do {                                                                       \
        const int threads_ = 128;                                              \
        const int blocks_ = ((n) + threads_ - 1) / threads_;                   \
        kernel<<<blocks_, threads_, 0, stream>>>(__VA_ARGS__);                 \
        CHECK(cudaGetLastError());                                             \
    } while (0)

__global__ void polynomial(float *data, int first, int count, int rounds)
{
    const int local = blockIdx.x * blockDim.x + threadIdx.x;
    if (local >= count)
        return;
    const int i = first + local;
    float x = data[i];
    for (int r = 0; r < rounds; ++r)
        x = 0.25f * x * x + 0.5f * x + 0.125f;
    data[i] = x;
}

__global__ void addScaled(int *dst, const int *src, int factor, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        dst[i] += factor * src[i];
}

static int checkPipeline(int count, int streamCount)
{
    const int rounds = 10;
    const size_t bytes = sizeof(float) * count;
    float *host = nullptr;
    float *device = nullptr;
    CHECK(cudaMallocHost((void **)&host, bytes));
    CHECK(cudaMalloc((void **)&device, bytes));

    std::vector<float> input(count);
    unsigned int seed = 2024u;
    for (float &value : input) {
        seed = seed * 1103515245u + 12345u;
        value = static_cast<float>((seed >> 16) & 0x7fff) / 32768.0f;
    }
    std::copy(input.begin(), input.end(), host);

    std::vector<cudaStream_t> streams(streamCount);
    for (cudaStream_t &stream : streams)
        CHECK(cudaStreamCreate(&stream));
    cudaEvent_t start, stop;
    CHECK(cudaEventCreate(&start));
    CHECK(cudaEventCreate(&stop));

    CHECK(cudaEventRecord(start, 0));
    const int chunk = (count + streamCount - 1) / streamCount;
    for (int s = 0; s < streamCount; ++s) {
        const int first = s * chunk;
        const int length = std::min(chunk, count - first);
        if (length <= 0)
            break;
        CHECK(cudaMemcpyAsync(device + first, host + first, length * sizeof(float),
                              cudaMemcpyHostToDevice, streams[s]));
        LAUNCH_1D(polynomial, length, streams[s], device, first, length, rounds);
        CHECK(cudaMemcpyAsync(host + first, device + first, length * sizeof(float),
                              cudaMemcpyDeviceToHost, streams[s]));
    }
    for (cudaStream_t stream : streams)
        CHECK(cudaStreamSynchronize(stream));
    CHECK(cudaEventRecord(stop));
    CHECK(cudaEventSynchronize(stop));
    CHECK(cudaEventQuery(stop));

    float milliseconds = -1.0f;
    CHECK(cudaEventElapsedTime(&milliseconds, start, stop));
    int failures = 0;
    if (!(milliseconds >= 0.0f)) {
        std::printf("FAIL async_streams: elapsed time, got %g, want >= 0\n", milliseconds);
        failures = 1;
    }

    // Tolerance 1e-5 relative: the device may fuse multiply and add.
    for (int i = 0; i < count && !failures; ++i) {
        double want = input[i];
        for (int r = 0; r < rounds; ++r)
            want = (want / 2.0 + 1.0) * want / 2.0 + 0.125;
        if (std::fabs(host[i] - want) > 1e-5 * std::fabs(want)) {
            std::printf("FAIL async_streams: value %d, got %.8g, want %.8g\n", i, host[i], want);
            failures = 1;
        }
    }

    CHECK(cudaEventDestroy(start));
    CHECK(cudaEventDestroy(stop));
    for (cudaStream_t stream : streams)
        CHECK(cudaStreamDestroy(stream));
    CHECK(cudaFree(device));
    CHECK(cudaFreeHost(host));
    return failures;
}

// consumer must not run before producer has finished: an event joins the two streams.
static int checkDependency(int count)
{
    const size_t bytes = sizeof(int) * count;
    cudaStream_t producer, consumer;
    CHECK(cudaStreamCreateWithFlags(&producer, cudaStreamNonBlocking));
    CHECK(cudaStreamCreateWithFlags(&consumer, cudaStreamNonBlocking));
    cudaEvent_t ready;
    CHECK(cudaEventCreateWithFlags(&ready, cudaEventDisableTiming));

    int *host = nullptr, *a = nullptr, *b = nullptr, *scratch = nullptr;
    CHECK(cudaHostAlloc((void **)&host, bytes, cudaHostAllocDefault));
    CHECK(cudaMalloc((void **)&a, bytes));
    CHECK(cudaMalloc((void **)&b, bytes));
    CHECK(cudaMalloc((void **)&scratch, bytes));
    for (int i = 0; i < count; ++i)
        host[i] = i;

    CHECK(cudaMemsetAsync(b, 0, bytes, producer));
    CHECK(cudaMemcpyAsync(a, host, bytes, cudaMemcpyHostToDevice, producer));
    for (int step = 1; step <= 4; ++step)
        LAUNCH_1D(addScaled, count, producer, b, a, step, count);  // b = 10 * a
    CHECK(cudaEventRecord(ready, producer));

    CHECK(cudaStreamWaitEvent(consumer, ready, 0));
    CHECK(cudaMemcpyAsync(scratch, b, bytes, cudaMemcpyDeviceToDevice, consumer));
    LAUNCH_1D(addScaled, count, consumer, scratch, a, -3, count);  // 7 * a
    CHECK(cudaMemcpyAsync(host, scratch, bytes, cudaMemcpyDeviceToHost, consumer));
    CHECK(cudaStreamSynchronize(consumer));
    CHECK(cudaStreamQuery(consumer));

    int failures = 0;
    for (int i = 0; i < count && !failures; ++i) {
        if (host[i] != 7 * i) {
            std::printf("FAIL async_streams: dependent value %d, got %d, want %d\n", i, host[i], 7 * i);
            failures = 1;
        }
    }
    CHECK(cudaEventDestroy(ready));
    CHECK(cudaStreamDestroy(producer));
    CHECK(cudaStreamDestroy(consumer));
    CHECK(cudaFree(a));
    CHECK(cudaFree(b));
    CHECK(cudaFree(scratch));
    CHECK(cudaFreeHost(host));
    return failures;
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 300007;
    const int streamCount = argc > 2 ? std::atoi(argv[2]) : 4;
    if (count < 1 || streamCount < 1 || streamCount > 64) {
        std::fprintf(stderr, "usage: %s [elements [streams (1..64)]]\n", argv[0]);
        return 2;
    }
    if (checkPipeline(count, streamCount) || checkDependency(count))
        return 1;
    std::printf("PASS async_streams\n");
    return 0;
}

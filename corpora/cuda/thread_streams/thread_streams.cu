// thread_streams: host threads that each work on their own part through the default stream, which is one for each
// thread (nvcc --default-stream per-thread, see the Makefile); the streams named by cudaStreamPerThread and
// cudaStreamLegacy; the current device of a thread is its own.
//
// usage: thread_streams [elements per thread [threads]]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

__global__ void collatz(const unsigned *start, unsigned *steps, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;
    unsigned long long value = start[i];
    unsigned taken = 0;
    while (value > 1) {
        value = value % 2 == 0 ? value / 2 : 3 * value + 1;
        ++taken;
    }
    steps[i] = taken;
}

static unsigned stepsOf(unsigned long long value)
{
    return value <= 1 ? 0 : 1 + stepsOf(value & 1 ? 3 * value + 1 : value >> 1);
}

// The number of wrong results, or -1 where a call failed.
static int work(int thread, int count)
{
    std::vector<unsigned> start(count);
    std::vector<unsigned> steps(count);
    for (int i = 0; i < count; ++i)
        start[i] = 1u + static_cast<unsigned>(thread) * 1000u + static_cast<unsigned>(i);
    unsigned *deviceStart = nullptr;
    unsigned *deviceSteps = nullptr;
    const size_t bytes = count * sizeof(unsigned);
    bool good = cudaSetDevice(0) == cudaSuccess && cudaMalloc(&deviceStart, bytes) == cudaSuccess &&
                cudaMalloc(&deviceSteps, bytes) == cudaSuccess;
    good = good && cudaMemcpyAsync(deviceStart, start.data(), bytes, cudaMemcpyHostToDevice) == cudaSuccess;
    collatz<<<(count + 63) / 64, 64>>>(deviceStart, deviceSteps, count);
    good = good && cudaGetLastError() == cudaSuccess &&
           cudaMemcpyAsync(steps.data(), deviceSteps, bytes, cudaMemcpyDeviceToHost, cudaStreamPerThread) ==
               cudaSuccess &&
           cudaStreamSynchronize(0) == cudaSuccess && cudaStreamSynchronize(cudaStreamLegacy) == cudaSuccess;
    good = good && cudaFree(deviceStart) == cudaSuccess && cudaFree(deviceSteps) == cudaSuccess;
    if (!good)
        return -1;
    int wrong = 0;
    for (int i = 0; i < count; ++i)
        wrong += steps[i] != stepsOf(start[i]);
    return wrong;
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 2003;
    const int threads = argc > 2 ? std::atoi(argv[2]) : 4;
    if (count < 1 || threads < 1)
        return 2;
    std::vector<int> wrong(threads, -1);
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t)
        workers.emplace_back([&wrong, t, count] { wrong[t] = work(t, count); });
    for (std::thread &worker : workers)
        worker.join();
    for (int t = 0; t < threads; ++t) {
        if (wrong[t] != 0) {
            std::printf("FAIL thread_streams: thread %d, got %d wrong results, want 0\n", t, wrong[t]);
            return 1;
        }
    }
    std::printf("PASS thread_streams\n");
    return 0;
}

// many_launches: very many small kernels one after the other, then host threads that all launch at once, each into a
// stream and memory of its own and into one counter for all. Every launch has to arrive, once.
//
// usage: many_launches [launches [threads [launches of each thread]]]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#define SIZE 96

__global__ void step(unsigned *own, unsigned long long *all, unsigned by, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;
    own[i] = own[i] * 3u + by;
    if (i == count - 1)
        atomicAdd(all, (unsigned long long)by);
}

static unsigned stepped(int launches, unsigned by)
{
    unsigned value = 0;
    while (launches-- > 0)
        value = value * 3u + by;
    return value;
}

// What a worker's memory holds in the end; false where a call fails or a number is wrong.
static bool work(cudaStream_t stream, unsigned long long *all, int launches, unsigned by)
{
    unsigned *own = nullptr, back[SIZE];
    bool good = cudaMalloc(&own, sizeof back) == cudaSuccess;
    good = good && cudaMemsetAsync(own, 0, sizeof back, stream) == cudaSuccess;
    for (int n = 0; good && n < launches; ++n) {
        step<<<3, 32, 0, stream>>>(own, all, by, SIZE);
        if (n % 1000 == 999)
            good = cudaStreamSynchronize(stream) == cudaSuccess;
    }
    good = good && cudaGetLastError() == cudaSuccess;
    good = good && cudaMemcpyAsync(back, own, sizeof back, cudaMemcpyDeviceToHost, stream) == cudaSuccess;
    good = good && cudaStreamSynchronize(stream) == cudaSuccess && cudaFree(own) == cudaSuccess;
    for (int i = 0; good && i < SIZE; ++i)
        good = back[i] == stepped(launches, by);
    return good;
}

int main(int argc, char **argv)
{
    const int launches = argc > 1 ? std::atoi(argv[1]) : 2003;
    const int threads = argc > 2 ? std::atoi(argv[2]) : 16;
    const int each = argc > 3 ? std::atoi(argv[3]) : 20;
    if (launches < 1 || threads < 1 || each < 1)
        return 2;
    unsigned long long *all = nullptr, got = 0, want = launches;
    if (cudaMalloc(&all, sizeof *all) != cudaSuccess || cudaMemset(all, 0, sizeof *all) != cudaSuccess) {
        std::printf("FAIL many_launches: cudaMalloc, got an error, want memory\n");
        return 1;
    }
    if (!work(0, all, launches, 1)) {
        std::printf("FAIL many_launches: one thread, got wrong numbers, want those of %d launches\n", launches);
        return 1;
    }
    std::vector<char> right(threads, 0);
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t) {
        want += (unsigned long long)each * (t + 1);
        workers.emplace_back([&right, all, each, t] {
            cudaStream_t stream;
            right[t] = cudaStreamCreate(&stream) == cudaSuccess && work(stream, all, each, t + 1) &&
                       cudaStreamDestroy(stream) == cudaSuccess;
        });
    }
    for (std::thread &worker : workers)
        worker.join();
    for (int t = 0; t < threads; ++t) {
        if (!right[t]) {
            std::printf("FAIL many_launches: thread %d, got wrong numbers, want those of %d launches\n", t, each);
            return 1;
        }
    }
    cudaMemcpy(&got, all, sizeof got, cudaMemcpyDeviceToHost);
    cudaFree(all);
    if (got != want) {
        std::printf("FAIL many_launches: counter, got %llu, want %llu\n", got, want);
        return 1;
    }
    std::printf("PASS many_launches\n");
    return 0;
}

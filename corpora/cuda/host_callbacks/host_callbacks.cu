// host_callbacks: a pipeline over several streams with priorities: each stage waits for an event of the stage before,
// host functions and callbacks run in stream order between kernels and copies, and hand numbers on to the host.
//
// usage: host_callbacks [elements [stages]]
#include <cuda_runtime.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                                                  \
    do {                                                                                             \
        const cudaError_t error_ = (call);                                                           \
        if (error_ != cudaSuccess) {                                                                 \
            std::printf("FAIL host_callbacks: line %d, got %s, want cudaSuccess\n", __LINE__,        \
                        cudaGetErrorName(error_));                                                   \
            std::exit(1);                                                                            \
        }                                                                                            \
    } while (0)

// What a callback is told: where the numbers are, and where its sum goes.
struct Ticket {
    const int *numbers;
    int count;
    long long sum;
    std::atomic<int> *calls;
};

static void CUDART_CB addUp(cudaStream_t, cudaError_t status, void *data)
{
    Ticket *ticket = static_cast<Ticket *>(data);
    if (status != cudaSuccess)
        return;
    ticket->sum = 0;
    for (int i = 0; i < ticket->count; ++i)
        ticket->sum += ticket->numbers[i];
    ++*ticket->calls;
}

static void CUDART_CB addUpPlain(void *data) { addUp(nullptr, cudaSuccess, data); }

__global__ void advance(int *data, int count, int step)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        data[i] = data[i] * 3 + step;
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 20011;
    const int stages = argc > 2 ? std::atoi(argv[2]) : 5;
    if (count < 1 || stages < 1)
        return 2;

    int least = 0;
    int greatest = 0;
    CHECK(cudaDeviceGetStreamPriorityRange(&least, &greatest));
    std::vector<cudaStream_t> streams(stages);
    std::vector<cudaEvent_t> done(stages);
    for (int s = 0; s < stages; ++s) {
        const int priority = s % 2 == 0 ? least : greatest;
        CHECK(cudaStreamCreateWithPriority(&streams[s], cudaStreamNonBlocking, priority));
        int got = 0;
        unsigned int flags = 0;
        CHECK(cudaStreamGetPriority(streams[s], &got));
        CHECK(cudaStreamGetFlags(streams[s], &flags));
        if (got != priority || flags != cudaStreamNonBlocking) {
            std::printf("FAIL host_callbacks: stream %d, got %d %u, want %d 1\n", s, got, flags, priority);
            return 1;
        }
        CHECK(cudaEventCreateWithFlags(&done[s], cudaEventDisableTiming | cudaEventBlockingSync));
    }

    int *device = nullptr;
    int *host = nullptr; // one part for each stage
    CHECK(cudaMalloc(&device, count * sizeof(int)));
    CHECK(cudaHostAlloc(&host, sizeof(int) * count * stages, cudaHostAllocDefault));
    CHECK(cudaMemsetAsync(device, 0, count * sizeof(int), streams[0]));

    std::atomic<int> calls{0};
    std::vector<Ticket> tickets(stages);
    for (int s = 0; s < stages; ++s) {
        int *part = host + static_cast<std::size_t>(s) * count;
        tickets[s] = {part, count, -1, &calls};
        if (s > 0)
            CHECK(cudaStreamWaitEvent(streams[s], done[s - 1], 0));
        advance<<<(count + 127) / 128, 128, 0, streams[s]>>>(device, count, s + 1);
        CHECK(cudaGetLastError());
        CHECK(cudaMemcpyAsync(part, device, count * sizeof(int), cudaMemcpyDeviceToHost, streams[s]));
        if (s % 2 == 0)
            CHECK(cudaStreamAddCallback(streams[s], addUp, &tickets[s], 0));
        else
            CHECK(cudaLaunchHostFunc(streams[s], addUpPlain, &tickets[s]));
        CHECK(cudaEventRecord(done[s], streams[s]));
    }
    CHECK(cudaEventSynchronize(done[stages - 1]));
    CHECK(cudaEventQuery(done[stages - 1]));
    for (cudaStream_t stream : streams)
        CHECK(cudaStreamSynchronize(stream));

    long long each = 0;
    for (int s = 0; s < stages; ++s) {
        each = each * 3 + s + 1;
        if (tickets[s].sum != each * count) {
            std::printf("FAIL host_callbacks: stage %d, got %lld, want %lld\n", s, tickets[s].sum, each * count);
            return 1;
        }
    }
    if (calls != stages) {
        std::printf("FAIL host_callbacks: calls, got %d, want %d\n", calls.load(), stages);
        return 1;
    }
    for (int s = 0; s < stages; ++s) {
        CHECK(cudaEventDestroy(done[s]));
        CHECK(cudaStreamDestroy(streams[s]));
    }
    CHECK(cudaFreeHost(host));
    CHECK(cudaFree(device));
    std::printf("PASS host_callbacks\n");
    return 0;
}

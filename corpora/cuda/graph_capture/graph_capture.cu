// graph_capture: an iteration of a solver, captured once from streams and launched many times.
// Two streams that part and meet by events, copies, a fill, kernels and a host function become nodes of one graph;
// the executable graph is then updated with another capture of the same shape.
//
// usage: graph_capture [points] [iterations]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#define CHECK(call)                                                                                  \
    do {                                                                                             \
        const cudaError_t failed = (call);                                                           \
        if (failed != cudaSuccess) {                                                                 \
            std::printf("FAIL graph_capture: %s, got %s, want cudaSuccess\n", #call,                 \
                        cudaGetErrorName(failed));                                                   \
            std::exit(EXIT_FAILURE);                                                                 \
        }                                                                                            \
    } while (0)

constexpr int kThreads = 128;

static void expect(bool good, const char *what)
{
    if (!good) {
        std::printf("FAIL graph_capture: %s\n", what);
        std::exit(EXIT_FAILURE);
    }
}

// One step of heat flow along a rod whose ends keep their temperature.
__global__ void flow(const float *now, float *next, int count, float rate)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) {
        return;
    }
    const bool inner = i > 0 && i < count - 1;
    next[i] = inner ? now[i] + rate * (now[i - 1] - 2.0f * now[i] + now[i + 1]) : now[i];
}

// Counts the points warmer than a limit.
__global__ void countWarm(const float *values, int count, float limit, unsigned int *warm)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count && values[i] > limit) {
        atomicAdd(warm, 1u);
    }
}

struct History {
    const unsigned int *latest;  // pinned; written by a copy of the graph
    std::vector<unsigned int> counts;
};

static void CUDART_CB remember(void *data)
{
    History *history = static_cast<History *>(data);
    history->counts.push_back(*history->latest);
}

struct Rod {
    int count;
    float *a, *b;
    unsigned int *warm, *warmOnHost;
    cudaStream_t main, side;
    cudaEvent_t fork, join;
};

// Two steps in the main stream; the side stream counts what the first one left while the second one runs.
static cudaGraph_t capture(const Rod &rod, float rate, float limit, History *history)
{
    const dim3 grid((rod.count + kThreads - 1) / kThreads);
    cudaGraph_t graph = nullptr;
    cudaStreamCaptureStatus status;
    CHECK(cudaStreamBeginCapture(rod.main, cudaStreamCaptureModeGlobal));
    flow<<<grid, kThreads, 0, rod.main>>>(rod.a, rod.b, rod.count, rate);
    CHECK(cudaEventRecord(rod.fork, rod.main));
    CHECK(cudaStreamWaitEvent(rod.side, rod.fork, 0));
    CHECK(cudaStreamIsCapturing(rod.side, &status));
    expect(status == cudaStreamCaptureStatusActive, "the side stream is captured too");
    CHECK(cudaMemsetAsync(rod.warm, 0, sizeof *rod.warm, rod.side));
    countWarm<<<grid, kThreads, 0, rod.side>>>(rod.b, rod.count, limit, rod.warm);
    CHECK(cudaMemcpyAsync(rod.warmOnHost, rod.warm, sizeof *rod.warm, cudaMemcpyDeviceToHost, rod.side));
    CHECK(cudaLaunchHostFunc(rod.side, remember, history));
    CHECK(cudaEventRecord(rod.join, rod.side));
    flow<<<grid, kThreads, 0, rod.main>>>(rod.b, rod.a, rod.count, rate);
    CHECK(cudaStreamWaitEvent(rod.main, rod.join, 0));
    CHECK(cudaStreamEndCapture(rod.main, &graph));
    CHECK(cudaStreamIsCapturing(rod.main, &status));
    expect(status == cudaStreamCaptureStatusNone, "the capture has ended");
    return graph;
}

static void stepOnHost(std::vector<float> &now, float rate)
{
    std::vector<float> next(now);
    for (size_t i = 1; i + 1 < now.size(); ++i) {
        next[i] = now[i] + rate * (now[i - 1] - 2.0f * now[i] + now[i + 1]);
    }
    now.swap(next);
}

static void compare(const Rod &rod, const std::vector<float> &want, const char *when)
{
    std::vector<float> got(rod.count);
    CHECK(cudaMemcpy(got.data(), rod.a, rod.count * sizeof(float), cudaMemcpyDeviceToHost));
    for (int i = 0; i < rod.count; ++i) {
        if (std::fabs(got[i] - want[i]) > 1e-3f) {
            std::printf("FAIL graph_capture: %s, point %d, got %g, want %g\n", when, i, got[i], want[i]);
            std::exit(EXIT_FAILURE);
        }
    }
}

// What must not be done to a stream while it is captured.
static void wrongUse(const Rod &rod)
{
    cudaGraph_t graph = nullptr;
    CHECK(cudaStreamBeginCapture(rod.main, cudaStreamCaptureModeRelaxed));
    expect(cudaStreamSynchronize(rod.main) == cudaErrorStreamCaptureUnsupported, "a captured stream cannot be waited for");
    expect(cudaStreamEndCapture(rod.main, &graph) == cudaErrorStreamCaptureInvalidated && graph == nullptr,
           "the capture is spoilt");
    CHECK(cudaStreamBeginCapture(rod.main, cudaStreamCaptureModeRelaxed));
    CHECK(cudaEventRecord(rod.fork, rod.main));
    CHECK(cudaStreamWaitEvent(rod.side, rod.fork, 0));
    CHECK(cudaMemsetAsync(rod.warm, 0, sizeof *rod.warm, rod.side));
    expect(cudaStreamEndCapture(rod.side, &graph) == cudaErrorStreamCaptureUnmatched, "only the first stream ends it");
    expect(cudaStreamEndCapture(rod.main, &graph) == cudaErrorStreamCaptureUnjoined, "the side stream did not come back");
    cudaGetLastError();
}

int main(int argc, char **argv)
{
    Rod rod{};
    rod.count = argc > 1 ? std::atoi(argv[1]) : 10007;
    const int iterations = argc > 2 ? std::atoi(argv[2]) : 20;
    if (rod.count < 1 || iterations < 1) {
        std::fprintf(stderr, "usage: %s [points] [iterations]\n", argv[0]);
        return 2;
    }
    const size_t bytes = rod.count * sizeof(float);
    CHECK(cudaMalloc(&rod.a, bytes));
    CHECK(cudaMalloc(&rod.b, bytes));
    CHECK(cudaMalloc(&rod.warm, sizeof *rod.warm));
    CHECK(cudaMallocHost(&rod.warmOnHost, sizeof *rod.warmOnHost));
    CHECK(cudaStreamCreate(&rod.main));
    CHECK(cudaStreamCreateWithFlags(&rod.side, cudaStreamNonBlocking));
    CHECK(cudaEventCreateWithFlags(&rod.fork, cudaEventDisableTiming));
    CHECK(cudaEventCreateWithFlags(&rod.join, cudaEventDisableTiming));

    std::vector<float> want(rod.count);
    for (int i = 0; i < rod.count; ++i) {
        want[i] = static_cast<float>((i * 37) % 101);
    }
    CHECK(cudaMemcpy(rod.a, want.data(), bytes, cudaMemcpyHostToDevice));

    History history{rod.warmOnHost, {}};
    cudaGraph_t graph = capture(rod, 0.25f, 50.5f, &history);
    size_t nodes = 0;
    CHECK(cudaGraphGetNodes(graph, nullptr, &nodes));
    expect(nodes == 6, "the graph has a node for each piece of work");
    compare(rod, want, "before the first launch");
    cudaGraphExec_t exec;
    CHECK(cudaGraphInstantiate(&exec, graph, 0));
    CHECK(cudaGraphDestroy(graph));

    std::vector<unsigned int> wantCounts;
    const auto launch = [&](float rate, float limit) {
        for (int i = 0; i < iterations; ++i) {
            CHECK(cudaGraphLaunch(exec, rod.main));
            stepOnHost(want, rate);
            unsigned int warm = 0;
            for (float value : want) {
                warm += value > limit;
            }
            wantCounts.push_back(warm);
            stepOnHost(want, rate);
        }
        CHECK(cudaStreamSynchronize(rod.main));
    };
    launch(0.25f, 50.5f);
    compare(rod, want, "after the first launches");

    // The same graph with other parameters.
    cudaGraph_t other = capture(rod, 0.125f, 1000.5f, &history);
    cudaGraphExecUpdateResultInfo info;
    CHECK(cudaGraphExecUpdate(exec, other, &info));
    expect(info.result == cudaGraphExecUpdateSuccess, "a graph of the same shape fits");
    CHECK(cudaGraphDestroy(other));
    launch(0.125f, 1000.5f);
    compare(rod, want, "after the update");

    expect(history.counts.size() == wantCounts.size(), "the host function ran once a launch");
    for (size_t i = 0; i < wantCounts.size(); ++i) {
        // Rounding may move a value across the limit.
        const unsigned int apart = history.counts[i] > wantCounts[i] ? history.counts[i] - wantCounts[i]
                                                                     : wantCounts[i] - history.counts[i];
        expect(apart <= 1 + wantCounts[i] / 100, "the host function saw the counts in order");
    }

    wrongUse(rod);
    CHECK(cudaGraphExecDestroy(exec));
    CHECK(cudaStreamDestroy(rod.side));
    CHECK(cudaStreamDestroy(rod.main));
    CHECK(cudaEventDestroy(rod.fork));
    CHECK(cudaEventDestroy(rod.join));
    CHECK(cudaFreeHost(rod.warmOnHost));
    CHECK(cudaFree(rod.warm));
    CHECK(cudaFree(rod.b));
    CHECK(cudaFree(rod.a));
    std::printf("PASS graph_capture\n");
    return 0;
}

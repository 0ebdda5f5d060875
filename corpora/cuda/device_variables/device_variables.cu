// device_variables: variables in device memory of every shape: scalars, tables of two dimensions, structs, classes,
// pointers, in namespaces, with initial values; copied in part, to and from, in streams, and by their address.
//
// usage: device_variables [elements]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL device_variables: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

struct Range {
    int first, last;
    float weights[3];
};

class Counter {
public:
    __device__ int add(int n) { return atomicAdd(&value, n); }
    int value;
};

enum class Mode { Idle, Running };

__device__ int total = 5;
__constant__ float matrix[3][4] = {{1, 0, 0, 0}, {0, 2, 0, 0}};
__device__ Range range = {2, 1000000, {0.5f, 0.25f}};
__device__ Counter counter;
__device__ float *buffer;
__constant__ Range *ranges;
__device__ volatile int flag;
__device__ Mode mode = Mode::Idle;
static __device__ double2 pair;

namespace first {
__constant__ int scale = 3;
__device__ int hits[4];
}
namespace second {
__constant__ int scale = 40;
}

__global__ void run(const float *in, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i == 0) {
        flag = mode == Mode::Running ? 1 : -1;
        pair = make_double2(ranges[1].first, ranges[1].weights[2]);
    }
    if (i >= n)
        return;
    atomicAdd(&total, 1);
    counter.add(2);
    atomicAdd(&first::hits[i % 4], first::scale + second::scale);
    const float v = matrix[0][0] * in[i] + matrix[1][1] + matrix[2][3];
    buffer[i] = i >= range.first && i < range.last ? v * range.weights[1] : v;
}

static bool differs(const char *what, double got, double want)
{
    if (got == want)
        return false;
    std::printf("FAIL device_variables: %s, got %g, want %g\n", what, got, want);
    return true;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 5003;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    std::vector<float> in(n), out(n);
    for (int i = 0; i < n; ++i)
        in[i] = (float)i;
    float *d_in, *d_out;
    CUDA_CHECK(cudaMalloc(&d_in, n * sizeof(float)));
    CUDA_CHECK(cudaMalloc(&d_out, n * sizeof(float)));
    CUDA_CHECK(cudaMemcpy(d_in, in.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpyToSymbol(buffer, &d_out, sizeof d_out));

    const Range list[2] = {{1, 2, {0, 0, 0}}, {7, 8, {0, 0, 1.5f}}};
    Range *d_list;
    CUDA_CHECK(cudaMalloc(&d_list, sizeof list));
    CUDA_CHECK(cudaMemcpy(d_list, list, sizeof list, cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpyToSymbol(ranges, &d_list, sizeof d_list));

    // One element of the table, by its offset, then through its address.
    const float corner = 8;
    CUDA_CHECK(cudaMemcpyToSymbol(matrix, &corner, sizeof corner, 11 * sizeof(float)));
    const Mode running = Mode::Running;
    void *address = nullptr;
    size_t size = 0;
    CUDA_CHECK(cudaGetSymbolAddress(&address, mode));
    CUDA_CHECK(cudaGetSymbolSize(&size, matrix));
    CUDA_CHECK(cudaMemcpy(address, &running, sizeof running, cudaMemcpyHostToDevice));
    int *hits;
    CUDA_CHECK(cudaGetSymbolAddress((void **)&hits, first::hits));
    CUDA_CHECK(cudaMemset(hits, 0, sizeof(int) * 4));
    if (differs("size of the table", (double)size, sizeof(float) * 12))
        return 1;

    cudaStream_t stream;
    CUDA_CHECK(cudaStreamCreate(&stream));
    run<<<(n + 127) / 128, 128, 0, stream>>>(d_in, n);
    CUDA_CHECK(cudaGetLastError());
    int gotTotal, gotFlag, gotHits[4];
    Counter gotCounter;
    double2 gotPair;
    CUDA_CHECK(cudaMemcpyFromSymbolAsync(&gotTotal, total, sizeof gotTotal, 0, cudaMemcpyDeviceToHost, stream));
    CUDA_CHECK(cudaStreamSynchronize(stream));
    CUDA_CHECK(cudaMemcpyFromSymbol(&gotFlag, flag, sizeof gotFlag));
    CUDA_CHECK(cudaMemcpyFromSymbol(&gotCounter, counter, sizeof gotCounter, 0, cudaMemcpyDeviceToHost));
    CUDA_CHECK(cudaMemcpyFromSymbol(&gotPair, pair, sizeof gotPair));
    CUDA_CHECK(cudaMemcpyFromSymbol(gotHits, first::hits, 2 * sizeof(int), 2 * sizeof(int)));
    CUDA_CHECK(cudaMemcpy(gotHits + 2, hits, 2 * sizeof(int), cudaMemcpyDeviceToHost));
    CUDA_CHECK(cudaMemcpy(out.data(), d_out, n * sizeof(float), cudaMemcpyDeviceToHost));
    int counts[4] = {};
    for (int i = 0; i < n; ++i) {
        const float v = in[i] + 2 + 8;
        if (differs("element", out[i], i >= 2 ? v * 0.25f : v))
            return 1;
        counts[i % 4] += 43;
    }
    if (differs("total", gotTotal, 5 + n) || differs("flag", gotFlag, 1) ||
        differs("counter", gotCounter.value, 2 * n) || differs("pair", gotPair.x, 7) || differs("pair", gotPair.y, 1.5) ||
        differs("hits", gotHits[0], counts[2]) || differs("hits", gotHits[1], counts[3]) ||
        differs("hits", gotHits[2], counts[0]) || differs("hits", gotHits[3], counts[1]))
        return 1;
    CUDA_CHECK(cudaStreamDestroy(stream));
    CUDA_CHECK(cudaFree(d_list));
    CUDA_CHECK(cudaFree(d_in));
    CUDA_CHECK(cudaFree(d_out));
    std::printf("PASS device_variables\n");
    return 0;
}

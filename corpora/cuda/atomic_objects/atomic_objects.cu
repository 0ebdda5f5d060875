// Statistics of numbers that all threads gather at once, in atomic objects and by atomic references.
#include <cstdio>
#include <cstdlib>
#include <cuda/atomic>
#include <vector>

#define CHECK(call)                                                                               \
    do {                                                                                          \
        const cudaError_t status = (call);                                                        \
        if (status != cudaSuccess) {                                                              \
            std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, cudaGetErrorString(status)); \
            std::exit(1);                                                                         \
        }                                                                                         \
    } while (0)

constexpr int THREADS = 64;
using Counter = cuda::atomic<unsigned int, cuda::thread_scope_device>;

struct Totals {
    float sum;
    int least;
    int most;
    unsigned int bits;
    unsigned long long product; // of the odd ones, modulo 2^64
    int last_block;
};

// The elements above the limit, counted per block and then for all.
__global__ void count(const int *values, int n, int limit, Counter *above)
{
    __shared__ cuda::atomic<int, cuda::thread_scope_block> here;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (threadIdx.x == 0) {
        here.store(0, cuda::memory_order_relaxed);
    }
    __syncthreads();
    if (i < n && values[i] > limit) {
        here++;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        above->fetch_add(here.load(), cuda::memory_order_release);
    }
}

__device__ void multiply(unsigned long long &product, unsigned long long factor)
{
    cuda::atomic_ref<unsigned long long, cuda::thread_scope_device> shared(product);
    unsigned long long seen = shared.load(cuda::memory_order_relaxed);
    while (!shared.compare_exchange_weak(seen, seen * factor, cuda::memory_order_acq_rel,
                                         cuda::memory_order_relaxed)) {
    }
}

__global__ void gather(const int *values, int n, Totals *totals)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) {
        return;
    }
    const int value = values[i];
    cuda::atomic_ref<float, cuda::thread_scope_device>(totals->sum).fetch_add(0.25f * (value % 4));
    cuda::atomic_ref<int, cuda::thread_scope_device>(totals->least).fetch_min(value);
    cuda::atomic_ref<int, cuda::thread_scope_device>(totals->most).fetch_max(value, cuda::memory_order_relaxed);
    cuda::atomic_ref<unsigned int, cuda::thread_scope_device>(totals->bits) ^= static_cast<unsigned int>(value);
    if (value % 2 != 0) {
        multiply(totals->product, value);
    }
    cuda::atomic_thread_fence(cuda::memory_order_seq_cst, cuda::thread_scope_device);
    if (i == n - 1) {
        cuda::atomic_ref<int>(totals->last_block).exchange(blockIdx.x);
    }
}

static int differs(const char *what, double got, double want)
{
    if (got == want) {
        return 0;
    }
    std::printf("FAIL atomic_objects: %s, got %.17g, want %.17g\n", what, got, want);
    return 1;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 20011;
    if (n < 1) {
        std::fprintf(stderr, "usage: atomic_objects [elements]\n");
        return 2;
    }
    std::vector<int> values(n);
    unsigned int state = 7;
    Totals want = {0, 1 << 30, -1, 0, 1, (n - 1) / THREADS};
    unsigned int want_above = 0;
    for (int &value : values) {
        state = state * 1664525u + 1013904223u;
        value = static_cast<int>(state >> 12);
        want.sum += 0.25f * (value % 4); // exact: quarters, far below 2^24
        want.least = value < want.least ? value : want.least;
        want.most = value > want.most ? value : want.most;
        want.bits ^= static_cast<unsigned int>(value);
        want.product *= value % 2 != 0 ? value : 1;
        want_above += value > (1 << 19) ? 1 : 0;
    }

    int *device_values;
    Totals *device_totals;
    Counter *above;
    Totals totals = {0, 1 << 30, -1, 0, 1, -1};
    CHECK(cudaMalloc(&device_values, n * sizeof(int)));
    CHECK(cudaMalloc(&device_totals, sizeof(Totals)));
    CHECK(cudaMalloc(&above, sizeof(Counter)));
    CHECK(cudaMemcpy(device_values, values.data(), n * sizeof(int), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(device_totals, &totals, sizeof(Totals), cudaMemcpyHostToDevice));
    CHECK(cudaMemset(above, 0, sizeof(Counter)));
    const int blocks = (n + THREADS - 1) / THREADS;
    count<<<blocks, THREADS>>>(device_values, n, 1 << 19, above);
    gather<<<blocks, THREADS>>>(device_values, n, device_totals);
    CHECK(cudaGetLastError());
    unsigned int got_above = 0;
    CHECK(cudaMemcpy(&got_above, above, sizeof(got_above), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(&totals, device_totals, sizeof(Totals), cudaMemcpyDeviceToHost));
    CHECK(cudaFree(above));
    CHECK(cudaFree(device_totals));
    CHECK(cudaFree(device_values));

    if (differs("count", got_above, want_above) || differs("sum", totals.sum, want.sum) ||
        differs("least", totals.least, want.least) || differs("most", totals.most, want.most) ||
        differs("bits", totals.bits, want.bits) || differs("last block", totals.last_block, want.last_block)) {
        return 1;
    }
    if (totals.product != want.product) {
        std::printf("FAIL atomic_objects: product, got %llu, want %llu\n", totals.product, want.product);
        return 1;
    }
    std::printf("PASS atomic_objects\n");
    return 0;
}

// asserted_bounds: assert in kernels and in the device functions of a checked array, and __trap. The assertions hold,
// but for the last launch, whose wrong index has to fail the launch, and with it all that follows.
//
// usage: asserted_bounds [elements [break: 0 or 1]]
#include <cuda_runtime.h>

#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <vector>

template <typename T> class Checked {
public:
    __host__ __device__ Checked(T *first, int count) : first(first), count(count) {}
    __device__ T &operator[](int i) const
    {
        assert(i >= 0 && i < count && "index is inside");
        return first[i];
    }
    __device__ int size() const { return count; }

private:
    T *first;
    int count;
};

enum class Step { add, scale };

__device__ int apply(Step step, int value, int by)
{
    switch (step) {
    case Step::add:
        return value + by;
    case Step::scale:
        return value * by;
    }
    __trap();
    return 0;
}

__global__ void neighbours(int *values, int *sums, int n, int reach)
{
    const Checked<int> in(values, n), out(sums, n);
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    assert(blockDim.y == 1);
    int sum = 0;
    for (int k = -reach; k <= reach; ++k)
        if (i + k >= 0 && i + k < n)
            sum = apply(k % 2 ? Step::add : Step::scale, sum, in[i + k]);
    out[i] = sum;
}

__global__ void beyond(int *values, int n)
{
    const Checked<int> all(values, n);
    assert(all.size() == n);
    if (threadIdx.x == 3)
        assert(n < 0);
}

static int neighboursOnHost(const std::vector<int> &values, int i, int reach)
{
    unsigned sum = 0;
    for (int k = -reach; k <= reach; ++k) {
        if (i + k < 0 || i + k >= (int)values.size())
            continue;
        sum = k % 2 ? sum + (unsigned)values[i + k] : sum * (unsigned)values[i + k];
    }
    return (int)sum;
}

static int fail(const char *what, int got, int want)
{
    std::printf("FAIL asserted_bounds: %s, got %d, want %d\n", what, got, want);
    return 1;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 10007;
    const bool breaks = argc > 2 ? std::atoi(argv[2]) != 0 : true;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [elements [break: 0 or 1]]\n", argv[0]);
        return 2;
    }
    std::vector<int> values(n), sums(n);
    unsigned seed = 11u;
    for (int &v : values) {
        seed = seed * 1664525u + 1013904223u;
        v = (int)(seed >> 28) - 8;
    }
    int *d_values, *d_sums;
    const size_t bytes = n * sizeof(int);
    cudaMalloc(&d_values, bytes);
    cudaMalloc(&d_sums, bytes);
    cudaMemcpy(d_values, values.data(), bytes, cudaMemcpyHostToDevice);
    neighbours<<<(n + 127) / 128, 128>>>(d_values, d_sums, n, 2);
    const cudaError_t copied = cudaMemcpy(sums.data(), d_sums, bytes, cudaMemcpyDeviceToHost);
    if (copied != cudaSuccess)
        return fail("the first launch", copied, cudaSuccess);
    for (int i = 0; i < n; ++i)
        if (sums[i] != neighboursOnHost(values, i, 2))
            return fail("a sum", sums[i], neighboursOnHost(values, i, 2));

    if (breaks) {
        beyond<<<1, 32>>>(d_values, n);
        const cudaError_t launched = cudaGetLastError(), done = cudaDeviceSynchronize();
        if (launched != cudaSuccess)
            return fail("the breaking launch itself", launched, cudaSuccess);
        if (done != cudaErrorAssert)
            return fail("waiting for it", done, cudaErrorAssert);
        const cudaError_t after = cudaMemcpy(sums.data(), d_sums, bytes, cudaMemcpyDeviceToHost);
        if (after != cudaErrorAssert)
            return fail("what follows", after, cudaErrorAssert);
    }
    std::printf("PASS asserted_bounds\n");
    return 0;
}

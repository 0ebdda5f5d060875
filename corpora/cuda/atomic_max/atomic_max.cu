// atomic_max: atomic operations that the hardware lacks, built from atomicCAS: maximum and minimum of
// float, addition of double, and a lock-free argmax packed into 64 bits. Besides, ticket counters with
// atomicInc and atomicDec, and atomicExch, atomicAnd and float atomicAdd.
//
// usage: atomic_max [elements]
#include <cuda_runtime.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

__device__ float atomicMaxFloat(float *address, float value)
{
    int *bits = (int *)address;
    int old = atomicOr(bits, 0), assumed;  // an atomic load
    do {
        assumed = old;
        if (__int_as_float(assumed) >= value)
            break;
        old = atomicCAS(bits, assumed, __float_as_int(value));
    } while (assumed != old);
    return __int_as_float(old);
}

// Order of floats as order of unsigned integers, so that the hardware's own atomicMin will do.
__device__ __host__ inline unsigned orderedBits(unsigned bits)
{
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

__device__ void atomicMinFloat(unsigned *address, float value)
{
    atomicMin(address, orderedBits(__float_as_uint(value)));
}

__device__ double atomicAddDouble(double *address, double value)
{
    unsigned long long *const bits = reinterpret_cast<unsigned long long *>(address);
    unsigned long long seen = atomicCAS(bits, 0ull, 0ull);
    for (;;) {
        const unsigned long long wanted =
            (unsigned long long)__double_as_longlong(__longlong_as_double((long long)seen) + value);
        const unsigned long long previous = atomicCAS(bits, seen, wanted);
        if (previous == seen)
            return __longlong_as_double((long long)previous);
        seen = previous;
    }
}

struct Extremes {
    float largest;
    unsigned smallest;            // ordered bits
    double sum;
    unsigned long long argument;  // ordered bits of the largest value, then the complement of its index
    unsigned tickets;             // counts 0 .. 6 round and round
    unsigned countdown;           // counts 9 .. 0 round and round
    unsigned allBits;             // and of all indices' complements
    int last;                     // some index
    float count;
};

__global__ void scan(const float *values, int n, Extremes *e)
{
    __shared__ float blockLargest;
    if (threadIdx.x == 0)
        blockLargest = -FLT_MAX;
    __syncthreads();

    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        const float value = values[i];
        atomicMaxFloat(&blockLargest, value);
        atomicMinFloat(&e->smallest, value);
        atomicAddDouble(&e->sum, (double)value);
        const unsigned long long key =
            (unsigned long long)orderedBits(__float_as_uint(value)) << 32 | (unsigned)~i;
        atomicMax(&e->argument, key);
        atomicInc(&e->tickets, 6u);
        atomicDec(&e->countdown, 9u);
        atomicAnd(&e->allBits, ~(unsigned)i);
        atomicExch(&e->last, i);
        atomicAdd(&e->count, 1.0f);
    }
    __syncthreads();
    if (threadIdx.x == 0)
        atomicMaxFloat(&e->largest, blockLargest);
}

static float floatOf(unsigned bits)
{
    float f;
    std::memcpy(&f, &bits, sizeof f);
    return f;
}

static int expect(const char *what, double got, double want, double tolerance)
{
    if (std::fabs(got - want) <= tolerance)
        return 0;
    std::printf("FAIL atomic_max: %s, got %.12g, want %.12g\n", what, got, want);
    return 1;
}

#define CHECK(x)                                                      \
    do {                                                              \
        const cudaError_t err = (x);                                  \
        if (err != cudaSuccess) {                                     \
            std::printf("FAIL atomic_max: %s, got %s, want %s\n", #x, cudaGetErrorString(err), \
                        cudaGetErrorString(cudaSuccess));             \
            return 1;                                                 \
        }                                                             \
    } while (0)

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 30011;
    if (n < 1 || n > 1 << 24) {
        std::fprintf(stderr, "usage: %s [elements (up to 2^24)]\n", argv[0]);
        return 2;
    }
    std::vector<float> values(n);
    unsigned seed = 77u;
    for (float &v : values) {
        seed = seed * 1664525u + 1013904223u;
        v = (float)((int)(seed >> 10) - (1 << 21)) / 1024.0f;
    }
    Extremes e = {-FLT_MAX, ~0u, 0.0, 0ull, 0u, 0u, ~0u, -1, 0.0f};
    float *d_values;
    Extremes *d_e;
    CHECK(cudaMalloc(&d_values, n * sizeof(float)));
    CHECK(cudaMalloc(&d_e, sizeof e));
    CHECK(cudaMemcpy(d_values, values.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_e, &e, sizeof e, cudaMemcpyHostToDevice));
    scan<<<(n + 127) / 128, 128>>>(d_values, n, d_e);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(&e, d_e, sizeof e, cudaMemcpyDeviceToHost));
    CHECK(cudaFree(d_values));
    CHECK(cudaFree(d_e));

    const auto extremes = std::minmax_element(values.begin(), values.end());
    const size_t argument = std::max_element(values.begin(), values.end()) - values.begin();
    double sum = 0.0;
    unsigned allBits = ~0u;
    for (int i = 0; i < n; ++i) {
        sum += values[i];
        allBits &= ~(unsigned)i;
    }
    const unsigned smallest = e.smallest & 0x80000000u ? e.smallest ^ 0x80000000u : ~e.smallest;
    // Everything is exact: the values have 22 bits, so that sums in double do not round.
    if (expect("largest", e.largest, *extremes.second, 0) || expect("smallest", floatOf(smallest), *extremes.first, 0) ||
        expect("sum", e.sum, sum, 0) || expect("argument", (unsigned)~e.argument, (double)argument, 0) ||
        expect("tickets", e.tickets, n % 7, 0) || expect("countdown", e.countdown, (10 - n % 10) % 10, 0) ||
        expect("and", e.allBits, allBits, 0) || expect("count", e.count, n, 0) ||
        expect("last, valid", e.last >= 0 && e.last < n, 1, 0))
        return 1;
    std::printf("PASS atomic_max\n");
    return 0;
}

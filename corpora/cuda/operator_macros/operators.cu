// Operators, functors and kernels that macros write; macros that are expressions with statements in them.
#define SHARE_ON_DEVICE
#include <cuda_runtime.h>

#include "operators.h"
#include "share.h"

#define LARGER(a, b)             \
    ({                           \
        __typeof__(a) a_ = (a);  \
        __typeof__(b) b_ = (b);  \
        a_ > b_ ? a_ : b_;       \
    })

namespace {

constexpr int THREADS = 64;

// A function, a functor with it, and a kernel, all of one operator.
#define OPERATOR(name, start, expression)                                               \
    __device__ inline int name##_of(int a, int b)                                       \
    {                                                                                   \
        return expression;                                                              \
    }                                                                                   \
    struct name##_functor {                                                             \
        int uses;                                                                       \
        __device__ explicit name##_functor(int before) : uses(before) {}                \
        __device__ int operator()(int a, int b) { ++uses; return name##_of(a, b); }     \
    };                                                                                  \
    __global__ void name##_parts(const int *values, int count, int *results)            \
    {                                                                                   \
        __shared__ int held[THREADS];                                                   \
        const int t = threadIdx.x;                                                      \
        const int begin = share_begin(count, gridDim.x);                                \
        const int length = next_share(count) - begin;                                   \
        name##_functor combine(0);                                                      \
        held[t] = start;                                                                \
        for (int i = t; i < length; i += THREADS)                                       \
            held[t] = combine(held[t], values[begin + i]);                              \
        int half = THREADS;                                                             \
        for (half /= 2, __syncthreads(); half > 0; half /= 2, __syncthreads())          \
            if (t < half) held[t] = combine(held[t], held[t + half]);                   \
        if (t == 0) results[blockIdx.x] = combine.uses > 0 ? held[0] : start;            \
    }

__device__ int next_share(int count)
{
    const long long parts = gridDim.x;
    return static_cast<int>(count * (blockIdx.x + 1LL) / parts);
}

OPERATOR(add, 0, a + b)
OPERATOR(largest, -1, LARGER(a, LARGER(b, -1)))
OPERATOR(first_bits, ~0, a & (b | 0xffff))

// A loop around atomicCAS for any operator on float.
#define ATOMIC_FLOAT(name, OP)                                                                 \
    template <class T> struct atomic_##name {                                                  \
        __device__ static void apply(T *place, T value)                                        \
        {                                                                                      \
            int *bits = reinterpret_cast<int *>(place);                                        \
            int old = atomicAdd(bits, 0), seen;                                                \
            do {                                                                               \
                seen = old;                                                                    \
                old = atomicCAS(bits, seen, __float_as_int(OP(__int_as_float(seen), value)));  \
            } while (old != seen);                                                             \
        }                                                                                      \
    };

ATOMIC_FLOAT(min, fminf)
ATOMIC_FLOAT(max, fmaxf)

__global__ void pair_extremes(const float *values, int count, float *lowest, float *highest)
{
    int i = blockIdx.x * blockDim.x;
    while (LARGER(i, 0) < count - 1) {
        if (i + static_cast<int>(threadIdx.x) < count - 1) {
            const float sum = values[i + threadIdx.x] + values[i + threadIdx.x + 1];
            atomic_min<float>::apply(lowest, sum);
            atomic_max<float>::apply(highest, sum);
        }
        i += gridDim.x * blockDim.x;
    }
}

} // namespace

#define TRY(call)                                                                              \
    do {                                                                                       \
        if ((call) != cudaSuccess) return false;                                               \
    } while (0)

bool combine_parts(Operator op, const int *values, int count, int *results)
{
    int *d_values, *d_results;
    TRY(cudaMalloc(&d_values, count * sizeof(int)));
    TRY(cudaMalloc(&d_results, PARTS * sizeof(int)));
    TRY(cudaMemcpy(d_values, values, count * sizeof(int), cudaMemcpyHostToDevice));
    if (op == ADD) add_parts<<<PARTS, THREADS>>>(d_values, count, d_results);
    if (op == LARGEST) largest_parts<<<PARTS, THREADS>>>(d_values, count, d_results);
    if (op == FIRST_BITS) first_bits_parts<<<PARTS, THREADS>>>(d_values, count, d_results);
    TRY(cudaGetLastError());
    TRY(cudaMemcpy(results, d_results, PARTS * sizeof(int), cudaMemcpyDeviceToHost));
    TRY(cudaFree(d_results));
    TRY(cudaFree(d_values));
    return true;
}

bool smallest_pair(const float *values, int count, float *result)
{
    float *d_values, *d_found;
    const float start[2] = {1e30f, -1e30f};
    float found[2];
    TRY(cudaMalloc(&d_values, count * sizeof(float)));
    TRY(cudaMalloc(&d_found, sizeof(start)));
    TRY(cudaMemcpy(d_values, values, count * sizeof(float), cudaMemcpyHostToDevice));
    TRY(cudaMemcpy(d_found, start, sizeof(start), cudaMemcpyHostToDevice));
    pair_extremes<<<3, THREADS>>>(d_values, count, d_found, d_found + 1);
    TRY(cudaGetLastError());
    TRY(cudaMemcpy(found, d_found, sizeof(found), cudaMemcpyDeviceToHost));
    *result = found[0] <= found[1] ? found[0] : -1.0f;
    TRY(cudaFree(d_found));
    TRY(cudaFree(d_values));
    return true;
}

// saxpy_types: y = a * x + y for several element types out of one template, plus an overload for an
// offset version, default arguments and a kernel chosen through a function pointer.
//
// usage: saxpy_types [elements]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <type_traits>
#include <vector>

namespace {

constexpr int kBlock = 192;  // deliberately no power of two

template <typename T>
__device__ inline T axpy(T a, T x, T y)
{
    return a * x + y;
}

// Grid-stride loop: correct for any grid.
template <typename T>
__global__ void saxpy(T a, const T *x, T *y, int n)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += blockDim.x * gridDim.x) {
        y[i] = axpy(a, x[i], y[i]);
    }
}

// Overload: works on the part [first, last) only.
template <typename T>
__global__ void saxpy(T a, const T *x, T *y, int first, int last)
{
    const int stride = static_cast<int>(blockDim.x * gridDim.x);
    for (int i = first + static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x); i < last; i += stride) {
        y[i] = axpy<T>(a, x[i], y[i]);
    }
}

template <typename T>
__global__ void fill(T *data, int n, T value = T(1))
{
    const unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < static_cast<unsigned>(n)) data[i] = value;
}

bool ok(cudaError_t status, const char *what)
{
    if (status == cudaSuccess) return true;
    std::printf("FAIL saxpy_types: %s, got %s, want no error\n", what, cudaGetErrorString(status));
    return false;
}

template <typename T>
T element(std::uint64_t &state)
{
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const int small = static_cast<int>(state >> 33) % 2001 - 1000;
    if (std::is_floating_point<T>::value) return static_cast<T>(small / 64.0);
    return static_cast<T>(small);
}

// Largest accepted difference: integers must be exact; floating point may fuse the multiply-add.
template <typename T>
bool same(T got, T want)
{
    if (!std::is_floating_point<T>::value) return got == want;
    const double limit = sizeof(T) == 4 ? 1e-5 : 1e-13;
    return std::fabs(double(got) - double(want)) <= limit * (1.0 + std::fabs(double(want)));
}

template <typename T>
bool run(const char *type, int n, T a)
{
    std::uint64_t state = 7;
    std::vector<T> x(n), y(n, T(1)), got(n);
    for (T &value : x) value = element<T>(state);

    T *dx = nullptr, *dy = nullptr;
    if (!ok(cudaMalloc(&dx, n * sizeof(T)), "cudaMalloc x")) return false;
    if (!ok(cudaMalloc(&dy, n * sizeof(T)), "cudaMalloc y")) return false;
    cudaMemcpy(dx, x.data(), n * sizeof(T), cudaMemcpyHostToDevice);

    const int blocks = (n + kBlock - 1) / kBlock;
    const int first = n / 3, last = n - n / 4;
    fill<T><<<blocks, kBlock>>>(dy, n);                                  // y = 1
    saxpy<<<blocks, kBlock>>>(a, dx, dy, n);                             // deduced T
    saxpy<T><<<(blocks + 3) / 4, kBlock>>>(T(2), dx, dy, first, last);   // explicit T, other overload

    void (*step)(T, const T *, T *, int) = saxpy<T>;
    step<<<1, kBlock>>>(T(3), dx, dy, n);                                // through a pointer
    if (!ok(cudaGetLastError(), "launch")) return false;
    if (!ok(cudaMemcpy(got.data(), dy, n * sizeof(T), cudaMemcpyDeviceToHost), "copy back")) return false;
    cudaFree(dx);
    cudaFree(dy);

    for (int i = 0; i < n; ++i) {
        const T factor = static_cast<T>(a + T(3) + (i >= first && i < last ? T(2) : T(0)));
        const T want = static_cast<T>(factor * x[i] + y[i]);
        if (!same(got[i], want)) {
            std::printf("FAIL saxpy_types: %s y[%d], got %.12g, want %.12g\n", type, i, double(got[i]),
                        double(want));
            return false;
        }
    }
    return true;
}

}  // namespace

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 100001;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    const bool good = run<float>("float", n, 2.5f) && run<double>("double", n, -1.25) &&
                      run<int>("int", n, 40000) && run<long long>("long long", n, 3000000000LL) &&
                      run<unsigned>("unsigned", n, 4000000000u) && run<short>("short", n, 7);
    if (!good) return 1;
    std::printf("PASS saxpy_types\n");
    return 0;
}

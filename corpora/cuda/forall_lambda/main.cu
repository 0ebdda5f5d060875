// forall_lambda: a small loop library whose bodies are lambdas written on the host: __device__ and
// __host__ __device__ ones, in functions, function templates and methods, with captures of pointers,
// numbers, structs, arrays and other lambdas, with init-captures, in macro arguments, from two files.
//
// usage: forall_lambda [elements]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "forall.cuh"
#include "smooth.h"

#define TIMES(count, ...) \
    for (int pass = 0; pass < (count); ++pass) \
    __VA_ARGS__

struct Wave {
    float amplitude, frequency;
    int shift;
    __host__ __device__ float at(int i) const
    {
        return amplitude * static_cast<float>((i * static_cast<int>(frequency) + shift) % 17);
    }
};

/// Device memory that frees itself.
template <typename T>
class Array {
public:
    explicit Array(int n) : n_(n) { par::check(cudaMalloc(&data_, n * sizeof(T)), "cudaMalloc"); }
    ~Array() { cudaFree(data_); }
    Array(const Array &) = delete;
    Array &operator=(const Array &) = delete;

    T *data() { return data_; }

    void fill(T value)
    {
        T *data = data_;
        par::forall(0, n_, [data, v = value] __device__(int i) { data[i] = v; });
    }

    template <typename U>
    void add(const U *other, T factor)
    {
        T *data = data_;
        par::forall(0, n_, [=] __device__(int i) { data[i] += factor * static_cast<T>(other[i]); });
    }

    std::vector<T> host() const
    {
        std::vector<T> copy(n_);
        par::check(cudaMemcpy(copy.data(), data_, n_ * sizeof(T), cudaMemcpyDeviceToHost), "copy");
        return copy;
    }

private:
    T *data_ = nullptr;
    int n_;
};

template <typename T>
static bool same(const char *where, int i, T got, T want)
{
    if (got == want)
        return true;
    std::printf("FAIL forall_lambda: %s %d, got %g, want %g\n", where, i, double(got), double(want));
    return false;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 20011;
    if (n < 1)
        return 2;

    const Wave wave{2.0f, 3.0f, 5};
    Array<float> a(n), b(n);
    Array<double> d(n);
    Array<int> counts(n);
    float *pa = a.data(), *pb = b.data();
    int *pc = counts.data();

    // A struct by value; several loops from one function.
    a.fill(0.0f);
    d.fill(1.0);
    counts.fill(0);
    par::forall(0, n, [=] __device__(int i) { pa[i] = wave.at(i); });

    // The same text in instances of a template, and of a class.
    a.add(pa, 0.5f);
    d.add(pa, 2.0);

    // A lambda that host and device run, inside of another one.
    const float low = 3.0f, high = wave.amplitude * 20;
    auto clamp = [low, high] __host__ __device__(float x) {
        return x < low ? low : x > high ? high : x;
    };
    par::forall(0, n, [=] __device__(int i) { pb[i] = clamp(pa[i]); });

    // In a macro's argument; atomics and the built-in variables, which the host does not know.
    TIMES(3, par::forall(0, n, [=] __device__(int i) {
        atomicAdd(&pc[(i * 7) % n], threadIdx.x < blockDim.x ? 1 : 0);
    });)

    // Two dimensions.
    const int nx = n < 37 ? n : 37, ny = n / nx;
    Array<int> table(nx * ny);
    int *pt = table.data();
    par::forall(par::Range2{nx, ny}, [pt, nx] __device__(int x, int y) { pt[y * nx + x] = x - 2 * y; });

    const float *ca = a.data();
    const double *cd = d.data();
    const long long sum = par::reduce(
        n, 0LL, [=] __device__(int i) -> long long { return static_cast<long long>(ca[i]); },
        [] __host__ __device__(long long x, long long y) { return x + y; });
    const float most = par::reduce(
        n, -1.0f, [=] __device__(int i) -> float { return ca[i] + static_cast<float>(cd[i]); },
        [] __host__ __device__(float x, float y) { return x > y ? x : y; });

    Array<float> smooth_a(n);
    Array<double> smooth_d(n);
    smooth(ca, smooth_a.data(), n);
    smooth(cd, smooth_d.data(), n);

    const std::vector<float> ha = a.host(), hb = b.host(), hs = smooth_a.host();
    const std::vector<double> hd = d.host(), hsd = smooth_d.host();
    const std::vector<int> hc = counts.host(), ht = table.host();
    std::vector<int> want_counts(n, 0);
    long long want_sum = 0;
    float want_most = -1.0f;
    for (int i = 0; i < n; ++i) {
        want_counts[static_cast<int>((static_cast<unsigned>(i) * 7u) % static_cast<unsigned>(n))] += 3;
        want_sum += static_cast<long long>(wave.at(i) * 1.5f);
        want_most = std::fmax(want_most, wave.at(i) * 1.5f + 1.0f + 2.0f * (wave.at(i) * 1.5f));
    }
    for (int i = 0; i < n; ++i) {
        const float value = wave.at(i) * 1.5f;
        const int left = i > 0 ? i - 1 : 0, right = i + 1 < n ? i + 1 : n - 1;
        const float mean = (ha[left] + 2.0f * ha[i] + ha[right]) / 4.0f;
        const double mean_d = (hd[left] + 2.0 * hd[i] + hd[right]) / 4.0;
        if (!same("a", i, ha[i], value) || !same("b", i, hb[i], clamp(value)) ||
            !same("d", i, hd[i], 1.0 + 2.0 * value) || !same("count", i, hc[i], want_counts[i]) ||
            !same("smooth float", i, hs[i], mean) || !same("smooth double", i, hsd[i], mean_d))
            return 1;
    }
    for (int i = 0; i < nx * ny; ++i)
        if (!same("table", i, ht[i], i % nx - 2 * (i / nx)))
            return 1;
    if (!same("sum", 0, static_cast<double>(sum), static_cast<double>(want_sum)) ||
        !same("maximum", 0, most, want_most))
        return 1;
    std::printf("PASS forall_lambda\n");
    return 0;
}

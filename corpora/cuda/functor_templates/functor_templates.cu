// functor_templates: code in the style of a small device library. Class templates with static and
// member device functions, functors as template arguments and as kernel parameters, sizes as template
// arguments, default and partial specialisation, a variadic helper, if constexpr.
//
// usage: functor_templates [elements]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

template <typename T>
struct Traits {
    typedef T Wide;
    static constexpr bool kExact = true;
};
template <>
struct Traits<float> {
    typedef double Wide;
    static constexpr bool kExact = false;
};
template <>
struct Traits<short> {
    typedef int Wide;
    static constexpr bool kExact = true;
};

template <typename T>
struct Plus {
    static constexpr T kIdentity = T(0);
    __host__ __device__ T operator()(const T &a, const T &b) const { return a + b; }
};

template <typename T>
struct Maximum {
    static constexpr T kIdentity = T(-30000);
    __host__ __device__ T operator()(const T &a, const T &b) const { return a < b ? b : a; }
};

template <typename T>
class Affine {
public:
    __host__ __device__ Affine(T scale, T offset) : scale_(scale), offset_(offset) {}
    __host__ __device__ T operator()(T x) const { return scale_ * x + offset_; }

private:
    T scale_;
    T offset_;
};

struct Square {
    template <typename T>
    __host__ __device__ T operator()(T x) const
    {
        return x * x;
    }
};

template <typename Outer, typename Inner>
struct Compose {
    Outer outer;
    Inner inner;
    template <typename T>
    __host__ __device__ auto operator()(T x) const -> decltype(outer(inner(x)))
    {
        return outer(inner(x));
    }
};

template <typename Outer, typename Inner>
Compose<Outer, Inner> compose(Outer outer, Inner inner)
{
    return Compose<Outer, Inner>{outer, inner};
}

template <typename T, int N>
struct Tuple {
    T items[N];
    __host__ __device__ T &operator[](int i) { return items[i]; }
    __host__ __device__ const T &operator[](int i) const { return items[i]; }
    static constexpr __host__ __device__ int size() { return N; }
};

// Reduction of N values by recursion at compile time.
template <typename T, int N, class Op>
struct Unrolled {
    static __host__ __device__ T apply(const T *values, Op op)
    {
        return op(values[0], Unrolled<T, N - 1, Op>::apply(values + 1, op));
    }
};
template <typename T, class Op>
struct Unrolled<T, 1, Op> {
    static __host__ __device__ T apply(const T *values, Op) { return values[0]; }
};

template <typename T, class F>
__global__ void transform(const T *in, T *out, int n, F f)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = f(in[i]);
}

// Each thread reduces N neighbours in registers, then the block in shared memory.
template <typename T, int N, class Op, int BLOCK = 128>
__global__ void segments(const T *in, typename Traits<T>::Wide *out, int n, Op op = Op())
{
    typedef typename Traits<T>::Wide Wide;
    __shared__ Wide shared[BLOCK];
    Tuple<Wide, N> mine;
    const int first = (blockIdx.x * BLOCK + threadIdx.x) * N;
#pragma unroll
    for (int k = 0; k < mine.size(); ++k)
        mine[k] = first + k < n ? static_cast<Wide>(in[first + k]) : Op::kIdentity;
    shared[threadIdx.x] = Unrolled<Wide, N, Op>::apply(&mine[0], op);
    __syncthreads();
    for (int s = BLOCK / 2; s > 0; s >>= 1) {
        if (threadIdx.x < s) shared[threadIdx.x] = op(shared[threadIdx.x], shared[threadIdx.x + s]);
        __syncthreads();
    }
    if (threadIdx.x == 0) out[blockIdx.x] = shared[0];
}

template <typename T>
__device__ T horner(T)
{
    return T(0);
}
template <typename T, typename... Rest>
__device__ T horner(T x, T first, Rest... rest)
{
    return first + x * horner(x, rest...);
}

template <typename T, bool ROUND>
__global__ void polynomial(const T *in, T *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    const T value = horner<T>(in[i], T(1), T(-2), T(3));  // 1 - 2x + 3x^2
    if constexpr (ROUND)
        out[i] = floorf(value);
    else
        out[i] = value;
}

static bool good(cudaError_t e, const char *what)
{
    if (e != cudaSuccess)
        std::printf("FAIL functor_templates: %s, got %s, want no error\n", what, cudaGetErrorString(e));
    return e == cudaSuccess;
}

template <typename T>
class Buffer {
public:
    explicit Buffer(int n) : n_(n) { good(cudaMalloc(&data_, n * sizeof(T)), "cudaMalloc"); }
    explicit Buffer(const std::vector<T> &v) : Buffer(static_cast<int>(v.size()))
    {
        good(cudaMemcpy(data_, v.data(), v.size() * sizeof(T), cudaMemcpyHostToDevice), "copy in");
    }
    Buffer(const Buffer &) = delete;
    ~Buffer() { cudaFree(data_); }
    operator T *() { return data_; }
    std::vector<T> host() const
    {
        std::vector<T> v(n_);
        good(cudaMemcpy(v.data(), data_, n_ * sizeof(T), cudaMemcpyDeviceToHost), "copy out");
        return v;
    }

private:
    int n_;
    T *data_ = nullptr;
};

// Integers must be equal; floating point may differ by 1e-5 relative (fused operations, order).
template <typename T>
static bool equal(const char *what, int i, T got, double want)
{
    const double limit = Traits<T>::kExact && sizeof(T) < 8 ? 0.0 : 1e-5 * (1 + std::fabs(want));
    if (std::fabs(double(got) - want) <= limit) return true;
    std::printf("FAIL functor_templates: %s [%d], got %.9g, want %.9g\n", what, i, double(got), want);
    return false;
}

template <typename T, class F>
static bool checkTransform(const char *what, const std::vector<T> &in, F f)
{
    const int n = static_cast<int>(in.size());
    Buffer<T> source(in), target(n);
    transform<<<(n + 63) / 64, 64>>>((const T *)source, (T *)target, n, f);
    if (!good(cudaGetLastError(), what)) return false;
    const std::vector<T> got = target.host();
    for (int i = 0; i < n; ++i)
        if (!equal(what, i, got[i], double(f(in[i])))) return false;
    return true;
}

template <typename T, int N, template <typename> class Op>
static bool checkSegments(const char *what, const std::vector<T> &in)
{
    typedef typename Traits<T>::Wide Wide;
    const int n = static_cast<int>(in.size()), span = N * 128, blocks = (n + span - 1) / span;
    Buffer<T> source(in);
    Buffer<Wide> target(blocks);
    segments<T, N, Op<Wide>><<<blocks, 128>>>(source, target, n);
    if (!good(cudaGetLastError(), what)) return false;
    const std::vector<Wide> got = target.host();
    for (int b = 0; b < blocks; ++b) {
        double want = Op<double>::kIdentity;
        for (int i = b * span; i < n && i < (b + 1) * span; ++i) want = Op<double>()(want, double(in[i]));
        if (!equal(what, b, got[b], want)) return false;
    }
    return true;
}

template <bool ROUND>
static bool checkPolynomial(const std::vector<float> &in)
{
    const int n = static_cast<int>(in.size());
    Buffer<float> source(in), target(n);
    polynomial<float, ROUND><<<(n + 127) / 128, 128>>>(source, target, n);
    if (!good(cudaGetLastError(), "polynomial")) return false;
    const std::vector<float> got = target.host();
    for (int i = 0; i < n; ++i) {
        const double x = in[i], value = 3 * x * x - 2 * x + 1;  // exact in single precision for these x
        if (!equal("polynomial", i, got[i], ROUND ? std::floor(value) : value)) return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 30011;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    std::vector<float> reals(n);
    std::vector<int> integers(n);
    std::vector<short> shorts(n);
    unsigned seed = 6u;
    for (int i = 0; i < n; ++i) {
        seed = seed * 1664525u + 1013904223u;
        integers[i] = static_cast<int>(seed >> 16) % 2001 - 1000;
        shorts[i] = static_cast<short>(integers[i] * 16);
        reals[i] = integers[i] / 64.0f;
    }
    const bool passed = checkTransform("affine float", reals, Affine<float>(1.5f, -2.0f)) &&
                        checkTransform("affine int", integers, Affine<int>(-3, 100)) &&
                        checkTransform("square", integers, Square()) &&
                        checkTransform("composed", reals, compose(Affine<float>(0.5f, 1.0f), Square())) &&
                        checkTransform("composed twice", integers,
                                       compose(Square(), compose(Affine<int>(2, 1), Affine<int>(1, -7)))) &&
                        checkSegments<int, 4, Plus>("sum of int", integers) &&
                        checkSegments<short, 8, Plus>("sum of short", shorts) &&
                        checkSegments<float, 3, Plus>("sum of float", reals) &&
                        checkSegments<short, 1, Maximum>("maximum of short", shorts) &&
                        checkSegments<float, 5, Maximum>("maximum of float", reals) &&
                        checkPolynomial<true>(reals) && checkPolynomial<false>(reals);
    if (!passed) return 1;
    std::printf("PASS functor_templates\n");
    return 0;
}

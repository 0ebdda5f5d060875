// template_kernels: a library in the style of heavily templated code. Stencils by CRTP, expression
// templates, variadic zip kernels with fold expressions, dispatch by tags, enable_if and traits,
// unrolling by index sequences, template template parameters, lambdas inside kernels, kernels launched
// through templates of several kinds, explicit instantiation.
//
// usage: template_kernels [elements]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <type_traits>
#include <utility>
#include <vector>

#define CHECK(call) check((call), #call)

static void check(cudaError_t status, const char *what)
{
    if (status == cudaSuccess)
        return;
    std::printf("FAIL template_kernels: %s, got %s, want success\n", what, cudaGetErrorString(status));
    std::exit(1);
}

namespace tk {

// -- stencils by CRTP -------------------------------------------------------------------------------

template <typename Derived, int Radius>
struct Stencil {
    static constexpr int radius = Radius;
    template <typename T>
    __host__ __device__ T operator()(const T *in, int i, int n) const
    {
        T result = T(0);
        for (int k = -Radius; k <= Radius; ++k) {
            const int at = i + k < 0 ? 0 : i + k >= n ? n - 1 : i + k;
            result += self().weight(k) * in[at];
        }
        return result;
    }

private:
    __host__ __device__ const Derived &self() const { return static_cast<const Derived &>(*this); }
};

struct Box : Stencil<Box, 2> {
    __host__ __device__ float weight(int) const { return 0.125f; }
};

class Tent : public Stencil<Tent, 3> {
public:
    __host__ __device__ explicit Tent(float top) : top_(top) {}
    __host__ __device__ float weight(int k) const { return top_ - 0.25f * (k < 0 ? -k : k); }

private:
    float top_;
};

template <typename S, typename T>
__global__ void apply(S stencil, const T *in, T *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = stencil(in, i, n);
}

// -- expression templates -----------------------------------------------------------------------------

template <typename T>
struct View {
    const T *data;
    __host__ __device__ T at(int i) const { return data[i]; }
};

template <typename T>
struct Scalar {
    T value;
    __host__ __device__ T at(int) const { return value; }
};

template <typename Op, typename L, typename R>
struct Node {
    L left;
    R right;
    __host__ __device__ auto at(int i) const { return Op::of(left.at(i), right.at(i)); }
};

struct Plus {
    template <typename T>
    __host__ __device__ static T of(T a, T b)
    {
        return a + b;
    }
};
struct Times {
    template <typename T>
    __host__ __device__ static T of(T a, T b)
    {
        return a * b;
    }
};

template <typename L, typename R>
Node<Plus, L, R> operator+(L left, R right)
{
    return {left, right};
}
template <typename L, typename R>
Node<Times, L, R> operator*(L left, R right)
{
    return {left, right};
}

template <typename T, typename E>
__global__ void assign(T *out, E expression, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = expression.at(i);
}

// -- packs --------------------------------------------------------------------------------------------

template <typename Out, typename... In>
__global__ void zip_sum(Out *out, int n, const In *...in)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = (static_cast<Out>(in[i]) + ... + Out(0)) * Out(sizeof...(In));
}

template <int... Exponents>
__global__ void powers(const int *in, int *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    auto power = [x = in[i]](int exponent) {
        int result = 1;
        for (int k = 0; k < exponent; ++k)
            result *= x;
        return result;
    };
    int total = 0;
    auto add = [&total](auto value) { total += value; };
    (add(power(Exponents)), ...);
    out[i] = total;
}

template <typename T, std::size_t... I>
__device__ T dot(const T *a, const T *b, std::index_sequence<I...>)
{
    return ((a[I] * b[I]) + ...);
}

template <typename T, int N>
__global__ void windows(const T *in, T *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    T weights[N];
    for (int k = 0; k < N; ++k)
        weights[k] = T(k + 1);
    if (i + N <= n)
        out[i] = dot(in + i, weights, std::make_index_sequence<N>{});
}

// -- dispatch at compile time ---------------------------------------------------------------------------

template <typename T, typename = std::enable_if_t<std::is_integral<T>::value>>
__device__ T halve(T x)
{
    return x >> 1;
}
template <typename T, std::enable_if_t<std::is_floating_point<T>::value, int> = 0>
__device__ T halve(T x)
{
    return x * T(0.5);
}

template <typename T>
__device__ int sign_of(T x, std::true_type)
{
    return x < 0 ? -1 : 1;
}
template <typename T>
__device__ int sign_of(T, std::false_type)
{
    return 1;
}

enum class Rounding { Down, Nearest };

template <typename T>
struct Policy {
    static constexpr Rounding rounding = Rounding::Down;
    template <typename U>
    using pointer = U *;
};
template <>
struct Policy<float> {
    static constexpr Rounding rounding = Rounding::Nearest;
    template <typename U>
    using pointer = U *;
};

template <typename T>
constexpr T step_of = T(3);

template <template <typename> class P, typename T>
__global__ void quantise(typename P<T>::template pointer<T> data, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    T x = halve(data[i]);
    if constexpr (P<T>::rounding == Rounding::Nearest)
        x = floorf(x / step_of<T> + 0.5f) * step_of<T>;
    else
        x -= x % step_of<T>;
    data[i] = x * sign_of(x, std::is_signed<T>{});
}

// -- launching --------------------------------------------------------------------------------------------

template <typename T>
class Pipeline {
public:
    explicit Pipeline(int n) : n_(n) {}
    template <typename S>
    void stencil(S s, const T *in, T *out) const
    {
        apply<<<blocks(), 64>>>(s, in, out, n_);
    }
    template <typename E>
    void evaluate(T *out, E e) const
    {
        assign<T><<<blocks(), 64>>>(out, e, n_);
    }
    void quantise(T *data) const;

private:
    dim3 blocks() const { return dim3((n_ + 63) / 64); }
    int n_;
};

template <typename T>
void Pipeline<T>::quantise(T *data) const
{
    tk::quantise<Policy, T><<<blocks(), 64>>>(data, n_);
}

template class Pipeline<float>;
template class Pipeline<int>;
template class Pipeline<unsigned>;

} // namespace tk

template <typename T>
static T *upload(const std::vector<T> &host)
{
    T *device = nullptr;
    CHECK(cudaMalloc(&device, host.size() * sizeof(T)));
    CHECK(cudaMemcpy(device, host.data(), host.size() * sizeof(T), cudaMemcpyHostToDevice));
    return device;
}

template <typename T>
static std::vector<T> download(const T *device, int n)
{
    std::vector<T> host(n);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(host.data(), device, n * sizeof(T), cudaMemcpyDeviceToHost));
    return host;
}

template <typename T>
static void compare(const char *where, const std::vector<T> &got, const std::vector<T> &want, int n)
{
    for (int i = 0; i < n; ++i) {
        // Sums of at most eight products, which either side may contract.
        const double slack = std::is_integral<T>::value ? 0.0 : 1e-5 * (1.0 + std::fabs(double(want[i])));
        if (std::fabs(double(got[i]) - double(want[i])) > slack) {
            std::printf("FAIL template_kernels: %s %d, got %g, want %g\n", where, i, double(got[i]),
                        double(want[i]));
            std::exit(1);
        }
    }
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 20011;
    if (n < 1)
        return 2;
    std::vector<float> f(n), g(n);
    std::vector<int> a(n);
    std::vector<unsigned> u(n);
    std::vector<short> s(n);
    unsigned state = 99;
    for (int i = 0; i < n; ++i) {
        state = state * 1103515245u + 12345u;
        f[i] = static_cast<float>(static_cast<int>(state >> 16) % 400 - 200) / 16.0f;
        g[i] = static_cast<float>((state >> 8) % 64) / 8.0f;
        a[i] = static_cast<int>((state >> 12) % 23) - 11;
        u[i] = (state >> 4) % 1000u;
        s[i] = static_cast<short>(state >> 20);
    }
    float *df = upload(f), *dg = upload(g), *d_out = upload(f);
    int *da = upload(a), *d_ints = upload(a);
    unsigned *du = upload(u);
    short *ds = upload(s);
    const dim3 grid((n + 127) / 128), block(128);

    const tk::Pipeline<float> floats(n);
    std::vector<float> want(n);
    floats.stencil(tk::Box{}, df, d_out);
    for (int i = 0; i < n; ++i)
        want[i] = tk::Box{}(f.data(), i, n);
    compare("box", download(d_out, n), want, n);
    const tk::Tent tent(0.875f);
    floats.stencil(tent, df, d_out);
    for (int i = 0; i < n; ++i)
        want[i] = tent(f.data(), i, n);
    compare("tent", download(d_out, n), want, n);

    using tk::operator+;
    using tk::operator*;
    const tk::View<float> vf{df}, vg{dg};
    floats.evaluate(d_out, vf * vg + tk::Scalar<float>{0.5f} * (vf + vg));
    for (int i = 0; i < n; ++i)
        want[i] = f[i] * g[i] + 0.5f * (f[i] + g[i]);
    compare("expression", download(d_out, n), want, n);

    tk::zip_sum<<<grid, block>>>(d_out, n, df, da, ds);
    for (int i = 0; i < n; ++i)
        want[i] = (f[i] + float(a[i]) + float(s[i])) * 3.0f;
    compare("zip", download(d_out, n), want, n);
    tk::zip_sum<<<grid, block>>>(d_ints, n, du);
    std::vector<int> ints(n);
    for (int i = 0; i < n; ++i)
        ints[i] = int(u[i]);
    compare("zip of one", download(d_ints, n), ints, n);

    tk::powers<1, 3, 5><<<grid, block>>>(da, d_ints, n);
    for (int i = 0; i < n; ++i)
        ints[i] = a[i] + a[i] * a[i] * a[i] + a[i] * a[i] * a[i] * a[i] * a[i];
    compare("powers", download(d_ints, n), ints, n);
    tk::windows<int, 4><<<grid, block>>>(da, d_ints, n);
    for (int i = 0; i + 4 <= n; ++i)
        ints[i] = a[i] + 2 * a[i + 1] + 3 * a[i + 2] + 4 * a[i + 3];
    compare("windows", download(d_ints, n), ints, n);

    floats.quantise(df);
    tk::Pipeline<int>(n).quantise(da);
    tk::Pipeline<unsigned>(n).quantise(du);
    std::vector<unsigned> want_u(n);
    for (int i = 0; i < n; ++i) {
        const float x = std::floor(f[i] * 0.5f / 3.0f + 0.5f) * 3.0f;
        want[i] = x * (x < 0 ? -1 : 1);
        int y = a[i] >> 1;
        y -= y % 3;
        ints[i] = y * (y < 0 ? -1 : 1);
        want_u[i] = (u[i] >> 1) - (u[i] >> 1) % 3u;
    }
    compare("quantised float", download(df, n), want, n);
    compare("quantised int", download(da, n), ints, n);
    compare("quantised unsigned", download(du, n), want_u, n);
    for (void *memory : {(void *)df, (void *)dg, (void *)d_out, (void *)da, (void *)d_ints,
                         (void *)du, (void *)ds})
        CHECK(cudaFree(memory));
    std::printf("PASS template_kernels\n");
    return 0;
}

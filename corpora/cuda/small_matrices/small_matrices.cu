// small_matrices: a header-like library of fixed-size matrices and complex numbers, as device code in C++ has it: class
// templates with operators, constructors of every kind, static members, base classes with `using`, iterators for range
// loops, structured bindings, and a guard whose destructor counts what a block did, however it is left.
//
// usage: small_matrices [systems]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <type_traits>
#include <vector>

namespace la {

template <typename T>
struct Complex {
    T re{0}, im{0};

    Complex() = default;
    __host__ __device__ Complex(T r, T i = T(0)) : re(r), im(i) {}
    template <typename U>
    __host__ __device__ explicit Complex(const Complex<U> &o) : Complex(static_cast<T>(o.re), static_cast<T>(o.im)) {}

    __host__ __device__ Complex operator-() const { return {-re, -im}; }
    __host__ __device__ Complex conj() const { return {re, -im}; }
    __host__ __device__ T norm() const { return re * re + im * im; }
    __host__ __device__ Complex &operator+=(const Complex &o)
    {
        re += o.re;
        im += o.im;
        return *this;
    }
    __host__ __device__ Complex &operator*=(const Complex &o) { return *this = *this * o; }
    friend __host__ __device__ Complex operator+(Complex a, const Complex &b) { return a += b; }
    friend __host__ __device__ Complex operator-(const Complex &a, const Complex &b) { return a + -b; }
    friend __host__ __device__ Complex operator*(const Complex &a, const Complex &b)
    {
        return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
    }
    friend __host__ __device__ Complex operator/(const Complex &a, const Complex &b)
    {
        const T n = b.norm();
        const Complex c = a * b.conj();
        return Complex(c.re / n, c.im / n);
    }
};

struct Counted {  // an empty base: only says what it is
    static constexpr int kind = 7;
};

template <typename T, int R, int C>
struct Storage {
    using value_type = T;
    static constexpr int rows = R, columns = C;
    T cells[R][C] = {};

    __host__ __device__ T &at(int r, int c) { return cells[r][c]; }
    __host__ __device__ const T &at(int r, int c) const { return cells[r][c]; }
};

template <typename T, int R, int C = R>
class Matrix : public Counted, private Storage<T, R, C> {
public:
    using Base = Storage<T, R, C>;
    using Base::rows;
    using typename Base::value_type;

    Matrix() = default;
    __host__ __device__ explicit Matrix(T diagonal)
    {
        for (int i = 0; i < (R < C ? R : C); ++i)
            (*this)(i, i) = diagonal;
    }

    __host__ __device__ T &operator()(int r, int c) { return this->at(r, c); }
    __host__ __device__ const T &operator()(int r, int c) const { return Base::at(r, c); }

    // The rows, for range loops.
    struct Row {
        T *first;
        __host__ __device__ T *begin() const { return first; }
        __host__ __device__ T *end() const { return first + C; }
        __host__ __device__ T &operator[](int c) const { return first[c]; }
    };
    class RowIterator {
        Matrix *matrix;
        int row;

    public:
        __host__ __device__ RowIterator(Matrix *m, int r) : matrix(m), row(r) {}
        __host__ __device__ Row operator*() const { return {&(*matrix)(row, 0)}; }
        __host__ __device__ RowIterator &operator++()
        {
            ++row;
            return *this;
        }
        __host__ __device__ bool operator!=(const RowIterator &o) const { return row != o.row; }
    };
    __host__ __device__ RowIterator begin() { return {this, 0}; }
    __host__ __device__ RowIterator end() { return {this, R}; }

    template <int K>
    __host__ __device__ Matrix<T, R, K> operator*(const Matrix<T, C, K> &o) const
    {
        Matrix<T, R, K> result;
        for (int r = 0; r < R; ++r)
            for (int k = 0; k < K; ++k)
                for (int c = 0; c < C; ++c)
                    result(r, k) += (*this)(r, c) * o(c, k);
        return result;
    }
    __host__ __device__ Matrix &operator-=(const Matrix &o)
    {
        for (int r = 0; r < R; ++r)
            for (int c = 0; c < C; ++c)
                (*this)(r, c) = (*this)(r, c) - o(r, c);
        return *this;
    }
    __host__ __device__ Matrix<T, C, R> transposed() const
    {
        Matrix<T, C, R> result;
        for (int r = 0; r < R; ++r)
            for (int c = 0; c < C; ++c)
                result(c, r) = (*this)(r, c);
        return result;
    }
};

}  // namespace la

// Counts the steps of a block when it is left.
class StepGuard {
    int &total;
    int weight;

public:
    int steps = 0;
    __device__ StepGuard(int &t, int w) : total(t), weight(w) {}
    StepGuard(const StepGuard &) = delete;
    __device__ ~StepGuard() { total += steps * weight; }
};

struct Pivot {
    int row;
    float size;
};

template <typename M>
__device__ Pivot findPivot(const M &m, int column)
{
    Pivot best{column, -1.0f};
    for (int r = column; r < M::rows; ++r)
        if (const float size = m(r, column).norm(); size > best.size)
            best = {r, size};
    return best;
}

// Gauss-Jordan elimination with row pivots; false for a singular matrix.
template <typename M>
__device__ bool invert(M m, M &inverse, int &work)
{
    using T = typename M::value_type;
    StepGuard guard(work, M::kind);
    inverse = M(T(1));
    for (int c = 0; c < M::rows; ++c) {
        auto [row, size] = findPivot(m, c);
        if (size < 1e-12f)
            return false;
        if (row != c) {
            StepGuard swaps(work, 100);
            for (int k = 0; k < M::rows; ++k, ++swaps.steps) {
                T t = m(c, k);
                m(c, k) = m(row, k);
                m(row, k) = t;
                t = inverse(c, k);
                inverse(c, k) = inverse(row, k);
                inverse(row, k) = t;
            }
        }
        const T factor = T(1) / m(c, c);
        for (int k = 0; k < M::rows; ++k) {
            m(c, k) *= factor;
            inverse(c, k) *= factor;
        }
        for (int r = 0; r < M::rows; ++r) {
            if (r == c)
                continue;
            const T scale = m(r, c);
            for (int k = 0; k < M::rows; ++k) {
                m(r, k) = m(r, k) - scale * m(c, k);
                inverse(r, k) = inverse(r, k) - scale * inverse(c, k);
            }
            ++guard.steps;
        }
    }
    return true;
}

template <int N>
__global__ void solve(const la::Matrix<la::Complex<float>, N> *systems, int count, int *inverted, int *work)
{
    using M = la::Matrix<la::Complex<float>, N>;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;
    M inverse;
    work[i] = 0;
    if (!invert(systems[i], inverse, work[i])) {
        inverted[i] = 0;
        return;
    }
    M difference = systems[i] * inverse;
    difference -= M(la::Complex<float>(1));
    float worst = 0;
    for (auto row : difference)
        for (const auto &value : row)
            worst = fmaxf(worst, value.norm());
    inverted[i] = sqrtf(worst) < 2e-3f ? 1 : -1;
}

// Host: counts the row swaps and steps that a plain elimination in double takes.
template <int N>
static int plainWork(const la::Matrix<la::Complex<float>, N> &given, bool &singular)
{
    la::Complex<double> a[N][N];
    for (int r = 0; r < N; ++r)
        for (int c = 0; c < N; ++c)
            a[r][c] = la::Complex<double>(given(r, c));
    int work = 0;
    singular = false;
    for (int c = 0; c < N; ++c) {
        int best = c;
        for (int r = c + 1; r < N; ++r)
            if (a[r][c].norm() > a[best][c].norm())
                best = r;
        if (a[best][c].norm() < 1e-9) {
            singular = true;
            return work;
        }
        for (int k = 0; best != c && k < N; ++k)
            std::swap(a[c][k], a[best][k]);
        work += (best != c) * 100 * N + 7 * (N - 1);
        for (int r = c + 1; r < N; ++r) {
            const auto scale = a[r][c] / a[c][c];
            for (int k = c; k < N; ++k)
                a[r][k] = a[r][k] - scale * a[c][k];
        }
    }
    return work;
}

static unsigned state = 12345u;

static float next()
{
    state = state * 1664525u + 1013904223u;
    return (float)(state >> 8) / (float)(1u << 24) * 2.0f - 1.0f;
}

template <int N>
static bool check(int count)
{
    using M = la::Matrix<la::Complex<float>, N>;
    static_assert(sizeof(M) == N * N * 8 && std::is_trivially_copyable<M>::value, "copied as bytes");
    std::vector<M> systems(count);
    for (int i = 0; i < count; ++i) {
        for (auto row : systems[i])
            for (auto &value : row)
                value = la::Complex<float>(next(), next());
        for (int k = 0; k < N; ++k) {
            const int r = (k * (N - 1) + i) % N;  // one large number in each column, so that the pivots are certain
            systems[i]((r + k) % N, k) = {i % 11 == 5 && k == N - 1 ? 0.0f : 8.0f + k, 0.5f};
        }
        for (int r = 0; i % 11 == 5 && r < N; ++r)
            systems[i](r, N - 1) = {};
    }
    M *dSystems;
    int *dInverted, *dWork;
    cudaMalloc(&dSystems, count * sizeof(M));
    cudaMalloc(&dInverted, count * sizeof(int));
    cudaMalloc(&dWork, count * sizeof(int));
    cudaMemcpy(dSystems, systems.data(), count * sizeof(M), cudaMemcpyHostToDevice);
    solve<N><<<(count + 63) / 64, 64>>>(dSystems, count, dInverted, dWork);
    std::vector<int> inverted(count), work(count);
    cudaMemcpy(inverted.data(), dInverted, count * sizeof(int), cudaMemcpyDeviceToHost);
    cudaMemcpy(work.data(), dWork, count * sizeof(int), cudaMemcpyDeviceToHost);
    const cudaError_t status = cudaGetLastError();
    cudaFree(dSystems);
    cudaFree(dInverted);
    cudaFree(dWork);
    if (status != cudaSuccess)
        return false;
    for (int i = 0; i < count; ++i) {
        bool singular;
        const int wantWork = plainWork(systems[i], singular);
        if (inverted[i] != !singular || (!singular && work[i] != wantWork)) {
            printf("FAIL small_matrices: system %d of %d x %d, got %d after %d, want %d after %d\n", i, N, N, inverted[i],
                   work[i], !singular, wantWork);
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? atoi(argv[1]) : 5003;
    if (count < 1) {
        fprintf(stderr, "usage: small_matrices [systems]\n");
        return 2;
    }
    if (!check<3>(count) || !check<4>(count))
        return 1;
    printf("PASS small_matrices\n");
    return 0;
}

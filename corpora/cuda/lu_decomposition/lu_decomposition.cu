// lu_decomposition: factors a matrix in place with partial pivoting, then solves for a right-hand side.
// Per column: one block finds the pivot, rows are swapped, multipliers computed, the rest updated.
//
// usage: lu_decomposition [order]
#include <cuda_runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace gpu {

class Error {
public:
    Error(cudaError_t code, const std::string &where) : code(code), where(where) {}
    const cudaError_t code;
    const std::string where;
};

inline void call(cudaError_t code, const char *where)
{
    if (code != cudaSuccess) throw Error(code, where);
}

template <typename T>
class Array {
public:
    explicit Array(size_t count) : size_(count) { call(cudaMalloc((void **)&data_, count * sizeof(T)), "cudaMalloc"); }
    ~Array() { cudaFree(data_); }
    Array(const Array &) = delete;
    Array &operator=(const Array &) = delete;
    T *get() { return data_; }
    void upload(const T *host) { call(cudaMemcpy(data_, host, size_ * sizeof(T), cudaMemcpyHostToDevice), "upload"); }
    void download(T *host) { call(cudaMemcpy(host, data_, size_ * sizeof(T), cudaMemcpyDeviceToHost), "download"); }

private:
    size_t size_;
    T *data_ = nullptr;
};

}  // namespace gpu

const int kBlock = 64;
const int kTile = 16;

// One block: row of the largest element in column k, at or below the diagonal.
__global__ void findPivot(const double *a, int n, int k, int *pivots)
{
    __shared__ double largest[kBlock];
    __shared__ int where[kBlock];
    double best = -1.0;
    int row = k;
    for (int r = k + threadIdx.x; r < n; r += kBlock) {
        const double v = fabs(a[r * n + k]);
        if (v > best) {
            best = v;
            row = r;
        }
    }
    largest[threadIdx.x] = best;
    where[threadIdx.x] = row;
    for (int half = kBlock / 2; half >= 1; half /= 2) {
        __syncthreads();
        const int other = threadIdx.x + half;
        if (threadIdx.x < half) {
            const bool better = largest[other] > largest[threadIdx.x] ||
                                (largest[other] == largest[threadIdx.x] && where[other] < where[threadIdx.x]);
            if (better) {
                largest[threadIdx.x] = largest[other];
                where[threadIdx.x] = where[other];
            }
        }
    }
    if (threadIdx.x == 0) pivots[k] = where[0];
}

__global__ void swapRows(double *a, int n, int k, const int *pivots)
{
    const int c = blockIdx.x * blockDim.x + threadIdx.x;
    const int pivot = pivots[k];
    if (c < n && pivot != k) {
        const double t = a[k * n + c];
        a[k * n + c] = a[pivot * n + c];
        a[pivot * n + c] = t;
    }
}

__global__ void multipliers(double *a, int n, int k)
{
    const int r = k + 1 + blockIdx.x * blockDim.x + threadIdx.x;
    if (r < n) a[r * n + k] /= a[k * n + k];
}

__global__ void updateRest(double *a, int n, int k)
{
    __shared__ double pivotRow[kTile];
    __shared__ double pivotColumn[kTile];
    const int c = k + 1 + blockIdx.x * kTile + threadIdx.x;
    const int r = k + 1 + blockIdx.y * kTile + threadIdx.y;
    if (threadIdx.y == 0 && c < n) pivotRow[threadIdx.x] = a[k * n + c];
    if (threadIdx.x == 0 && r < n) pivotColumn[threadIdx.y] = a[r * n + k];
    __syncthreads();
    if (c < n && r < n) a[r * n + c] -= pivotColumn[threadIdx.y] * pivotRow[threadIdx.x];
}

// Forward and backward substitution by one block; b becomes the solution.
__global__ void solve(const double *lu, const int *pivots, double *b, int n)
{
    if (threadIdx.x == 0) {
        for (int k = 0; k < n; ++k) {
            const double t = b[k];
            b[k] = b[pivots[k]];
            b[pivots[k]] = t;
        }
    }
    __syncthreads();
    for (int k = 0; k < n; ++k) {
        for (int r = k + 1 + threadIdx.x; r < n; r += blockDim.x) b[r] -= lu[r * n + k] * b[k];
        __syncthreads();
    }
    for (int k = n - 1; k >= 0; --k) {
        if (threadIdx.x == 0) b[k] /= lu[k * n + k];
        __syncthreads();
        for (int r = threadIdx.x; r < k; r += blockDim.x) b[r] -= lu[r * n + k] * b[k];
        __syncthreads();
    }
}

static int run(int n)
{
    std::vector<double> a((size_t)n * n), x(n), b(n, 0.0);
    unsigned seed = 31u;
    auto random = [&seed] {
        seed = seed * 1664525u + 1013904223u;
        return (double)(seed >> 8) / 8388608.0 - 1.0;
    };
    std::generate(a.begin(), a.end(), random);
    std::generate(x.begin(), x.end(), random);
    for (int i = 0; i < n; ++i) a[(size_t)i * n + i] += 4.0 * (i % 2);  // well conditioned, yet pivots move
    for (int r = 0; r < n; ++r)
        for (int c = 0; c < n; ++c) b[r] += a[(size_t)r * n + c] * x[c];

    gpu::Array<double> d_a(a.size()), d_b(n);
    gpu::Array<int> d_pivots(n);
    d_a.upload(a.data());
    d_b.upload(b.data());
    for (int k = 0; k < n; ++k) {
        findPivot<<<1, kBlock>>>(d_a.get(), n, k, d_pivots.get());
        swapRows<<<(n + kBlock - 1) / kBlock, kBlock>>>(d_a.get(), n, k, d_pivots.get());
        const int rest = n - k - 1;
        if (rest == 0) break;
        multipliers<<<(rest + kBlock - 1) / kBlock, kBlock>>>(d_a.get(), n, k);
        const int tiles = (rest + kTile - 1) / kTile;
        updateRest<<<dim3(tiles, tiles), dim3(kTile, kTile)>>>(d_a.get(), n, k);
    }
    solve<<<1, kBlock>>>(d_a.get(), d_pivots.get(), d_b.get(), n);
    gpu::call(cudaGetLastError(), "launch");

    std::vector<double> lu(a.size()), solution(n);
    std::vector<int> pivots(n), order(n);
    d_a.download(lu.data());
    d_b.download(solution.data());
    d_pivots.download(pivots.data());

    // L * U must be the matrix with its rows in the order of the pivots; 1e-10 per element.
    for (int i = 0; i < n; ++i) order[i] = i;
    for (int k = 0; k < n; ++k) {
        if (pivots[k] < k || pivots[k] >= n) {
            std::printf("FAIL lu_decomposition: pivot %d, got row %d, want %d..%d\n", k, pivots[k], k, n - 1);
            return 1;
        }
        std::swap(order[k], order[pivots[k]]);
    }
    for (int r = 0; r < n; ++r)
        for (int c = 0; c < n; ++c) {
            double product = r <= c ? lu[(size_t)r * n + c] : 0.0;
            for (int k = 0; k < std::min(r, c + 1); ++k) product += lu[(size_t)r * n + k] * lu[(size_t)k * n + c];
            const double want = a[(size_t)order[r] * n + c];
            if (!(std::fabs(product - want) <= 1e-10)) {
                std::printf("FAIL lu_decomposition: product (%d, %d), got %.13g, want %.13g\n", r, c, product, want);
                return 1;
            }
        }
    // The solution also depends on the condition of the matrix: small residual, 1e-9.
    for (int r = 0; r < n; ++r) {
        double got = 0.0;
        for (int c = 0; c < n; ++c) got += a[(size_t)r * n + c] * solution[c];
        if (!(std::fabs(got - b[r]) <= 1e-9)) {
            std::printf("FAIL lu_decomposition: equation %d, got %.13g, want %.13g\n", r, got, b[r]);
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 131;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [order]\n", argv[0]);
        return 2;
    }
    try {
        if (run(n)) return 1;
    } catch (const gpu::Error &e) {
        std::printf("FAIL lu_decomposition: %s, got %s, want no error\n", e.where.c_str(), cudaGetErrorString(e.code));
        return 1;
    }
    std::printf("PASS lu_decomposition\n");
    return 0;
}

// matrix_multiply: C = alpha * A * B + beta * C with 2D shared tiles, any sizes; row-major.
// Written in the C++ style: an owning device matrix, a non-owning view passed to the kernel by value.
//
// usage: matrix_multiply [rows [inner [columns]]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

constexpr int TILE = 16;

static void throwOnError(cudaError_t status, const std::string &what)
{
    if (status != cudaSuccess)
        throw std::runtime_error(what + ", got " + cudaGetErrorString(status) + ", want no error");
}

template <typename T>
struct MatrixView {
    int rows;
    int columns;
    int stride;
    T *elements;

    __device__ T get(int r, int c) const { return (r < rows && c < columns) ? elements[r * stride + c] : T(0); }
    __device__ void set(int r, int c, T value) { elements[r * stride + c] = value; }
};

template <typename T>
class DeviceMatrix {
public:
    DeviceMatrix(int rows, int columns) : rows_(rows), columns_(columns)
    {
        throwOnError(cudaMalloc(reinterpret_cast<void **>(&data_), bytes()), "cudaMalloc");
    }
    DeviceMatrix(const std::vector<T> &host, int rows, int columns) : DeviceMatrix(rows, columns)
    {
        throwOnError(cudaMemcpy(data_, host.data(), bytes(), cudaMemcpyHostToDevice), "copy in");
    }
    DeviceMatrix(const DeviceMatrix &) = delete;
    DeviceMatrix &operator=(const DeviceMatrix &) = delete;
    DeviceMatrix(DeviceMatrix &&other) noexcept
        : rows_(other.rows_), columns_(other.columns_), data_(std::exchange(other.data_, nullptr))
    {
    }
    ~DeviceMatrix() { cudaFree(data_); }

    std::vector<T> toHost() const
    {
        std::vector<T> host(static_cast<size_t>(rows_) * columns_);
        throwOnError(cudaMemcpy(host.data(), data_, bytes(), cudaMemcpyDeviceToHost), "copy out");
        return host;
    }
    MatrixView<T> view() const { return MatrixView<T>{rows_, columns_, columns_, data_}; }

private:
    size_t bytes() const { return sizeof(T) * rows_ * columns_; }

    int rows_, columns_;
    T *data_ = nullptr;
};

template <typename T>
__global__ void multiplyTiled(MatrixView<T> a, MatrixView<T> b, MatrixView<T> c, T alpha, T beta)
{
    __shared__ T tileA[TILE][TILE];
    __shared__ T tileB[TILE][TILE];

    const int row = blockIdx.y * TILE + threadIdx.y;
    const int column = blockIdx.x * TILE + threadIdx.x;

    T sum = 0;
    for (int start = 0; start < a.columns; start += TILE) {
        tileA[threadIdx.y][threadIdx.x] = a.get(row, start + threadIdx.x);
        tileB[threadIdx.y][threadIdx.x] = b.get(start + threadIdx.y, column);
        __syncthreads();

#pragma unroll
        for (int k = 0; k < TILE; ++k)
            sum += tileA[threadIdx.y][k] * tileB[k][threadIdx.x];
        __syncthreads();
    }

    if (row < c.rows && column < c.columns)
        c.set(row, column, alpha * sum + beta * c.get(row, column));
}

template <typename T>
static std::vector<T> randomMatrix(int rows, int columns, unsigned seed)
{
    std::vector<T> result(static_cast<size_t>(rows) * columns);
    for (T &value : result) {
        seed = seed * 1664525u + 1013904223u;
        value = static_cast<T>(static_cast<int>(seed >> 20) - 2048) / T(1024);
    }
    return result;
}

// Relative tolerance against a double-precision sum of absolute values.
template <typename T>
static bool check(int m, int k, int n, double tolerance)
{
    const std::vector<T> a = randomMatrix<T>(m, k, 1), b = randomMatrix<T>(k, n, 2), c = randomMatrix<T>(m, n, 3);
    const T alpha = T(1.5), beta = T(-0.5);

    DeviceMatrix<T> da(a, m, k), db(b, k, n);
    DeviceMatrix<T> dc = DeviceMatrix<T>(c, m, n);
    const dim3 block(TILE, TILE);
    const dim3 grid((n + TILE - 1) / TILE, (m + TILE - 1) / TILE);
    multiplyTiled<<<grid, block>>>(da.view(), db.view(), dc.view(), alpha, beta);
    throwOnError(cudaGetLastError(), "launch");
    throwOnError(cudaDeviceSynchronize(), "kernel");

    const std::vector<T> got = dc.toHost();
    std::vector<double> sum(n), magnitude(n);
    for (int i = 0; i < m; ++i) {
        std::fill(sum.begin(), sum.end(), 0.0);
        std::fill(magnitude.begin(), magnitude.end(), 0.0);
        for (int l = 0; l < k; ++l) {
            for (int j = 0; j < n; ++j) {
                const double product = double(a[i * k + l]) * double(b[l * n + j]);
                sum[j] += product;
                magnitude[j] += std::fabs(product);
            }
        }
        for (int j = 0; j < n; ++j) {
            const double want = double(alpha) * sum[j] + double(beta) * double(c[i * n + j]);
            const double limit = tolerance * (1.0 + 1.5 * magnitude[j]);
            if (!(std::fabs(double(got[i * n + j]) - want) <= limit)) {
                std::printf("FAIL matrix_multiply: %d-byte element (%d, %d), got %.10g, want %.10g\n",
                            int(sizeof(T)), i, j, double(got[i * n + j]), want);
                return false;
            }
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    const int m = argc > 1 ? std::atoi(argv[1]) : 193;
    const int k = argc > 2 ? std::atoi(argv[2]) : 157;
    const int n = argc > 3 ? std::atoi(argv[3]) : 211;
    if (m < 1 || k < 1 || n < 1) {
        std::fprintf(stderr, "usage: %s [rows [inner [columns]]]\n", argv[0]);
        return 2;
    }
    try {
        if (!check<float>(m, k, n, 1e-5) || !check<double>(m, k, n, 1e-13))
            return 1;
    } catch (const std::exception &error) {
        std::printf("FAIL matrix_multiply: %s\n", error.what());
        return 1;
    }
    std::printf("PASS matrix_multiply\n");
    return 0;
}

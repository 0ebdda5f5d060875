// spmv: sparse matrix times vector in three layouts. CSR with one thread per row, CSR with a group of
// threads per row and a shared-memory reduction, ELLPACK stored column by column.
//
// usage: spmv [rows [columns]]
#include <cuda_runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

struct CsrMatrix {
    int rows, columns;
    std::vector<int> rowStart;  // rows + 1
    std::vector<int> column;
    std::vector<float> value;
};

struct EllMatrix {
    int rows, width;  // width: longest row
    std::vector<int> column;
    std::vector<float> value;
};

__global__ void csrScalar(int rows, const int *rowStart, const int *column, const float *value, const float *x,
                          float *y)
{
    const int row = blockDim.x * blockIdx.x + threadIdx.x;
    if (row < rows) {
        float dot = 0;
        const int end = rowStart[row + 1];
        for (int k = rowStart[row]; k < end; k++)
            dot += value[k] * x[column[k]];
        y[row] = dot;
    }
}

// GROUP threads share a row; ROWS rows per block.
template <int GROUP, int ROWS>
__global__ void csrVector(int rows, const int *__restrict__ rowStart, const int *__restrict__ column,
                          const float *__restrict__ value, const float *__restrict__ x, float *y)
{
    __shared__ float partial[ROWS][GROUP];
    const int lane = threadIdx.x % GROUP;
    const int slot = threadIdx.x / GROUP;
    const int row = blockIdx.x * ROWS + slot;

    float sum = 0.0f;
    if (row < rows) {
        for (int k = __ldg(&rowStart[row]) + lane; k < __ldg(&rowStart[row + 1]); k += GROUP)
            sum = fmaf(__ldg(value + k), __ldg(x + column[k]), sum);
    }
    partial[slot][lane] = sum;
    __syncthreads();
    for (int half = GROUP / 2; half; half /= 2) {
        if (lane < half)
            partial[slot][lane] += partial[slot][lane + half];
        __syncthreads();
    }
    if (lane == 0 && row < rows)
        y[row] = partial[slot][0];
}

// Entry k of all rows lies side by side; column -1 marks padding.
__global__ void ell(int rows, int width, const int *column, const float *value, const float *x, float *y)
{
    for (int row = blockIdx.x * blockDim.x + threadIdx.x; row < rows; row += gridDim.x * blockDim.x) {
        float dot = 0.f;
        for (int k = 0; k < width; ++k) {
            const int at = k * rows + row;
            const int c = column[at];
            if (c < 0)
                break;
            dot += value[at] * x[c];
        }
        y[row] = dot;
    }
}

unsigned int seed = 2u;
unsigned int next()
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 9;
}

CsrMatrix randomMatrix(int rows, int columns)
{
    CsrMatrix m{rows, columns, {0}, {}, {}};
    for (int r = 0; r < rows; ++r) {
        int length = next() % 13;  // empty rows occur
        if (r % 97 == 5)
            length = 60;  // and a few long ones
        for (int k = 0; k < length; ++k) {
            m.column.push_back(static_cast<int>(next() % columns));
            m.value.push_back(static_cast<int>(next() % 2001) / 1000.0f - 1.0f);
        }
        m.rowStart.push_back(static_cast<int>(m.column.size()));
    }
    return m;
}

EllMatrix toEll(const CsrMatrix &m)
{
    EllMatrix e{m.rows, 0, {}, {}};
    for (int r = 0; r < m.rows; ++r)
        e.width = std::max(e.width, m.rowStart[r + 1] - m.rowStart[r]);
    e.column.assign(static_cast<size_t>(e.width) * e.rows, -1);
    e.value.assign(e.column.size(), 0.0f);
    for (int r = 0; r < m.rows; ++r) {
        for (int k = m.rowStart[r], j = 0; k < m.rowStart[r + 1]; ++k, ++j) {
            e.column[static_cast<size_t>(j) * e.rows + r] = m.column[k];
            e.value[static_cast<size_t>(j) * e.rows + r] = m.value[k];
        }
    }
    return e;
}

void verify(cudaError_t status, const char *what)
{
    if (status == cudaSuccess)
        return;
    std::printf("FAIL spmv: %s, got %s, want no error\n", what, cudaGetErrorString(status));
    std::exit(1);
}

template <typename T>
T *toDevice(const std::vector<T> &host)
{
    T *device = nullptr;
    verify(cudaMalloc(reinterpret_cast<void **>(&device), std::max<size_t>(1, host.size()) * sizeof(T)), "cudaMalloc");
    if (!host.empty())
        verify(cudaMemcpy(device, host.data(), host.size() * sizeof(T), cudaMemcpyHostToDevice), "cudaMemcpy");
    return device;
}

bool agrees(const char *layout, const float *d_y, const CsrMatrix &m, const std::vector<float> &x)
{
    verify(cudaGetLastError(), layout);
    std::vector<float> got(m.rows);
    verify(cudaMemcpy(got.data(), d_y, m.rows * sizeof(float), cudaMemcpyDeviceToHost), "copy back");
    for (int r = 0; r < m.rows; ++r) {
        double want = 0, scale = 0;
        for (int k = m.rowStart[r]; k < m.rowStart[r + 1]; ++k) {
            want += double(m.value[k]) * x[m.column[k]];
            scale += std::fabs(double(m.value[k]) * x[m.column[k]]);
        }
        // Sums of at most 60 terms in any order: 1e-5 of the sum of magnitudes.
        if (!(std::fabs(got[r] - want) <= 1e-5 * scale + 1e-30)) {
            std::printf("FAIL spmv: %s row %d, got %.8g, want %.8g\n", layout, r, got[r], want);
            return false;
        }
    }
    return true;
}

}  // namespace

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? std::atoi(argv[1]) : 20011;
    const int columns = argc > 2 ? std::atoi(argv[2]) : 15013;
    if (rows < 1 || columns < 1) {
        std::fprintf(stderr, "usage: %s [rows [columns]]\n", argv[0]);
        return 2;
    }
    const CsrMatrix m = randomMatrix(rows, columns);
    const EllMatrix e = toEll(m);
    std::vector<float> x(columns);
    for (float &v : x)
        v = static_cast<int>(next() % 4001) / 1000.0f - 2.0f;

    int *rowStart = toDevice(m.rowStart), *column = toDevice(m.column), *ellColumn = toDevice(e.column);
    float *value = toDevice(m.value), *ellValue = toDevice(e.value), *d_x = toDevice(x), *d_y = nullptr;
    const size_t bytes = rows * sizeof(float);
    verify(cudaMalloc(reinterpret_cast<void **>(&d_y), bytes), "cudaMalloc");

    csrScalar<<<(rows + 127) / 128, 128>>>(rows, rowStart, column, value, d_x, d_y);
    if (!agrees("csr scalar", d_y, m, x)) return 1;

    verify(cudaMemset(d_y, 0xee, bytes), "cudaMemset");
    csrVector<8, 16><<<(rows + 15) / 16, 8 * 16>>>(rows, rowStart, column, value, d_x, d_y);
    if (!agrees("csr vector 8", d_y, m, x)) return 1;

    verify(cudaMemset(d_y, 0xee, bytes), "cudaMemset");
    csrVector<32, 4><<<(rows + 3) / 4, 32 * 4>>>(rows, rowStart, column, value, d_x, d_y);
    if (!agrees("csr vector 32", d_y, m, x)) return 1;

    verify(cudaMemset(d_y, 0xee, bytes), "cudaMemset");
    ell<<<16, 256>>>(rows, e.width, ellColumn, ellValue, d_x, d_y);
    if (!agrees("ell", d_y, m, x)) return 1;

    for (void *p : {(void *)rowStart, (void *)column, (void *)ellColumn, (void *)value, (void *)ellValue, (void *)d_x,
                    (void *)d_y})
        cudaFree(p);
    std::printf("PASS spmv\n");
    return 0;
}

// matvec_dynamic: y = A x with one block per row. Dynamic shared memory holds two arrays of different
// type, cut out of one byte array by casts; the launch decides how large they are. A second kernel
// also returns where the largest product of the row lies (pairs of double and int in shared memory).
//
// usage: matvec_dynamic [rows [columns [threads]]]
#include <cuda_runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

// One block per row (rows beyond the grid are taken in turns). Shared: a double per thread, then chunk floats.
__global__ void rowDot(const float *matrix, const float *x, double *y, int rows, int columns, int chunk)
{
    extern __shared__ unsigned char raw[];
    double *partial = (double *)raw;
    float *cached = (float *)(partial + blockDim.x);

    for (int row = blockIdx.x; row < rows; row += gridDim.x) {
        double sum = 0.0;
        for (int start = 0; start < columns; start += chunk) {
            const int length = min(chunk, columns - start);
            for (int i = threadIdx.x; i < length; i += blockDim.x)
                cached[i] = x[start + i];
            __syncthreads();
            const float *a = matrix + (size_t)row * columns + start;
            for (int i = threadIdx.x; i < length; i += blockDim.x)
                sum += (double)a[i] * cached[i];
            __syncthreads();
        }
        partial[threadIdx.x] = sum;
        __syncthreads();

        // any number of threads: halve, rounding up
        for (int active = blockDim.x; active > 1;) {
            const int half = (active + 1) / 2;
            if ((int)threadIdx.x < active - half)
                partial[threadIdx.x] += partial[threadIdx.x + half];
            active = half;
            __syncthreads();
        }
        if (threadIdx.x == 0)
            y[row] = partial[0];
        __syncthreads();
    }
}

struct Peak {
    float *value;
    int *column;
};

__device__ Peak partition(char *memory, int threads)
{
    Peak peak;
    peak.value = reinterpret_cast<float *>(memory);
    peak.column = reinterpret_cast<int *>(memory + threads * sizeof(float));
    return peak;
}

// Largest |a * x| of a row and its (first) column.
__global__ void rowPeak(const float *matrix, const float *x, float *value, int *column, int columns)
{
    extern __shared__ char memory[];
    const Peak peak = partition(memory, blockDim.x);
    const int t = threadIdx.x;
    const float *row = &matrix[(size_t)blockIdx.x * columns];

    float best = -1.0f;
    int where = columns;
    for (int c = t; c < columns; c += blockDim.x) {
        const float product = fabsf(row[c] * x[c]);
        if (product > best) {
            best = product;
            where = c;
        }
    }
    peak.value[t] = best;
    peak.column[t] = where;
    __syncthreads();
    if (t != 0)
        return;
    for (int k = 1; k < blockDim.x; ++k) {
        if (peak.value[k] > best || (peak.value[k] == best && peak.column[k] < where)) {
            best = peak.value[k];
            where = peak.column[k];
        }
    }
    value[blockIdx.x] = best;
    column[blockIdx.x] = where;
}

static void expectSuccess(cudaError_t error, int line)
{
    if (error == cudaSuccess)
        return;
    std::printf("FAIL matvec_dynamic: line %d, got %s, want no error\n", line, cudaGetErrorString(error));
    std::exit(1);
}
#define EXPECT(x) expectSuccess((x), __LINE__)

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? std::atoi(argv[1]) : 301;
    const int columns = argc > 2 ? std::atoi(argv[2]) : 1237;
    const int threads = argc > 3 ? std::atoi(argv[3]) : 100;
    if (rows < 1 || columns < 1 || threads < 1 || threads > 1024) {
        std::fprintf(stderr, "usage: %s [rows [columns [threads (1..1024)]]]\n", argv[0]);
        return 2;
    }
    std::vector<float> matrix((size_t)rows * columns), x(columns);
    unsigned seed = 100u;
    auto next = [&seed]() {
        seed = seed * 1664525u + 1013904223u;
        return (float)(int)(seed >> 19) / 4096.0f - 1.0f;  // 13 bits: products are exact
    };
    std::generate(matrix.begin(), matrix.end(), next);
    std::generate(x.begin(), x.end(), next);

    float *d_matrix, *d_x, *d_value;
    double *d_y;
    int *d_column;
    EXPECT(cudaMalloc((void **)&d_matrix, matrix.size() * sizeof(float)));
    EXPECT(cudaMalloc((void **)&d_x, columns * sizeof(float)));
    EXPECT(cudaMalloc((void **)&d_y, rows * sizeof(double)));
    EXPECT(cudaMalloc((void **)&d_value, rows * sizeof(float)));
    EXPECT(cudaMalloc((void **)&d_column, rows * sizeof(int)));
    EXPECT(cudaMemcpy(d_matrix, matrix.data(), matrix.size() * sizeof(float), cudaMemcpyHostToDevice));
    EXPECT(cudaMemcpy(d_x, x.data(), columns * sizeof(float), cudaMemcpyHostToDevice));

    for (int chunk : {columns, 64, 1000}) {
        const int grid = std::min(rows, chunk == 64 ? 40 : rows);
        const size_t shared = threads * sizeof(double) + std::min(chunk, 2000) * sizeof(float);
        EXPECT(cudaMemset(d_y, 0xff, rows * sizeof(double)));
        rowDot<<<grid, threads, shared>>>(d_matrix, d_x, d_y, rows, columns, std::min(chunk, 2000));
        EXPECT(cudaGetLastError());
        std::vector<double> y(rows);
        EXPECT(cudaMemcpy(y.data(), d_y, rows * sizeof(double), cudaMemcpyDeviceToHost));
        for (int r = 0; r < rows; ++r) {
            double want = 0.0;
            for (int c = 0; c < columns; ++c)
                want += (double)matrix[(size_t)r * columns + c] * (double)x[c];
            // Products have 26 bits: sums in double are exact in any order.
            if (y[r] != want) {
                std::printf("FAIL matvec_dynamic: chunk %d row %d, got %.15g, want %.15g\n", chunk, r, y[r], want);
                return 1;
            }
        }
    }

    rowPeak<<<rows, threads, threads * (sizeof(float) + sizeof(int))>>>(d_matrix, d_x, d_value, d_column, columns);
    EXPECT(cudaGetLastError());
    std::vector<float> value(rows);
    std::vector<int> column(rows);
    EXPECT(cudaMemcpy(value.data(), d_value, rows * sizeof(float), cudaMemcpyDeviceToHost));
    EXPECT(cudaMemcpy(column.data(), d_column, rows * sizeof(int), cudaMemcpyDeviceToHost));
    for (int r = 0; r < rows; ++r) {
        float best = -1.0f;
        int where = 0;
        for (int c = 0; c < columns; ++c) {
            volatile float product = std::fabs(matrix[(size_t)r * columns + c] * x[c]);
            if (product > best) {
                best = product;
                where = c;
            }
        }
        if (column[r] != where || value[r] != best) {
            std::printf("FAIL matvec_dynamic: peak of row %d, got %.9g in column %d, want %.9g in column %d\n", r,
                        value[r], column[r], best, where);
            return 1;
        }
    }
    for (void *p : {(void *)d_matrix, (void *)d_x, (void *)d_y, (void *)d_value, (void *)d_column})
        EXPECT(cudaFree(p));
    std::printf("PASS matvec_dynamic\n");
    return 0;
}

// jacobi: solves a diagonally dominant system of equations. The device says through a flag in its
// memory whether any unknown still moves; the host reads it back to end the loop.
//
// usage: jacobi [unknowns]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define BLOCK_SIZE 128

static const double EPSILON = 1e-10;
static const int MAX_SWEEPS = 500;

/* Row i of A has its diagonal and up to BAND neighbours on both sides. */
#define BAND 6
#define ROW_LENGTH (2 * BAND + 1)

__global__ void sweep(const double *__restrict__ band, const double *__restrict__ rhs, const double *__restrict__ x,
                      double *__restrict__ next, int n, int *unfinished)
{
    __shared__ double window[BLOCK_SIZE + 2 * BAND];
    const int i = blockIdx.x * BLOCK_SIZE + threadIdx.x;

    for (int w = threadIdx.x; w < BLOCK_SIZE + 2 * BAND; w += BLOCK_SIZE) {
        const int at = blockIdx.x * BLOCK_SIZE + w - BAND;
        window[w] = at >= 0 && at < n ? x[at] : 0.0;
    }
    __syncthreads();
    if (i >= n)
        return;

    const double *row = band + i * ROW_LENGTH;
    double sum = rhs[i];
    for (int k = 0; k < ROW_LENGTH; ++k) {
        if (k == BAND)
            continue;
        sum -= row[k] * window[threadIdx.x + k];
    }
    const double value = sum / row[BAND];
    if (fabs(value - window[threadIdx.x + BAND]) > EPSILON)
        atomicExch(unfinished, 1);
    next[i] = value;
}

static inline void check(cudaError_t status, const char *file, int line)
{
    if (status != cudaSuccess) {
        fprintf(stderr, "%s:%d: %s\n", file, line, cudaGetErrorString(status));
        printf("FAIL jacobi: line %d, got error %d, want 0\n", line, (int)status);
        exit(1);
    }
}
#define cudaCheck(ans) check((ans), __FILE__, __LINE__)

int main(int argc, char *argv[])
{
    const int n = argc > 1 ? atoi(argv[1]) : 20011;
    if (n < 1) {
        fprintf(stderr, "usage: %s [unknowns]\n", argv[0]);
        return 2;
    }

    // Choose the solution first, then the right-hand side that belongs to it.
    std::vector<double> band((size_t)n * ROW_LENGTH, 0.0), rhs(n, 0.0), solution(n);
    unsigned long long seed = 9;
    auto random = [&]() {
        seed = seed * 2862933555777941757ULL + 3037000493ULL;
        return (double)(seed >> 40) / 16777216.0 - 0.5;
    };
    for (double &s : solution)
        s = 10.0 * random();
    for (int i = 0; i < n; ++i) {
        double *row = &band[(size_t)i * ROW_LENGTH];
        double off = 0.0;
        for (int k = 0; k < ROW_LENGTH; ++k) {
            const int j = i + k - BAND;
            if (j < 0 || j >= n || k == BAND)
                continue;
            row[k] = random();
            off += fabs(row[k]);
            rhs[i] += row[k] * solution[j];
        }
        row[BAND] = 1.5 * off + 1.0;
        rhs[i] += row[BAND] * solution[i];
    }

    double *d_band, *d_rhs, *d_x, *d_next;
    int *d_unfinished;
    cudaCheck(cudaMalloc((void **)&d_band, band.size() * sizeof(double)));
    cudaCheck(cudaMalloc((void **)&d_rhs, n * sizeof(double)));
    cudaCheck(cudaMalloc((void **)&d_x, n * sizeof(double)));
    cudaCheck(cudaMalloc((void **)&d_next, n * sizeof(double)));
    cudaCheck(cudaMalloc((void **)&d_unfinished, sizeof(int)));
    cudaCheck(cudaMemcpy(d_band, band.data(), band.size() * sizeof(double), cudaMemcpyHostToDevice));
    cudaCheck(cudaMemcpy(d_rhs, rhs.data(), n * sizeof(double), cudaMemcpyHostToDevice));
    cudaCheck(cudaMemset(d_x, 0, n * sizeof(double)));

    int sweeps = 0, unfinished;
    do {
        unfinished = 0;
        cudaCheck(cudaMemcpy(d_unfinished, &unfinished, sizeof(int), cudaMemcpyHostToDevice));
        sweep<<<(n + BLOCK_SIZE - 1) / BLOCK_SIZE, BLOCK_SIZE>>>(d_band, d_rhs, d_x, d_next, n, d_unfinished);
        cudaCheck(cudaGetLastError());
        cudaCheck(cudaMemcpy(&unfinished, d_unfinished, sizeof(int), cudaMemcpyDeviceToHost));
        double *t = d_x;
        d_x = d_next;
        d_next = t;
    } while (unfinished && ++sweeps < MAX_SWEEPS);

    std::vector<double> got(n);
    cudaCheck(cudaMemcpy(got.data(), d_x, n * sizeof(double), cudaMemcpyDeviceToHost));
    cudaCheck(cudaFree(d_band));
    cudaCheck(cudaFree(d_rhs));
    cudaCheck(cudaFree(d_x));
    cudaCheck(cudaFree(d_next));
    cudaCheck(cudaFree(d_unfinished));

    if (sweeps >= MAX_SWEEPS) {
        printf("FAIL jacobi: sweeps, got %d, want fewer than %d\n", sweeps, MAX_SWEEPS);
        return 1;
    }
    // The error contracts by 1/1.5 a sweep, so it ends within a few EPSILON: 1e-9 absolute.
    for (int i = 0; i < n; ++i) {
        if (!(fabs(got[i] - solution[i]) <= 1e-9)) {
            printf("FAIL jacobi: unknown %d, got %.13g, want %.13g\n", i, got[i], solution[i]);
            return 1;
        }
    }
    printf("PASS jacobi\n");
    return 0;
}

/* kmeans: Lloyd's algorithm. Points lie feature by feature; centres are cached in shared memory; sums
 * of a cluster are collected with integer atomics (coordinates are integers, so sums are exact).
 *
 * usage: kmeans [points [clusters]]
 */
#include <cuda_runtime.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEATURES 5
#define MAX_CLUSTERS 32
#define BLOCK_SIZE 128
#define MAX_ITERATIONS 50

#define SAFE(expr) safe((expr), #expr)

static void safe(cudaError_t code, const char *expr)
{
    if (code != cudaSuccess) {
        printf("FAIL kmeans: %s, got %s, want no error\n", expr, cudaGetErrorString(code));
        exit(1);
    }
}

__global__ void assignPoints(const short *points, int n, const float *centres, int k, int *membership, int *moved)
{
    __shared__ float cached[MAX_CLUSTERS * FEATURES];
    __shared__ int blockMoved;

    for (int i = threadIdx.x; i < k * FEATURES; i += blockDim.x)
        cached[i] = centres[i];
    if (threadIdx.x == 0)
        blockMoved = 0;
    __syncthreads();

    int p = blockIdx.x * blockDim.x + threadIdx.x;
    if (p < n) {
        float features[FEATURES];
        for (int f = 0; f < FEATURES; ++f)
            features[f] = points[f * n + p];

        int best = -1;
        float bestDistance = FLT_MAX;
        for (int c = 0; c < k; ++c) {
            float distance = 0.0f;
            for (int f = 0; f < FEATURES; ++f) {
                float d = features[f] - cached[c * FEATURES + f];
                distance += d * d;
            }
            if (distance < bestDistance) {
                bestDistance = distance;
                best = c;
            }
        }
        if (membership[p] != best) {
            membership[p] = best;
            atomicAdd(&blockMoved, 1);
        }
    }
    __syncthreads();
    if (threadIdx.x == 0 && blockMoved > 0)
        atomicAdd(moved, blockMoved);
}

__global__ void accumulate(const short *points, int n, const int *membership, int *sums, int *sizes)
{
    int p = blockIdx.x * blockDim.x + threadIdx.x;
    if (p >= n) return;
    int c = membership[p];
    atomicAdd(sizes + c, 1);
    for (int f = 0; f < FEATURES; ++f)
        atomicAdd(sums + c * FEATURES + f, (int)points[f * n + p]);
}

__global__ void divide(const int *sums, const int *sizes, float *centres)
{
    int c = blockIdx.x, f = threadIdx.x;
    if (sizes[c] != 0) /* an empty cluster stays where it is */
        centres[c * FEATURES + f] = (float)sums[c * FEATURES + f] / (float)sizes[c];
}

/* Same algorithm in double precision on the host; returns the number of iterations. */
static int hostKmeans(const short *points, int n, double *centres, int k, int *membership)
{
    int iteration = 0, moved = 1;
    for (; moved && iteration < MAX_ITERATIONS; ++iteration) {
        double sums[MAX_CLUSTERS][FEATURES] = {{0}};
        int sizes[MAX_CLUSTERS] = {0};
        moved = 0;
        for (int p = 0; p < n; ++p) {
            int best = 0;
            double bestDistance = DBL_MAX;
            for (int c = 0; c < k; ++c) {
                double distance = 0;
                for (int f = 0; f < FEATURES; ++f)
                    distance += pow(points[f * n + p] - centres[c * FEATURES + f], 2);
                if (distance < bestDistance) {
                    bestDistance = distance;
                    best = c;
                }
            }
            if (membership[p] != best) ++moved;
            membership[p] = best;
            ++sizes[best];
            for (int f = 0; f < FEATURES; ++f) sums[best][f] += points[f * n + p];
        }
        for (int c = 0; c < k; ++c)
            for (int f = 0; f < FEATURES && sizes[c]; ++f) centres[c * FEATURES + f] = sums[c][f] / sizes[c];
    }
    return iteration;
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 10007;
    int k = argc > 2 ? atoi(argv[2]) : 8;
    if (n < 1 || k < 1 || k > MAX_CLUSTERS) {
        fprintf(stderr, "usage: %s [points [clusters (1..%d)]]\n", argv[0], MAX_CLUSTERS);
        return 2;
    }

    short *points = (short *)malloc(sizeof(short) * n * FEATURES);
    int *membership = (int *)malloc(sizeof(int) * n), *wantMembership = (int *)malloc(sizeof(int) * n);
    float centres[MAX_CLUSTERS * FEATURES];
    double wantCentres[MAX_CLUSTERS * FEATURES];
    unsigned seed = 8u;
    /* Clouds around well separated places (multiples of 300), so that no point is near a border. */
    for (int p = 0; p < n; ++p) {
        for (int f = 0; f < FEATURES; ++f) {
            seed = seed * 1103515245u + 12345u;
            int place = ((p % k) * (2 * f + 3)) % 32 * 300;
            points[f * n + p] = (short)(place + (int)((seed >> 16) % 101u) - 50);
        }
        membership[p] = wantMembership[p] = -1;
    }
    for (int c = 0; c < k; ++c)
        for (int f = 0; f < FEATURES; ++f) wantCentres[c * FEATURES + f] = centres[c * FEATURES + f] = points[f * n + c % n];

    short *d_points;
    float *d_centres;
    int *d_membership, *d_sums, *d_sizes, *d_moved;
    SAFE(cudaMalloc((void **)&d_points, sizeof(short) * n * FEATURES));
    SAFE(cudaMalloc((void **)&d_centres, sizeof centres));
    SAFE(cudaMalloc((void **)&d_membership, sizeof(int) * n));
    SAFE(cudaMalloc((void **)&d_sums, sizeof(int) * k * FEATURES));
    SAFE(cudaMalloc((void **)&d_sizes, sizeof(int) * k));
    SAFE(cudaMalloc((void **)&d_moved, sizeof(int)));
    SAFE(cudaMemcpy(d_points, points, sizeof(short) * n * FEATURES, cudaMemcpyHostToDevice));
    SAFE(cudaMemcpy(d_centres, centres, sizeof(float) * k * FEATURES, cudaMemcpyHostToDevice));
    SAFE(cudaMemset(d_membership, -1, sizeof(int) * n));

    int blocks = (n + BLOCK_SIZE - 1) / BLOCK_SIZE;
    int moved = 1, iterations = 0;
    while (moved != 0 && iterations < MAX_ITERATIONS) {
        SAFE(cudaMemset(d_moved, 0, sizeof(int)));
        SAFE(cudaMemset(d_sums, 0, sizeof(int) * k * FEATURES));
        SAFE(cudaMemset(d_sizes, 0, sizeof(int) * k));
        assignPoints<<<blocks, BLOCK_SIZE>>>(d_points, n, d_centres, k, d_membership, d_moved);
        accumulate<<<blocks, BLOCK_SIZE>>>(d_points, n, d_membership, d_sums, d_sizes);
        divide<<<k, FEATURES>>>(d_sums, d_sizes, d_centres);
        SAFE(cudaGetLastError());
        SAFE(cudaMemcpy(&moved, d_moved, sizeof(int), cudaMemcpyDeviceToHost));
        ++iterations;
    }
    SAFE(cudaMemcpy(membership, d_membership, sizeof(int) * n, cudaMemcpyDeviceToHost));
    SAFE(cudaMemcpy(centres, d_centres, sizeof(float) * k * FEATURES, cudaMemcpyDeviceToHost));

    int wantIterations = hostKmeans(points, n, wantCentres, k, wantMembership);
    int failed = 0;
    if (iterations != wantIterations) {
        printf("FAIL kmeans: iterations, got %d, want %d\n", iterations, wantIterations);
        failed = 1;
    }
    for (int p = 0; p < n && !failed; ++p) {
        if (membership[p] != wantMembership[p]) {
            printf("FAIL kmeans: cluster of point %d, got %d, want %d\n", p, membership[p], wantMembership[p]);
            failed = 1;
        }
    }
    /* Exact sums, one single-precision division: 1e-6 relative. */
    for (int i = 0; i < k * FEATURES && !failed; ++i) {
        if (!(fabs(centres[i] - wantCentres[i]) <= 1e-6 * fabs(wantCentres[i]) + 1e-6)) {
            printf("FAIL kmeans: centre %d feature %d, got %.8g, want %.8g\n", i / FEATURES, i % FEATURES, centres[i],
                   wantCentres[i]);
            failed = 1;
        }
    }
    cudaFree(d_points);
    cudaFree(d_centres);
    cudaFree(d_membership);
    cudaFree(d_sums);
    cudaFree(d_sizes);
    cudaFree(d_moved);
    free(points);
    free(membership);
    free(wantMembership);
    if (!failed) printf("PASS kmeans\n");
    return failed;
}

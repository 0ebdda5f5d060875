// nearest_points: for each point of one set the nearest of another. A program of the kind that opens
// namespace std and calls its own things by names that the standard library has as well, and that
// defines its macros before it includes anything.
//
// usage: nearest_points [queries] [points]
#define N 16 // points in a tile
#define T float
#define dim 3
#define sq(v) ((v) * (v))

#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>

using namespace std;

struct vector {
    T at[dim];
};

int count = 4001;     // queries
int size_of_set = 777; // points
unsigned sort = 99;   // state of the generator

struct map {
    int rank;
    T distance;
};

__constant__ T array[dim] = {1, 2, 0.5f}; // weights of the axes

__device__ T find(const vector &a, const vector &b) {
    T sum = 0;
    for (int axis = 0; axis < dim; ++axis) {
        sum += array[axis] * sq(a.at[axis] - b.at[axis]);
    }
    return sum;
}

__global__ void search(const vector *queries, int n, const vector *set, int m, map *best) {
    __shared__ vector tile[N];
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    map list = {-1, 0};
    for (int begin = 0; begin < m; begin += N) {
        if (threadIdx.x < N && begin + int(threadIdx.x) < m) {
            tile[threadIdx.x] = set[begin + threadIdx.x];
        }
        __syncthreads();
        for (int j = 0; i < n && j < N && begin + j < m; ++j) {
            const T distance = find(queries[i], tile[j]);
            if (list.rank < 0 || distance < list.distance) {
                list.rank = begin + j;
                list.distance = distance;
            }
        }
        __syncthreads();
    }
    if (i < n) {
        best[i] = list;
    }
}

// A multiple of 1/256, so that every distance is exact.
T generate() {
    sort = sort * 1664525u + 1013904223u;
    return T(sort >> 20) / 256;
}

vector *fill(int n) {
    vector *all = static_cast<vector *>(malloc(n * sizeof(vector)));
    for (int i = 0; i < n; ++i) {
        for (int axis = 0; axis < dim; ++axis) {
            all[i].at[axis] = generate();
        }
    }
    return all;
}

vector *copy(const vector *from, int n) {
    vector *to = nullptr;
    if (cudaMalloc(&to, n * sizeof(vector)) != cudaSuccess ||
        cudaMemcpy(to, from, n * sizeof(vector), cudaMemcpyHostToDevice) != cudaSuccess) {
        printf("FAIL nearest_points: copy, got %s, want success\n", cudaGetErrorString(cudaGetLastError()));
        exit(1);
    }
    return to;
}

// The first of the nearest points, from the last one back.
int reference(const vector &query, const vector *set, int m) {
    int nearest = m - 1;
    double least = 0;
    for (int j = m - 1; j >= 0; --j) {
        const double x = double(query.at[0]) - set[j].at[0];
        const double y = double(query.at[1]) - set[j].at[1];
        const double z = double(query.at[2]) - set[j].at[2];
        const double distance = x * x + 2 * y * y + z * z / 2;
        if (j == m - 1 || distance <= least) {
            nearest = j;
            least = distance;
        }
    }
    return nearest;
}

int main(int argc, char **argv) {
    count = argc > 1 ? atoi(argv[1]) : count;
    size_of_set = argc > 2 ? atoi(argv[2]) : size_of_set;
    if (count < 1 || size_of_set < 1) {
        fprintf(stderr, "usage: %s [queries] [points]\n", argv[0]);
        return 2;
    }
    vector *queries = fill(count);
    vector *set = fill(size_of_set);
    vector *d_queries = copy(queries, count);
    vector *d_set = copy(set, size_of_set);
    map *best = static_cast<map *>(malloc(count * sizeof(map)));
    map *d_best = nullptr;
    cudaMalloc(&d_best, count * sizeof(map));
    const int threads = 64;
    search<<<(count + threads - 1) / threads, threads>>>(d_queries, count, d_set, size_of_set, d_best);
    const cudaError_t status = cudaMemcpy(best, d_best, count * sizeof(map), cudaMemcpyDeviceToHost);
    if (status != cudaSuccess) {
        printf("FAIL nearest_points: search, got %s, want success\n", cudaGetErrorString(status));
        return 1;
    }
    for (int i = 0; i < count; ++i) {
        const int want = reference(queries[i], set, size_of_set);
        if (best[i].rank != want) {
            printf("FAIL nearest_points: query %d, got %d, want %d\n", i, best[i].rank, want);
            return 1;
        }
    }
    cudaFree(d_best);
    cudaFree(d_set);
    cudaFree(d_queries);
    free(best);
    free(set);
    free(queries);
    printf("PASS nearest_points\n");
    return 0;
}

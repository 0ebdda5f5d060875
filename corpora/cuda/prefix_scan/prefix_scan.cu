// prefix_scan: exclusive and inclusive prefix sums of any length. Work-efficient (Blelloch) scan in
// shared memory, padded against bank conflicts; block totals are scanned recursively by the host.
//
// usage: prefix_scan [elements]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#define NUM_BANKS 32
#define LOG_NUM_BANKS 5
#define CONFLICT_FREE_OFFSET(index) ((index) >> LOG_NUM_BANKS)

#define BLOCK 128
#define PER_BLOCK (2 * BLOCK)

#define CHECK(expression) checkCuda((expression), #expression, __LINE__)

static inline void checkCuda(cudaError_t error, const char *expression, int line)
{
    if (error != cudaSuccess) {
        printf("FAIL prefix_scan: line %d %s, got %s, want no error\n", line, expression,
               cudaGetErrorString(error));
        exit(1);
    }
}

// Scans PER_BLOCK elements; the block's total goes to totals[blockIdx.x] unless totals is null.
template <typename T>
__global__ void scanBlocks(const T *in, T *out, T *totals, int n, bool inclusive)
{
    __shared__ T temp[PER_BLOCK + CONFLICT_FREE_OFFSET(PER_BLOCK)];
    const int tid = threadIdx.x;
    const int base = blockIdx.x * PER_BLOCK;

    const int ai = tid;
    const int bi = tid + BLOCK;
    const int ap = ai + CONFLICT_FREE_OFFSET(ai);
    const int bp = bi + CONFLICT_FREE_OFFSET(bi);
    const T first = (base + ai < n) ? in[base + ai] : T(0);
    const T second = (base + bi < n) ? in[base + bi] : T(0);
    temp[ap] = first;
    temp[bp] = second;

    // up-sweep: build the tree of partial sums
    int offset = 1;
    for (int d = PER_BLOCK >> 1; d > 0; d >>= 1) {
        __syncthreads();
        if (tid < d) {
            int l = offset * (2 * tid + 1) - 1;
            int r = offset * (2 * tid + 2) - 1;
            l += CONFLICT_FREE_OFFSET(l);
            r += CONFLICT_FREE_OFFSET(r);
            temp[r] += temp[l];
        }
        offset *= 2;
    }

    if (tid == 0) {
        const int last = PER_BLOCK - 1 + CONFLICT_FREE_OFFSET(PER_BLOCK - 1);
        if (totals)
            totals[blockIdx.x] = temp[last];
        temp[last] = 0;
    }

    // down-sweep: push the sums of everything to the left down the tree
    for (int d = 1; d < PER_BLOCK; d *= 2) {
        offset >>= 1;
        __syncthreads();
        if (tid < d) {
            int l = offset * (2 * tid + 1) - 1;
            int r = offset * (2 * tid + 2) - 1;
            l += CONFLICT_FREE_OFFSET(l);
            r += CONFLICT_FREE_OFFSET(r);
            T t = temp[l];
            temp[l] = temp[r];
            temp[r] += t;
        }
    }
    __syncthreads();

    if (base + ai < n)
        out[base + ai] = inclusive ? temp[ap] + first : temp[ap];
    if (base + bi < n)
        out[base + bi] = inclusive ? temp[bp] + second : temp[bp];
}

template <typename T>
__global__ void addOffsets(T *data, const T *offsets, int n)
{
    __shared__ T offset;
    if (threadIdx.x == 0)
        offset = offsets[blockIdx.x];
    __syncthreads();
    const int base = blockIdx.x * PER_BLOCK + threadIdx.x;
    for (int k = 0; k < 2; ++k) {
        const int i = base + k * BLOCK;
        if (i < n)
            data[i] += offset;
    }
}

template <typename T>
static void scanOnDevice(const T *in, T *out, int n, bool inclusive)
{
    const int blocks = (n + PER_BLOCK - 1) / PER_BLOCK;
    if (blocks == 1) {
        scanBlocks<T><<<1, BLOCK>>>(in, out, nullptr, n, inclusive);
        CHECK(cudaGetLastError());
        return;
    }
    T *totals, *offsets;
    CHECK(cudaMalloc(&totals, blocks * sizeof(T)));
    CHECK(cudaMalloc(&offsets, blocks * sizeof(T)));
    scanBlocks<<<blocks, BLOCK>>>(in, out, totals, n, inclusive);
    CHECK(cudaGetLastError());
    scanOnDevice(totals, offsets, blocks, false);
    addOffsets<<<blocks, BLOCK>>>(out, offsets, n);
    CHECK(cudaGetLastError());
    CHECK(cudaFree(totals));
    CHECK(cudaFree(offsets));
}

template <typename T>
static bool check(const char *type, int n, bool inclusive)
{
    std::vector<T> data(n), got(n);
    unsigned seed = 5u + n;
    for (T &value : data) {
        seed = seed * 22695477u + 1u;
        value = static_cast<T>(seed >> 4);  // large: 32-bit sums wrap around
    }
    T *in, *out;
    CHECK(cudaMalloc(&in, n * sizeof(T)));
    CHECK(cudaMalloc(&out, n * sizeof(T)));
    CHECK(cudaMemcpy(in, data.data(), n * sizeof(T), cudaMemcpyHostToDevice));
    scanOnDevice(in, out, n, inclusive);
    CHECK(cudaMemcpy(got.data(), out, n * sizeof(T), cudaMemcpyDeviceToHost));
    CHECK(cudaFree(in));
    CHECK(cudaFree(out));

    T running = 0;
    for (int i = 0; i < n; ++i) {
        const T before = running;
        running += data[i];
        const T want = inclusive ? running : before;
        if (got[i] != want) {
            printf("FAIL prefix_scan: %s %s [%d], got %llu, want %llu\n", inclusive ? "inclusive" : "exclusive",
                   type, i, (unsigned long long)got[i], (unsigned long long)want);
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? atoi(argv[1]) : 150001;
    if (n < 1) {
        fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    if (!check<unsigned>("unsigned", n, false) || !check<unsigned>("unsigned", n, true))
        return 1;
    if (!check<unsigned long long>("unsigned long long", n, true) ||
        !check<unsigned long long>("unsigned long long", n, false))
        return 1;
    printf("PASS prefix_scan\n");
    return 0;
}

// divergent_warps: warps and parts of warps that go their own ways: rows of unequal length, a warp each, taken from a
// counter; broadcasts and votes inside of branches; halves of a warp with masks of their own; sorting inside of
// segments; loops that end for some lanes first.
//
// usage: divergent_warps [rows]
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

struct Csr {
    int rows;
    const int *begin;
    const int *column;
    const float *value;
};

static void expect(cudaError_t error, const char *what)
{
    if (error == cudaSuccess)
        return;
    printf("FAIL divergent_warps: %s, got %s, want no error\n", what, cudaGetErrorString(error));
    exit(1);
}

__device__ float warpSum(float x)
{
    for (int d = 16; d; d /= 2)
        x += __shfl_xor_sync(~0u, x, d);
    return x;
}

__device__ float rowProduct(const Csr &m, const float *x, int row)
{
    const int lane = threadIdx.x & 31;
    float sum = 0;
    for (int k = m.begin[row] + lane; k < m.begin[row + 1]; k += 32)
        sum += m.value[k] * x[m.column[k]];
    return warpSum(sum);
}

// Each warp takes rows until there are no more: warps turn unequally often.
__global__ void multiply(Csr m, const float *x, float *y, int *nextRow)
{
    const int lane = threadIdx.x % warpSize;
    for (;;) {
        int row = 0;
        if (lane == 0)
            row = atomicAdd(nextRow, 1);
        row = __shfl_sync(0xffffffffu, row, 0);
        if (row >= m.rows)
            break;
        if (m.begin[row] == m.begin[row + 1]) {
            if (lane == 0)
                y[row] = 0;
            continue;
        }
        const float sum = rowProduct(m, x, row);
        if (lane == 0)
            y[row] = sum;
    }
}

// Long rows by the warp, one after the other; short ones by their own threads. A thread is a row.
__global__ void lengths(Csr m, int *longest, int *total)
{
    const int row = blockIdx.x * blockDim.x + threadIdx.x;
    const int lane = threadIdx.x & 31;
    int length = row < m.rows ? m.begin[row + 1] - m.begin[row] : 0;
    int most = 0;
    unsigned todo = __ballot_sync(~0u, length > 20);
    while (todo != 0) {
        const int owner = __ffs(todo) - 1;
        todo &= todo - 1;
        const int its = __shfl_sync(~0u, row, owner);
        int best = 0;
        for (int k = m.begin[its] + lane; k < m.begin[its + 1]; k += 32)
            best = max(best, m.column[k]);
        for (int d = 16; d > 0; d >>= 1)
            best = max(best, __shfl_down_sync(~0u, best, d));
        best = __shfl_sync(~0u, best, 0);
        if (lane == owner)
            most = best;
    }
    if (row < m.rows && length <= 20) {
        for (int k = m.begin[row]; k < m.begin[row + 1]; ++k)
            most = max(most, m.column[k]);
    }
    if (row < m.rows)
        longest[row] = most;

    // The halves of a warp add up on their own, in branches of their own.
    if (lane < 16) {
        for (int d = 8; d > 0; d >>= 1)
            length += __shfl_xor_sync(0x0000ffffu, length, d);
        if (lane == 0)
            atomicAdd(&total[0], length);
    } else {
        for (int d = 1; d < 16; d <<= 1)
            length += __shfl_xor_sync(0xffff0000u, length, d);
        if (lane == 31)
            atomicAdd(&total[1], length);
    }
}

// Bitonic sort of each `width` numbers.
__global__ void sortSegments(int *data, int n, int width)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    int mine = i < n ? data[i] : 0x7fffffff;
    for (int size = 2; size <= width; size <<= 1) {
        for (int stride = size / 2; stride > 0; stride >>= 1) {
            const int other = __shfl_xor_sync(0xffffffffu, mine, stride, width);
            const bool up = (i & size) == 0 || size == width;
            const bool low = (i & stride) == 0;
            if (up == low ? other < mine : other > mine)
                mine = other;
        }
    }
    if (i < n)
        data[i] = mine;
}

// Steps of the Collatz sequence; the warp goes on while any lane has not come to 1.
__global__ void collatz(int *steps, int n, int *warpTurns)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned x = i < n ? i + 1 : 1;
    int count = 0, turns = 0;
    while (__any_sync(0xffffffffu, x != 1)) {
        ++turns;
        if (x == 1)
            continue;
        x = x & 1 ? 3 * x + 1 : x / 2;
        ++count;
    }
    if (i < n) {
        steps[i] = count;
        warpTurns[i] = turns;
    }
}

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? atoi(argv[1]) : 701;
    if (rows < 1) {
        fprintf(stderr, "usage: divergent_warps [rows]\n");
        return 2;
    }
    std::vector<int> begin(rows + 1), column;
    std::vector<float> value, x(rows), y(rows);
    unsigned seed = 5;
    auto next = [&seed] { return (seed = seed * 1103515245u + 12345u) >> 16; };
    for (int r = 0; r < rows; ++r) {
        begin[r] = (int)column.size();
        const unsigned kind = next() % 8;
        const int length = kind == 0 ? 0 : kind == 1 ? 20 + next() % 70 : next() % 12;
        for (int k = 0; k < length; ++k) {
            column.push_back(next() % rows);
            value.push_back((float)(next() % 16));
        }
        x[r] = (float)(next() % 8);
    }
    begin[rows] = (int)column.size();
    column.push_back(0);
    value.push_back(0);

    const int threads = 128, blocks = (rows + threads - 1) / threads;
    int *dBegin, *dColumn, *dInts;
    float *dValue, *dX, *dY;
    expect(cudaMalloc(&dBegin, begin.size() * sizeof(int)), "cudaMalloc");
    expect(cudaMalloc(&dColumn, column.size() * sizeof(int)), "cudaMalloc");
    expect(cudaMalloc(&dValue, value.size() * sizeof(float)), "cudaMalloc");
    expect(cudaMalloc(&dX, rows * sizeof(float)), "cudaMalloc");
    expect(cudaMalloc(&dY, rows * sizeof(float)), "cudaMalloc");
    expect(cudaMalloc(&dInts, (4 * rows + 3) * sizeof(int)), "cudaMalloc");
    expect(cudaMemcpy(dBegin, begin.data(), begin.size() * sizeof(int), cudaMemcpyHostToDevice), "copy");
    expect(cudaMemcpy(dColumn, column.data(), column.size() * sizeof(int), cudaMemcpyHostToDevice), "copy");
    expect(cudaMemcpy(dValue, value.data(), value.size() * sizeof(float), cudaMemcpyHostToDevice), "copy");
    expect(cudaMemcpy(dX, x.data(), rows * sizeof(float), cudaMemcpyHostToDevice), "copy");
    expect(cudaMemset(dInts, 0, (4 * rows + 3) * sizeof(int)), "cudaMemset");
    std::vector<int> sorted(rows);
    for (int &s : sorted)
        s = (int)next();
    int *dSorted = dInts + 3 + 3 * rows;
    expect(cudaMemcpy(dSorted, sorted.data(), rows * sizeof(int), cudaMemcpyHostToDevice), "copy");

    const Csr m{rows, dBegin, dColumn, dValue};
    multiply<<<3, threads>>>(m, dX, dY, dInts);
    expect(cudaGetLastError(), "multiply");
    lengths<<<blocks, threads>>>(m, dInts + 3, dInts + 1);
    expect(cudaGetLastError(), "lengths");
    collatz<<<blocks, threads>>>(dInts + 3 + rows, rows, dInts + 3 + 2 * rows);
    expect(cudaGetLastError(), "collatz");
    sortSegments<<<blocks, threads>>>(dSorted, rows, 16);
    expect(cudaGetLastError(), "sortSegments");
    std::vector<int> ints(4 * rows + 3);
    expect(cudaMemcpy(y.data(), dY, rows * sizeof(float), cudaMemcpyDeviceToHost), "copy back");
    expect(cudaMemcpy(ints.data(), dInts, ints.size() * sizeof(int), cudaMemcpyDeviceToHost), "copy back");
    expect(cudaFree(dBegin), "cudaFree");
    expect(cudaFree(dColumn), "cudaFree");
    expect(cudaFree(dValue), "cudaFree");
    expect(cudaFree(dX), "cudaFree");
    expect(cudaFree(dY), "cudaFree");
    expect(cudaFree(dInts), "cudaFree");

    std::vector<int> steps(blocks * threads, 0);
    for (int r = 0; r < rows; ++r)
        for (unsigned v = r + 1; v != 1; v = v % 2 ? 3 * v + 1 : v / 2)
            steps[r]++;
    int halves[2] = {0, 0};
    for (int r = 0; r < rows; ++r) {
        float product = 0;
        int most = 0;
        for (int k = begin[r]; k < begin[r + 1]; ++k) {
            product += value[k] * x[column[k]];  // whole numbers: exact in any order
            most = std::max(most, column[k]);
        }
        halves[r / 16 % 2] += begin[r + 1] - begin[r];
        const int turns = *std::max_element(&steps[r / 32 * 32], &steps[r / 32 * 32] + 32);
        const int want[] = {most, steps[r], turns};
        for (int k = 0; k < 3; ++k) {
            if (ints[3 + k * rows + r] != want[k]) {
                printf("FAIL divergent_warps: result %d of [%d], got %d, want %d\n", k, r, ints[3 + k * rows + r], want[k]);
                return 1;
            }
        }
        if (y[r] != product) {
            printf("FAIL divergent_warps: product [%d], got %g, want %g\n", r, y[r], product);
            return 1;
        }
    }
    if (ints[1] != halves[0] || ints[2] != halves[1]) {
        printf("FAIL divergent_warps: halves, got %d %d, want %d %d\n", ints[1], ints[2], halves[0], halves[1]);
        return 1;
    }
    for (int s = 0; s < rows; s += 16)
        std::sort(&sorted[s], &sorted[0] + std::min(s + 16, rows));
    for (int r = 0; r < rows; ++r) {
        if (ints[3 + 3 * rows + r] != sorted[r]) {
            printf("FAIL divergent_warps: sorted [%d], got %d, want %d\n", r, ints[3 + 3 * rows + r], sorted[r]);
            return 1;
        }
    }
    printf("PASS divergent_warps\n");
    return 0;
}

// included_unit: prefix.cu is compiled by itself and linked, and included here for its kernel: both units launch a
// kernel of that file, each its own.
//
// usage: included_unit [elements]
#define PREFIX_KERNEL_ONLY
#include "prefix.cu"

#include <cstdio>
#include <cstdlib>
#include <vector>

bool prefixSums(const unsigned *values, unsigned *sums, int count);

static __global__ void doubled(unsigned *values, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        values[i] *= 2;
}

static unsigned nextRandom(unsigned &state)
{
    state = state * 1664525u + 1013904223u;
    return state >> 24;
}

// Does every sum equal the host's, counted anew in each block?  The linked version leaves the carried total of all
// blocks before in the last place of a block.
static bool check(const char *where, const std::vector<unsigned> &values, const std::vector<unsigned> &sums, bool carries)
{
    const int count = static_cast<int>(values.size());
    unsigned sum = 0;
    unsigned total = 0;
    for (int i = 0; i < count; ++i) {
        sum = i % PREFIX_BLOCK == 0 ? values[i] : sum + values[i];
        total += values[i];
        const bool isCarry = carries && i % PREFIX_BLOCK == PREFIX_BLOCK - 1 && i + 1 < count;
        const unsigned want = isCarry ? total : sum;
        if (sums[i] != want) {
            std::printf("FAIL included_unit: %s, element %d, got %u, want %u\n", where, i, sums[i], want);
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 1003;
    if (count < 1)
        return 2;
    unsigned state = 7;
    std::vector<unsigned> values(count);
    for (unsigned &value : values)
        value = nextRandom(state);
    const size_t bytes = count * sizeof(unsigned);
    unsigned *in = nullptr;
    unsigned *out = nullptr;
    if (cudaMalloc(&in, bytes) != cudaSuccess || cudaMalloc(&out, bytes) != cudaSuccess)
        return 1;
    cudaMemcpy(in, values.data(), bytes, cudaMemcpyHostToDevice);
    std::vector<unsigned> sums(count);

    if (!prefixSums(in, out, count))
        return 1;
    cudaMemcpy(sums.data(), out, bytes, cudaMemcpyDeviceToHost);
    if (!check("linked", values, sums, true))
        return 1;

    const int blocks = (count + PREFIX_BLOCK - 1) / PREFIX_BLOCK;
    doubled<<<blocks, PREFIX_BLOCK>>>(in, count);
    prefixBlocks<<<blocks, PREFIX_BLOCK>>>(in, out, count);
    cudaMemcpy(sums.data(), out, bytes, cudaMemcpyDeviceToHost);
    for (unsigned &value : values)
        value *= 2;
    if (!check("included", values, sums, false))
        return 1;
    if (cudaFree(in) != cudaSuccess || cudaFree(out) != cudaSuccess)
        return 1;
    std::printf("PASS included_unit\n");
    return 0;
}

// prefix_scan by hand: each core runs through whole blocks, one element after the other.
#include "../timing.hpp"

const int PER_BLOCK = 256;

static void scan_blocks(const unsigned *in, unsigned *out, unsigned *totals, int n)
{
#pragma omp parallel for schedule(static)
    for (int first = 0; first < n; first += PER_BLOCK) {
        const int end = std::min(first + PER_BLOCK, n);
        unsigned sum = 0;
#pragma omp simd reduction(inscan, + : sum)
        for (int i = first; i < end; i++) {
            sum += in[i];
#pragma omp scan inclusive(sum)
            out[i] = sum;
        }
        totals[first / PER_BLOCK] = sum;
    }
}

static void add_offsets(unsigned *data, const unsigned *offsets, int n)
{
#pragma omp parallel for schedule(static)
    for (int first = 0; first < n; first += PER_BLOCK) {
        const unsigned offset = offsets[first / PER_BLOCK];
        const int end = std::min(first + PER_BLOCK, n);
#pragma omp simd
        for (int i = first; i < end; i++)
            data[i] += offset;
    }
}

int main()
{
    const int n = 1000003;
    const std::vector<unsigned> in = integers<unsigned>(n, 41, 100);
    std::vector<unsigned> out(n), totals((n + PER_BLOCK - 1) / PER_BLOCK);
    measure("scan_blocks", [&] { scan_blocks(in.data(), out.data(), totals.data(), n); }, [&] { return out; });
    measure("add_offsets", [&] { add_offsets(out.data(), totals.data(), n); }, [&] { return out; });
    return 0;
}

#define main check_prefix_scan
#include "../../cuda/prefix_scan/prefix_scan.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int n = 1000003, blocks = (n + PER_BLOCK - 1) / PER_BLOCK;
    const unsigned *in = on_device(integers<unsigned>(n, 41, 100));
    unsigned *out = zeros<unsigned>(n), *totals = zeros<unsigned>(blocks);
    measure_kernel("scan_blocks", out, n, [&] { scanBlocks<<<blocks, BLOCK>>>(in, out, totals, n, true); });
    measure_kernel("add_offsets", out, n, [&] { addOffsets<<<blocks, BLOCK>>>(out, totals, n); });
    return 0;
}

#define main check_histogram
#include "../../cuda/histogram/histogram.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const size_t count = 8000003;
    const byte *data = on_device(integers<byte>(count, 9, BINS));
    uint *bins = zeros<uint>(BINS);
    measure_kernel("histogram_shared", bins, BINS,
                   [&] { histogramShared<<<MAX_BLOCKS, THREADS>>>(data, count, bins); });
    measure_kernel("histogram_packed", bins, BINS,
                   [&] { histogramPacked<<<MAX_BLOCKS, THREADS>>>(data, count, bins); });
    return 0;
}

#define main check_reduction
#include "../../cuda/reduction/reduction.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int n = 4000037, blocks = (n + 255) / 256;
    const int *in = on_device(integers<int>(n, 31, 1000));
    int *out = zeros<int>(blocks);
    measure_kernel("reduction_halves", out, blocks, [&] { reduce2<256, SUM><<<blocks, 256>>>(in, out, n); });
    measure_kernel("reduction_strided", out, blocks, [&] { reduce1<256, MAXIMUM><<<blocks, 256>>>(in, out, n); });
    measure_kernel("reduction_many", out, 64, [&] { reduce3<256, SUM><<<64, 256>>>(in, out, n); });
    return 0;
}

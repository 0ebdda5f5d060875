#define main check_transpose
#include "../../cuda/transpose/transpose.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int width = 2001, height = 1501;
    const int *in = on_device(integers<int>(width * height, 5, 1 << 20));
    int *out = zeros<int>(width * height);
    const dim3 block(TILE_DIM, BLOCK_ROWS);
    const dim3 grid((width + TILE_DIM - 1) / TILE_DIM, (height + TILE_DIM - 1) / TILE_DIM);
    measure_kernel("transpose_naive", out, width * height,
                   [&] { transposeNaive<<<grid, block>>>(out, in, width, height); });
    measure_kernel("transpose_tiled", out, width * height,
                   [&] { transposeTiled<1><<<grid, block>>>(out, in, width, height); });
    return 0;
}

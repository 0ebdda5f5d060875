#define main check_stencil2d
#include "../../cuda/stencil2d/stencil2d.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int width = 2001, height = 1003;
    const float *in = on_device(numbers(width * height, 77, 0, 100));
    float *out = zeros<float>(width * height);
    const dim3 block(BLOCK_X, BLOCK_Y), grid((width + BLOCK_X - 1) / BLOCK_X, (height + BLOCK_Y - 1) / BLOCK_Y);
    measure_kernel("stencil2d", out, width * height,
                   [&] { diffuse<<<grid, block>>>(in, out, width, height, 0.2f); });
    return 0;
}

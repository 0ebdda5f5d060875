#define main check_mandelbrot
#include "../../cuda/mandelbrot/mandelbrot.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int width = 801, height = 603;
    int *counts = zeros<int>(width * height);
    unsigned char *levels = zeros<unsigned char>(width * height);
    const dim3 block(16, 16), grid((width + 15) / 16, (height + 15) / 16);
    const View view{-2.2, 1.2, 0.004};
    measure_kernel("mandelbrot", counts, width * height,
                   [&] { mandelbrot<<<grid, block>>>(counts, width, height, view, 200); });
    measure_kernel("julia", levels, width * height,
                   [&] { julia<<<64, 256>>>(levels, width, height, make_float2(-0.4f, 0.6f), 50); });
    return 0;
}

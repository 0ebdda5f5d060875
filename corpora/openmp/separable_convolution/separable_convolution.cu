#define main check_separable_convolution
#include "../../cuda/separable_convolution/separable_convolution.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int width = 2001, height = 1003;
    const size_t pitch = 8192;
    const std::vector<float> taps = numbers(TAPS, 4, 0, 0.2f);
    expect(cudaMemcpyToSymbol(c_taps, taps.data(), TAPS * sizeof(float)));
    const size_t count = pitch / sizeof(float) * height;
    const float *in = on_device(numbers(count, 6, 0, 1));
    float *out = zeros<float>(count);
    const dim3 rows((width + ROW_TILE - 1) / ROW_TILE, (height + 3) / 4);
    const dim3 columns((width + COLUMN_TILE_X - 1) / COLUMN_TILE_X, (height + COLUMN_TILE_Y - 1) / COLUMN_TILE_Y);
    measure_kernel("convolve_rows", out, count,
                   [&] { convolveRows<<<rows, dim3(ROW_TILE, 4)>>>(out, in, pitch, width, height); });
    measure_kernel("convolve_columns", out, count, [&] {
        convolveColumns<<<columns, dim3(COLUMN_TILE_X, COLUMN_THREADS_Y)>>>(out, in, pitch, width, height);
    });
    return 0;
}

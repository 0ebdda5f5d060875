#define main check_warp_reduction
#include "../../cuda/warp_reduction/warp_reduction.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int rows = 1003, columns = 777;
    const float *in = on_device(numbers(rows * columns, 81, -4, 4));
    const int *whole = on_device(integers<int>(rows * columns, 82, 1000));
    float *out = zeros<float>(rows * columns);
    long long *sums = zeros<long long>(rows);
    measure_kernel("softmax_rows", out, rows * columns,
                   [&] { softmaxRows<<<rows, kThreads>>>(in, out, rows, columns); });
    measure_kernel("sum_rows", sums, rows,
                   [&] { sumRows<<<(rows + 3) / 4, kThreads>>>(whole, sums, rows, columns); });
    return 0;
}

#define main check_matvec_dynamic
#include "../../cuda/matvec_dynamic/matvec_dynamic.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int rows = 1001, columns = 1999, threads = 128, chunk = 512;
    const float *matrix = on_device(numbers(rows * columns, 61, -1, 1)), *x = on_device(numbers(columns, 62, 0, 1));
    double *y = zeros<double>(rows);
    const size_t bytes = threads * sizeof(double) + chunk * sizeof(float);
    measure_kernel("matvec_dynamic", y, rows,
                   [&] { rowDot<<<rows, threads, bytes>>>(matrix, x, y, rows, columns, chunk); });
    return 0;
}

#define main check_spmv
#include "../../cuda/spmv/spmv.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int rows = 200003, columns = 50021;
    const CsrMatrix matrix = randomMatrix(rows, columns);
    const int *start = on_device(matrix.rowStart), *column = on_device(matrix.column);
    const float *value = on_device(matrix.value), *x = on_device(numbers(columns, 51, 0, 1));
    float *y = zeros<float>(rows);
    measure_kernel("spmv_rows", y, rows,
                   [&] { csrScalar<<<(rows + 127) / 128, 128>>>(rows, start, column, value, x, y); });
    measure_kernel("spmv_groups", y, rows,
                   [&] { csrVector<8, 16><<<(rows + 15) / 16, 128>>>(rows, start, column, value, x, y); });
    return 0;
}

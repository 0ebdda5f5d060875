#define main check_matrix_multiply
#include "../../cuda/matrix_multiply/matrix_multiply.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int n = 500;
    float *a = on_device(numbers(n * n, 1, 0, 1)), *b = on_device(numbers(n * n, 2, -1, 1));
    float *c = zeros<float>(n * n);
    const dim3 block(TILE, TILE), grid((n + TILE - 1) / TILE, (n + TILE - 1) / TILE);
    const MatrixView<float> left{n, n, n, a}, right{n, n, n, b}, product{n, n, n, c};
    measure_kernel("matrix_multiply", c, n * n,
                   [&] { multiplyTiled<<<grid, block>>>(left, right, product, 1.5f, -0.5f); });
    return 0;
}

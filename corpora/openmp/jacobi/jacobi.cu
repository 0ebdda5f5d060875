#define main check_jacobi
#define check check_call
#include "../../cuda/jacobi/jacobi.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int n = 500009;
    const std::vector<float> given = numbers(n * ROW_LENGTH, 8, 0.01f, 0.02f), rhs = numbers(n, 9, -1, 1);
    const double *band = on_device(std::vector<double>(given.begin(), given.end()));
    const double *right = on_device(std::vector<double>(rhs.begin(), rhs.end()));
    const double *x = on_device(std::vector<double>(rhs.begin(), rhs.end()));
    double *next = zeros<double>(n);
    int *unfinished = zeros<int>(1);
    measure_kernel("jacobi", next, n, [&] {
        sweep<<<(n + BLOCK_SIZE - 1) / BLOCK_SIZE, BLOCK_SIZE>>>(band, right, x, next, n, unfinished);
    });
    return 0;
}

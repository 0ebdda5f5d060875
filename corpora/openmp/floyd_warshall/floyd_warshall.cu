#define main check_floyd_warshall
#include "../../cuda/floyd_warshall/floyd_warshall.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int n = 400, steps = (n + B - 1) / B;
    const std::vector<int> direct = integers<int>(n * n, 3, 100000);
    int *lengths = on_device(direct), *via = on_device(std::vector<int>(n * n, -1));
    measure_kernel("floyd_warshall", lengths, n * n, [&] {
        expect(cudaMemcpy(lengths, direct.data(), n * n * sizeof(int), cudaMemcpyHostToDevice));
        for (int step = 0; step < steps; step++) {
            diagonalPhase<<<1, dim3(B, B)>>>(lengths, via, n, step);
            crossPhase<<<dim3(steps - 1, 2), dim3(B, B)>>>(lengths, via, n, step);
            restPhase<<<dim3(steps - 1, steps - 1), dim3(B, B)>>>(lengths, via, n, step);
        }
    });
    return 0;
}

#define main check_kmeans
#include "../../cuda/kmeans/kmeans.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int n = 200003, k = 16;
    const short *points = on_device(integers<short>(n * FEATURES, 21, 1000));
    const float *centres = on_device(numbers(k * FEATURES, 22, 0, 1000));
    int *membership = zeros<int>(n), *moved = zeros<int>(1), *sums = zeros<int>(k * FEATURES), *sizes = zeros<int>(k);
    const int blocks = (n + BLOCK_SIZE - 1) / BLOCK_SIZE;
    measure_kernel("kmeans_assign", membership, n,
                   [&] { assignPoints<<<blocks, BLOCK_SIZE>>>(points, n, centres, k, membership, moved); });
    measure_kernel("kmeans_accumulate", sums, k * FEATURES, [&] {
        expect(cudaMemset(sums, 0, k * FEATURES * sizeof(int)));
        accumulate<<<blocks, BLOCK_SIZE>>>(points, n, membership, sums, sizes);
    });
    return 0;
}

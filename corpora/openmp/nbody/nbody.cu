#define main check_nbody
#include "../../cuda/nbody/nbody.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int count = 4096, block = 128;
    const float *bodies = on_device(numbers(4 * count, 17, 0.5f, 1.5f));
    float *acceleration = zeros<float>(3 * count);
    measure_kernel("nbody", acceleration, 3 * count, [&] {
        accelerate<<<count / block, block, block * sizeof(float4)>>>((const float4 *)bodies, (float3 *)acceleration,
                                                                    count);
    });
    return 0;
}

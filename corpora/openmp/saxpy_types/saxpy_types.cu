#define main check_saxpy_types
#include "../../cuda/saxpy_types/saxpy_types.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int count = 2000003;
    const float *x = on_device(numbers(count, 91, 0, 1));
    float *y = on_device(numbers(count, 92, 0, 1));
    measure_kernel("saxpy", y, count, [&] { saxpy<float><<<512, kBlock>>>(0.5f, x, y, count); });
    return 0;
}

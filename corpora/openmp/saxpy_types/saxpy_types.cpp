// saxpy_types by hand: one vector loop.
#include "../timing.hpp"

static void saxpy(float a, const float *x, float *y, int count)
{
#pragma omp parallel for simd schedule(static)
    for (int i = 0; i < count; i++)
        y[i] += a * x[i];
}

int main()
{
    const int count = 2000003;
    const std::vector<float> x = numbers(count, 91, 0, 1);
    std::vector<float> y = numbers(count, 92, 0, 1);
    measure("saxpy", [&] { saxpy(0.5f, x.data(), y.data(), count); }, [&] { return y; });
    return 0;
}

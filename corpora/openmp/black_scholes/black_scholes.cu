#define main check_black_scholes
#include "../../cuda/black_scholes/black_scholes.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int count = 1000003;
    const float *price = on_device(numbers(count, 1, 5, 30)), *strike = on_device(numbers(count, 2, 1, 100));
    const float *years = on_device(numbers(count, 3, 0.25f, 10));
    float *calls = zeros<float>(2 * count), *puts = calls + count;
    double *both = zeros<double>(2 * count);
    measure_kernel("black_scholes", calls, 2 * count, [&] {
        blackScholes<<<(count + 127) / 128, 128>>>(calls, puts, price, strike, years, RISKFREE, VOLATILITY, count);
    });
    measure_kernel("black_scholes_double", both, 2 * count, [&] {
        blackScholesDouble<<<(count + 255) / 256, 128>>>((double2 *)both, price, strike, years, RISKFREE, VOLATILITY,
                                                        count);
    });
    return 0;
}

#define main check_monte_carlo_pi
#include "../../cuda/monte_carlo_pi/monte_carlo_pi.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int samples = 500, threads = 10007;
    unsigned long long *hits = zeros<unsigned long long>(1);
    double *moments = zeros<double>(threads);
    measure_kernel("monte_carlo_pi", moments, threads, [&] {
        countHits<<<(threads + kThreads - 1) / kThreads, kThreads>>>(7, samples, threads, hits, moments);
    });
    return 0;
}

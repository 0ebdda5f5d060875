// wave_equation: a damped vibrating string. The program is plain C++ and uses the CUDA run-time API;
// kernels.cu holds the device code, common.cuh what both share.
//
// usage: wave_equation [points [steps]]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "common.cuh"

#define CHECK(call)                                                                                         \
    do {                                                                                                    \
        const cudaError_t status_ = (call);                                                                 \
        if (status_ != cudaSuccess) {                                                                       \
            std::printf("FAIL wave_equation: %s, got %s, want no error\n", #call, cudaGetErrorString(status_)); \
            std::exit(1);                                                                                   \
        }                                                                                                   \
    } while (0)

int main(int argc, char **argv)
{
    const int points = argc > 1 ? std::atoi(argv[1]) : 5001;
    const int steps = argc > 2 ? std::atoi(argv[2]) : 60;
    if (points < 1 || steps < 0) {
        std::fprintf(stderr, "usage: %s [points [steps]]\n", argv[0]);
        return 2;
    }
    const Wave wave = {points, 0.64f, 0.002f};
    const size_t bytes = points * sizeof(real);

    real *before, *now, *after;
    CHECK(cudaMalloc((void **)&before, bytes));
    CHECK(cudaMalloc((void **)&now, bytes));
    CHECK(cudaMalloc((void **)&after, bytes));
    CHECK(waveStart(before, now, wave));
    for (int s = 0; s < steps; ++s) {
        CHECK(waveStep(before, now, after, wave));
        real *oldest = before;
        before = now;
        now = after;
        after = oldest;
    }
    double energy = -1.0;
    CHECK(waveEnergy(before, now, wave, &energy));
    std::vector<real> got(points);
    CHECK(cudaMemcpy(got.data(), now, bytes, cudaMemcpyDeviceToHost));
    CHECK(cudaFree(before));
    CHECK(cudaFree(now));
    CHECK(cudaFree(after));

    // The same in double precision, as positions and velocities.
    std::vector<double> u(points), v(points, 0.0);
    for (int i = 0; i < points; ++i)
        u[i] = initialDisplacement(i, points);
    for (int s = 0; s < steps; ++s) {
        for (int i = 1; i + 1 < points; ++i)
            v[i] = v[i] * (1.0 - (double)wave.damping) + (double)wave.courant2 * (u[i - 1] + u[i + 1] - 2 * u[i]);
        for (int i = 0; i < points; ++i)
            u[i] = i == 0 || i == points - 1 ? 0.0 : u[i] + v[i];
    }
    // Displacements are at most 1; rounding grows with the steps: 1e-4 absolute.
    double wantEnergy = 0.0;
    for (int i = 0; i < points; ++i) {
        if (!(std::fabs(got[i] - u[i]) <= 1e-4)) {
            std::printf("FAIL wave_equation: point %d, got %.7g, want %.7g\n", i, got[i], u[i]);
            return 1;
        }
        const double slope = i + 1 < points ? u[i + 1] - u[i] : 0.0;
        wantEnergy += 0.5 * v[i] * v[i] + 0.5 * (double)wave.courant2 * slope * slope;
    }
    if (!(std::fabs(energy - wantEnergy) <= 1e-3 * wantEnergy + 1e-9)) {
        std::printf("FAIL wave_equation: energy, got %.9g, want %.9g\n", energy, wantEnergy);
        return 1;
    }
    std::printf("PASS wave_equation\n");
    return 0;
}

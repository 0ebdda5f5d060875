// common.cuh: what the host program and the kernels of wave_equation share.
#ifndef WAVE_EQUATION_COMMON_CUH
#define WAVE_EQUATION_COMMON_CUH

#include <cuda_runtime.h>

#ifdef __CUDACC__
#define HOST_DEVICE __host__ __device__
#else
#define HOST_DEVICE
#endif

typedef float real;

struct Wave {
    int points;
    real courant2;  // (c dt / dx) squared
    real damping;
};

// The displacement at the start: a smooth bump in the first third of the string.
HOST_DEVICE inline real initialDisplacement(int i, int points)
{
    const real t = (real)i / (real)points * 3.0f;
    return t > 0.0f && t < 1.0f ? 16.0f * t * t * (1.0f - t) * (1.0f - t) : 0.0f;
}

HOST_DEVICE inline real stepPoint(const Wave &wave, real left, real here, real right, real before)
{
    const real force = wave.courant2 * (left - 2.0f * here + right);
    return here + (1.0f - wave.damping) * (here - before) + force;
}

// Host functions that kernels.cu provides; each returns a CUDA error code.
cudaError_t waveStart(real *before, real *now, Wave wave);
cudaError_t waveStep(const real *before, const real *now, real *after, Wave wave);
cudaError_t waveEnergy(const real *before, const real *now, Wave wave, double *energy);

#ifdef __CUDACC__
// Defined in reduce.cuh, used by kernels.cu.
template <int THREADS>
__device__ double blockSum(double mine);
#endif

#endif

// kernels.cu: device code of wave_equation and the host functions that launch it.
#include "common.cuh"
#include "reduce.cuh"

namespace {

const int kThreads = 128;

int blocksFor(int points) { return (points + kThreads - 1) / kThreads; }

__global__ void startKernel(real *before, real *now, Wave wave)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < wave.points) {
        now[i] = initialDisplacement(i, wave.points);
        before[i] = now[i];
    }
}

__global__ void stepKernel(const real *__restrict__ before, const real *__restrict__ now, real *__restrict__ after,
                           Wave wave)
{
    __shared__ real tile[kThreads + 2];
    const int i = blockIdx.x * kThreads + threadIdx.x;
    const int t = threadIdx.x + 1;
    if (i < wave.points)
        tile[t] = now[i];
    if (threadIdx.x == 0 && i > 0)
        tile[0] = now[i - 1];
    if (threadIdx.x == kThreads - 1 && i + 1 < wave.points)
        tile[kThreads + 1] = now[i + 1];
    __syncthreads();
    if (i >= wave.points)
        return;
    const bool fixed = i == 0 || i == wave.points - 1;
    after[i] = fixed ? 0.0f : stepPoint(wave, tile[t - 1], tile[t], tile[t + 1], before[i]);
}

__global__ void energyKernel(const real *before, const real *now, Wave wave, double *partial)
{
    const int i = blockIdx.x * kThreads + threadIdx.x;
    double mine = 0.0;
    if (i < wave.points) {
        const double velocity = now[i] - before[i];
        mine = 0.5 * velocity * velocity;
        if (i + 1 < wave.points) {
            const double slope = now[i + 1] - now[i];
            mine += 0.5 * wave.courant2 * slope * slope;
        }
    }
    const double sum = blockSum<kThreads>(mine);
    if (threadIdx.x == 0)
        partial[blockIdx.x] = sum;
}

}  // namespace

cudaError_t waveStart(real *before, real *now, Wave wave)
{
    startKernel<<<blocksFor(wave.points), kThreads>>>(before, now, wave);
    return cudaGetLastError();
}

cudaError_t waveStep(const real *before, const real *now, real *after, Wave wave)
{
    stepKernel<<<blocksFor(wave.points), kThreads>>>(before, now, after, wave);
    return cudaGetLastError();
}

cudaError_t waveEnergy(const real *before, const real *now, Wave wave, double *energy)
{
    const int blocks = blocksFor(wave.points);
    double *partial = nullptr;
    cudaError_t status = cudaMalloc((void **)&partial, blocks * sizeof(double));
    if (status != cudaSuccess)
        return status;
    energyKernel<<<blocks, kThreads>>>(before, now, wave, partial);
    double *host = new double[blocks];
    status = cudaMemcpy(host, partial, blocks * sizeof(double), cudaMemcpyDeviceToHost);
    *energy = 0.0;
    for (int b = 0; b < blocks; ++b)
        *energy += host[b];
    delete[] host;
    const cudaError_t freed = cudaFree(partial);
    return status != cudaSuccess ? status : freed;
}

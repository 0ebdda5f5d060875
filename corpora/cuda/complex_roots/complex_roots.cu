// complex_roots: Newton's method for z^3 = 1 with cuComplex.h on the device and on the host: cuCmulf, cuCdiv, cuCabsf and
// the rest, single and double precision.
//
// usage: complex_roots [width [height]]
#include <cuComplex.h>
#include <cuda_runtime.h>

#include <cmath>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CHECK(call)                                                                  \
    do {                                                                             \
        cudaError_t status = (call);                                                 \
        if (status != cudaSuccess) {                                                 \
            printf("FAIL complex_roots: %s\n", cudaGetErrorString(status));          \
            exit(1);                                                                 \
        }                                                                            \
    } while (0)

const int kSteps = 8;

__host__ __device__ inline cuDoubleComplex improve(cuDoubleComplex z)
{
    const cuDoubleComplex square = cuCmul(z, z), cube = cuCmul(square, z);
    const cuDoubleComplex step = cuCdiv(cuCsub(cube, make_cuDoubleComplex(1.0, 0.0)),
                                        cuCmul(make_cuDoubleComplex(3.0, 0.0), square));
    return cuCsub(z, step);
}

__global__ void iterate(cuDoubleComplex *roots, cuFloatComplex *powers, float *sizes, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height)
        return;
    const int i = y * width + x;
    const cuDoubleComplex start = make_cuDoubleComplex((x + 0.5) / width * 2.0 + 0.25, (y + 0.5) / height * 2.0 - 1.0);
    cuDoubleComplex z = start;
    for (int k = 0; k < kSteps; ++k)
        z = improve(z);
    roots[i] = z;
    const cuComplex w = cuComplexDoubleToFloat(start);
    const cuComplex power = cuCfmaf(w, cuConjf(w), cuCdivf(w, make_cuComplex(0.0f, 2.0f)));
    powers[i] = cuCaddf(power, cuCsubf(w, w));
    sizes[i] = cuCabsf(power) + cuCrealf(w) * cuCimagf(w);
}

static bool differs(const char *what, int at, std::complex<double> got, std::complex<double> want, double tolerance)
{
    if (std::abs(got - want) <= tolerance)
        return false;
    printf("FAIL complex_roots: %s of pixel %d, got %g %+gi, want %g %+gi\n", what, at, got.real(), got.imag(),
           want.real(), want.imag());
    return true;
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? atoi(argv[1]) : 151, height = argc > 2 ? atoi(argv[2]) : 83;
    if (width < 1 || height < 1) {
        printf("usage: complex_roots [width [height]]\n");
        return 2;
    }
    const int n = width * height;
    cuDoubleComplex *d_roots;
    cuFloatComplex *d_powers;
    float *d_sizes;
    CHECK(cudaMalloc(&d_roots, n * sizeof(cuDoubleComplex)));
    CHECK(cudaMalloc(&d_powers, n * sizeof(cuFloatComplex)));
    CHECK(cudaMalloc(&d_sizes, n * sizeof(float)));
    const dim3 block(16, 8), grid((width + 15) / 16, (height + 7) / 8);
    iterate<<<grid, block>>>(d_roots, d_powers, d_sizes, width, height);
    CHECK(cudaGetLastError());
    std::vector<cuDoubleComplex> roots(n);
    std::vector<cuFloatComplex> powers(n);
    std::vector<float> sizes(n);
    CHECK(cudaMemcpy(roots.data(), d_roots, n * sizeof(cuDoubleComplex), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(powers.data(), d_powers, n * sizeof(cuFloatComplex), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(sizes.data(), d_sizes, n * sizeof(float), cudaMemcpyDeviceToHost));
    for (int i = 0; i < n; ++i) {
        const std::complex<double> start((i % width + 0.5) / width * 2.0 + 0.25, (i / width + 0.5) / height * 2.0 - 1.0);
        std::complex<double> z = start;
        cuDoubleComplex same = make_cuDoubleComplex(start.real(), start.imag());
        for (int k = 0; k < kSteps; ++k) {
            z = (2.0 * z * z * z + 1.0) / (3.0 * z * z);
            same = improve(same);
        }
        // Far from a root a step magnifies what rounding changed.
        const double slack = std::abs(z * z * z - 1.0) < 1e-6 ? 1e-6 : 1e-3 * std::abs(z) + 1e-3;
        const std::complex<double> got(cuCreal(roots[i]), cuCimag(roots[i]));
        if (differs("root", i, got, z, slack)
            || differs("root on the host", i, std::complex<double>(same.x, same.y), z, slack))
            return 1;
        const std::complex<double> power = start * std::conj(start) + start / std::complex<double>(0.0, 2.0);
        if (differs("power", i, std::complex<double>(powers[i].x, powers[i].y), power, 1e-5))
            return 1;
        if (differs("size", i, sizes[i], std::abs(power) + start.real() * start.imag(), 1e-5))
            return 1;
    }
    CHECK(cudaFree(d_roots));
    CHECK(cudaFree(d_powers));
    CHECK(cudaFree(d_sizes));
    printf("PASS complex_roots\n");
    return 0;
}

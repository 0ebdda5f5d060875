// stencil3d: 7-point stencil in a box. One version gives each cell to a thread of a 3D block, the
// other marches along z, keeping the plane in shared memory and the column in registers.
//
// usage: stencil3d [nx [ny [nz]]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

struct Extent {
    int nx, ny, nz;
};

struct Weights {
    double centre;
    double x, y, z;
};

#define AT(e, i, j, k) (((k) * (e).ny + (j)) * (e).nx + (i))

__host__ __device__ inline bool inside(const Extent &e, int i, int j, int k)
{
    return i > 0 && i < e.nx - 1 && j > 0 && j < e.ny - 1 && k > 0 && k < e.nz - 1;
}

__global__ void stencilCells(const double *in, double *out, Extent e, Weights w)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int j = blockIdx.y * blockDim.y + threadIdx.y;
    const int k = blockIdx.z * blockDim.z + threadIdx.z;
    if (i >= e.nx || j >= e.ny || k >= e.nz)
        return;
    if (!inside(e, i, j, k)) {
        out[AT(e, i, j, k)] = in[AT(e, i, j, k)];
        return;
    }
    out[AT(e, i, j, k)] = w.centre * in[AT(e, i, j, k)]
        + w.x * (in[AT(e, i - 1, j, k)] + in[AT(e, i + 1, j, k)])
        + w.y * (in[AT(e, i, j - 1, k)] + in[AT(e, i, j + 1, k)])
        + w.z * (in[AT(e, i, j, k - 1)] + in[AT(e, i, j, k + 1)]);
}

template <int BX, int BY>
__global__ void stencilMarch(const double *in, double *out, Extent e, Weights w)
{
    __shared__ double plane[BY + 2][BX + 2];
    const int i = blockIdx.x * BX + threadIdx.x;
    const int j = blockIdx.y * BY + threadIdx.y;
    const int tx = threadIdx.x + 1, ty = threadIdx.y + 1;
    const bool exists = i < e.nx && j < e.ny;

    double behind = 0.0;
    double here = exists ? in[AT(e, i, j, 0)] : 0.0;
    for (int k = 0; k < e.nz; ++k) {
        const double ahead = exists && k + 1 < e.nz ? in[AT(e, i, j, k + 1)] : 0.0;
        plane[ty][tx] = here;
        if (exists && threadIdx.x == 0 && i > 0)
            plane[ty][0] = in[AT(e, i - 1, j, k)];
        if (exists && threadIdx.x == BX - 1 && i + 1 < e.nx)
            plane[ty][BX + 1] = in[AT(e, i + 1, j, k)];
        if (exists && threadIdx.y == 0 && j > 0)
            plane[0][tx] = in[AT(e, i, j - 1, k)];
        if (exists && threadIdx.y == BY - 1 && j + 1 < e.ny)
            plane[BY + 1][tx] = in[AT(e, i, j + 1, k)];
        __syncthreads();

        if (exists) {
            double value = here;
            if (inside(e, i, j, k)) {
                value = w.centre * here;
                value += w.x * (plane[ty][tx - 1] + plane[ty][tx + 1]);
                value += w.y * (plane[ty - 1][tx] + plane[ty + 1][tx]);
                value += w.z * (behind + ahead);
            }
            out[AT(e, i, j, k)] = value;
        }
        __syncthreads();  // before the next plane overwrites this one
        behind = here;
        here = ahead;
    }
}

static bool compare(const char *which, const std::vector<double> &got, const std::vector<double> &in, const Extent &e,
                    const Weights &w)
{
    const int row = e.nx, slab = e.nx * e.ny;
    for (int k = 0; k < e.nz; ++k)
        for (int j = 0; j < e.ny; ++j)
            for (int i = 0; i < e.nx; ++i) {
                const int c = k * slab + j * row + i;
                double want = in[c];
                if (i % (e.nx - 1 ? e.nx - 1 : 1) && j % (e.ny - 1 ? e.ny - 1 : 1) && k % (e.nz - 1 ? e.nz - 1 : 1)) {
                    want *= w.centre;
                    for (int side = -1; side <= 1; side += 2)
                        want += w.x * in[c + side] + w.y * in[c + side * row] + w.z * in[c + side * slab];
                }
                // Tolerance 1e-12: double precision, values below 10, other order of additions.
                if (!(std::fabs(got[c] - want) <= 1e-12)) {
                    std::printf("FAIL stencil3d: %s (%d, %d, %d), got %.15g, want %.15g\n", which, i, j, k, got[c],
                                want);
                    return false;
                }
            }
    return true;
}

static void must(cudaError_t e)
{
    if (e == cudaSuccess)
        return;
    std::printf("FAIL stencil3d: CUDA call, got %s, want no error\n", cudaGetErrorString(e));
    std::exit(1);
}

int main(int argc, char **argv)
{
    Extent e = {67, 45, 39};
    if (argc > 1) e.nx = std::atoi(argv[1]);
    if (argc > 2) e.ny = std::atoi(argv[2]);
    if (argc > 3) e.nz = std::atoi(argv[3]);
    if (e.nx < 1 || e.ny < 1 || e.nz < 1) {
        std::fprintf(stderr, "usage: %s [nx [ny [nz]]]\n", argv[0]);
        return 2;
    }
    const Weights w = {0.4, 0.125, 0.1, 0.075};
    std::vector<double> in((size_t)e.nx * e.ny * e.nz), got(in.size());
    unsigned seed = 31337u;
    for (auto &v : in) {
        seed = seed * 69069u + 1u;
        v = (seed >> 8) * (8.0 / 16777216.0);
    }

    double *d_in, *d_out;
    const size_t bytes = in.size() * sizeof(double);
    must(cudaMalloc(&d_in, bytes));
    must(cudaMalloc(&d_out, bytes));
    must(cudaMemcpy(d_in, in.data(), bytes, cudaMemcpyHostToDevice));

    dim3 block(8, 4, 4);
    dim3 grid((e.nx + block.x - 1) / block.x, (e.ny + block.y - 1) / block.y, (e.nz + block.z - 1) / block.z);
    stencilCells<<<grid, block>>>(d_in, d_out, e, w);
    must(cudaGetLastError());
    must(cudaMemcpy(got.data(), d_out, bytes, cudaMemcpyDeviceToHost));
    if (!compare("cells", got, in, e, w))
        return 1;

    must(cudaMemset(d_out, 0, bytes));
    dim3 tile(16, 8);
    dim3 tiles((e.nx + 15) / 16, (e.ny + 7) / 8);
    stencilMarch<16, 8><<<tiles, tile>>>(d_in, d_out, e, w);
    must(cudaGetLastError());
    must(cudaMemcpy(got.data(), d_out, bytes, cudaMemcpyDeviceToHost));
    if (!compare("march", got, in, e, w))
        return 1;

    must(cudaFree(d_in));
    must(cudaFree(d_out));
    std::printf("PASS stencil3d\n");
    return 0;
}

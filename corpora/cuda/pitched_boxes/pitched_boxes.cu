// pitched_boxes: a 3D stencil on pitched memory (cudaMalloc3D, cudaPitchedPtr as kernel argument), filled and copied as
// boxes and parts of boxes, rows of 12-byte int3, 2D fills and copies within the device.
//
// usage: pitched_boxes [nx [ny [nz]]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL pitched_boxes: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

__device__ float at(cudaPitchedPtr p, int x, int y, int z)
{
    const char *slice = (const char *)p.ptr + z * p.pitch * p.ysize;
    return ((const float *)(slice + y * p.pitch))[x];
}

__global__ void stencil(cudaPitchedPtr in, cudaPitchedPtr out, cudaExtent size)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= (int)size.width || y >= (int)size.height)
        return;
    for (int z = 0; z < (int)size.depth; ++z) {
        float sum = at(in, x, y, z);
        if (x > 0)
            sum += at(in, x - 1, y, z);
        if (y > 0)
            sum += at(in, x, y - 1, z);
        if (z > 0)
            sum += at(in, x, y, z - 1);
        float *row = (float *)((char *)out.ptr + (z * out.ysize + y) * out.pitch);
        row[x] = sum;
    }
}

__global__ void swapEnds(int3 *rows, size_t pitch, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y;
    if (x >= width || y >= height)
        return;
    int3 *row = (int3 *)((char *)rows + y * pitch);
    const int3 v = row[x];
    row[x] = make_int3(v.z, v.y, v.x);
}

static bool differs(const char *what, size_t i, double got, double want)
{
    if (std::fabs(got - want) < 1e-4)
        return false;
    std::printf("FAIL pitched_boxes: %s %d, got %g, want %g\n", what, (int)i, got, want);
    return true;
}

int main(int argc, char **argv)
{
    const int nx = argc > 1 ? std::atoi(argv[1]) : 37;
    const int ny = argc > 2 ? std::atoi(argv[2]) : 23;
    const int nz = argc > 3 ? std::atoi(argv[3]) : 11;
    if (nx < 1 || ny < 1 || nz < 1) {
        std::fprintf(stderr, "usage: %s [nx [ny [nz]]]\n", argv[0]);
        return 2;
    }
    const size_t count = (size_t)nx * ny * nz;
    std::vector<float> values(count), got(count);
    for (size_t i = 0; i < count; ++i)
        values[i] = (float)(i * 31 % 101);
    const cudaExtent bytes = make_cudaExtent(nx * sizeof(float), ny, nz);
    cudaPitchedPtr in, out;
    CUDA_CHECK(cudaMalloc3D(&in, bytes));
    CUDA_CHECK(cudaMalloc3D(&out, bytes));
    if (in.pitch < nx * sizeof(float) || in.xsize != nx * sizeof(float) || in.ysize != (size_t)ny) {
        std::printf("FAIL pitched_boxes: pitch, got %d, want %d or more\n", (int)in.pitch, nx * (int)sizeof(float));
        return 1;
    }
    cudaMemcpy3DParms up;
    std::memset(&up, 0, sizeof up);
    up.srcPtr = make_cudaPitchedPtr(values.data(), nx * sizeof(float), nx * sizeof(float), ny);
    up.dstPtr = in;
    up.extent = bytes;
    up.kind = cudaMemcpyHostToDevice;
    CUDA_CHECK(cudaMemcpy3D(&up));
    CUDA_CHECK(cudaMemset3D(out, 0xff, bytes));
    stencil<<<dim3((nx + 15) / 16, (ny + 7) / 8), dim3(16, 8)>>>(in, out, make_cudaExtent(nx, ny, nz));
    CUDA_CHECK(cudaGetLastError());
    cudaMemcpy3DParms down = {};
    down.srcPtr = out;
    down.dstPtr = make_cudaPitchedPtr(got.data(), nx * sizeof(float), nx, ny);
    down.extent = bytes;
    down.kind = cudaMemcpyDeviceToHost;
    cudaStream_t stream;
    CUDA_CHECK(cudaStreamCreate(&stream));
    CUDA_CHECK(cudaMemcpy3DAsync(&down, stream));
    CUDA_CHECK(cudaStreamSynchronize(stream));
    CUDA_CHECK(cudaStreamDestroy(stream));
    const auto value = [&](int x, int y, int z) -> double {
        return x < 0 || y < 0 || z < 0 ? 0 : values[((size_t)z * ny + y) * nx + x];
    };
    for (int z = 0; z < nz; ++z)
        for (int y = 0; y < ny; ++y)
            for (int x = 0; x < nx; ++x) {
                const size_t i = ((size_t)z * ny + y) * nx + x;
                const double want = value(x, y, z) + value(x - 1, y, z) + value(x, y - 1, z) + value(x, y, z - 1);
                if (differs("stencil", i, got[i], want))
                    return 1;
            }

    // One column of each slice goes to the other box, where the rest is filled.
    CUDA_CHECK(cudaMemset3D(out, 0, bytes));
    cudaMemcpy3DParms part = {};
    part.srcPtr = in;
    part.srcPos = make_cudaPos((nx - 1) * sizeof(float), 0, 0);
    part.dstPtr = out;
    part.extent = make_cudaExtent(sizeof(float), ny, nz);
    part.kind = cudaMemcpyDeviceToDevice;
    CUDA_CHECK(cudaMemcpy3D(&part));
    CUDA_CHECK(cudaMemcpy3D(&down));
    for (size_t i = 0; i < count; ++i)
        if (differs("column", i, got[i], i % nx == 0 ? values[i + nx - 1] : 0))
            return 1;
    CUDA_CHECK(cudaFree(in.ptr));
    CUDA_CHECK(cudaFree(out.ptr));

    // int3 has 12 bytes, in the host's arrays as in the device's.
    std::vector<int3> triples((size_t)nx * ny), gotTriples(triples.size());
    for (size_t i = 0; i < triples.size(); ++i)
        triples[i] = make_int3((int)i, 7, -(int)i);
    int3 *d_triples, *d_copy;
    size_t pitch, copyPitch;
    CUDA_CHECK(cudaMallocPitch(&d_triples, &pitch, nx * sizeof(int3), ny));
    CUDA_CHECK(cudaMallocPitch((void **)&d_copy, &copyPitch, nx * sizeof(int3), ny));
    CUDA_CHECK(cudaMemcpy2D(d_triples, pitch, triples.data(), nx * sizeof(int3), nx * sizeof(int3), ny,
                            cudaMemcpyHostToDevice));
    if (pitch % sizeof(int) != 0) {
        std::printf("FAIL pitched_boxes: pitch, got %d, want whole words\n", (int)pitch);
        return 1;
    }
    swapEnds<<<dim3((nx + 63) / 64, ny), 64>>>(d_triples, pitch, nx, ny);
    CUDA_CHECK(cudaMemcpy2DAsync(d_copy, copyPitch, d_triples, pitch, nx * sizeof(int3), ny, cudaMemcpyDeviceToDevice));
    CUDA_CHECK(cudaMemset2D(d_copy, copyPitch, 0, sizeof(int), ny));
    CUDA_CHECK(cudaMemcpy2D(gotTriples.data(), nx * sizeof(int3), d_copy, copyPitch, nx * sizeof(int3), ny,
                            cudaMemcpyDeviceToHost));
    for (size_t i = 0; i < triples.size(); ++i)
        if (differs("triple x", i, gotTriples[i].x, i % nx == 0 ? 0 : -(double)i) ||
            differs("triple y", i, gotTriples[i].y, 7) || differs("triple z", i, gotTriples[i].z, (double)i))
            return 1;
    CUDA_CHECK(cudaFree(d_triples));
    CUDA_CHECK(cudaFree(d_copy));
    std::printf("PASS pitched_boxes\n");
    return 0;
}

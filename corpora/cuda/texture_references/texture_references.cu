// texture_references: the references of CUDA before 12: bound to linear memory, to pitched memory and to arrays, bound
// again to other memory, with attributes set by constructor and by the program, in a namespace, and for surfaces.
//
// usage: texture_references [elements]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL texture_references: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

texture<float, 1, cudaReadModeElementType> points;
texture<uchar4, cudaTextureType1D, cudaReadModeNormalizedFloat> colours;
texture<float, 2> picture(0, cudaFilterModePoint, cudaAddressModeClamp), smooth;
surface<void, cudaSurfaceType2D> canvas;

namespace other {
texture<int2> points;

__device__ int second(int i) { return tex1Dfetch(points, i).y; }
}

__global__ void combine(float *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = tex1Dfetch(points, n - 1 - i) + 10 * tex1Dfetch(colours, i).y + other::second(i);
}

__global__ void shrink(float *out, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y;
    if (x >= width)
        return;
    const float middle = tex2D(smooth, (x + 0.5f) / width, (y + 0.5f) / height);
    out[y * width + x] = middle - tex2D(picture, 2 * x + 1, 2 * y + 1);
    surf2Dwrite(middle, canvas, x * sizeof(float), y);
}

int main(int argc, char **argv)
{
    const int n = argc > 1 ? std::atoi(argv[1]) : 1003;
    if (n < 1) {
        std::fprintf(stderr, "usage: %s [elements]\n", argv[0]);
        return 2;
    }
    std::vector<float> a(n), b(n), got(n);
    std::vector<uchar4> c(n);
    std::vector<int2> d(n);
    for (int i = 0; i < n; ++i) {
        a[i] = 0.5f * i;
        b[i] = -1.0f * i;
        c[i] = make_uchar4(0, i % 256, 0, 0);
        d[i] = make_int2(-1, 3 * i);
    }
    float *d_a, *d_b, *d_out;
    uchar4 *d_c;
    int2 *d_d;
    CUDA_CHECK(cudaMalloc(&d_a, n * sizeof(float)));
    CUDA_CHECK(cudaMalloc(&d_b, n * sizeof(float)));
    CUDA_CHECK(cudaMalloc(&d_c, n * sizeof(uchar4)));
    CUDA_CHECK(cudaMalloc(&d_d, n * sizeof(int2)));
    CUDA_CHECK(cudaMalloc(&d_out, n * sizeof(float)));
    CUDA_CHECK(cudaMemcpy(d_a, a.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpy(d_b, b.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpy(d_c, c.data(), n * sizeof(uchar4), cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpy(d_d, d.data(), n * sizeof(int2), cudaMemcpyHostToDevice));
    size_t offset = 1;
    CUDA_CHECK(cudaBindTexture(0, colours, d_c, n * sizeof(uchar4)));
    CUDA_CHECK(cudaBindTexture(&offset, other::points, d_d, n * sizeof(int2)));
    for (int round = 0; round < 2; ++round) {
        const cudaChannelFormatDesc desc = cudaCreateChannelDesc<float>();
        CUDA_CHECK(cudaBindTexture(NULL, points, round ? d_b : d_a, desc,
                                   n * sizeof(float)));
        combine<<<(n + 63) / 64, 64>>>(d_out, n);
        CUDA_CHECK(cudaUnbindTexture(points));
        CUDA_CHECK(cudaMemcpy(got.data(), d_out, n * sizeof(float), cudaMemcpyDeviceToHost));
        const std::vector<float> &bound = round ? b : a;
        for (int i = 0; i < n; ++i) {
            const double want = bound[n - 1 - i] + 10 * (i % 256) / 255.0 + 3.0 * i;
            if (offset != 0 || std::fabs(got[i] - want) > 1e-3) {
                std::printf("FAIL texture_references: round %d element %d, got %g, want %g\n", round, i, got[i],
                            want);
                return 1;
            }
        }
    }

    // A picture of twice the size, each pixel of the small one the mean of four.
    const int width = 21, height = 11;
    std::vector<float> large(4 * width * height), small(width * height), painted(small.size());
    for (size_t i = 0; i < large.size(); ++i)
        large[i] = (float)(i * 13 % 256);
    float *d_large, *d_small;
    size_t pitch;
    cudaArray *array, *target;
    const cudaChannelFormatDesc desc = cudaCreateChannelDesc<float>();
    CUDA_CHECK(cudaMallocPitch((void **)&d_large, &pitch, 2 * width * sizeof(float), 2 * height));
    CUDA_CHECK(cudaMalloc((void **)&d_small, small.size() * sizeof(float)));
    CUDA_CHECK(cudaMallocArray(&array, &desc, 2 * width, 2 * height));
    CUDA_CHECK(cudaMallocArray(&target, &desc, width, height, cudaArraySurfaceLoadStore));
    CUDA_CHECK(cudaMemcpy2D(d_large, pitch, large.data(), 2 * width * sizeof(float), 2 * width * sizeof(float),
                            2 * height, cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpy2DToArray(array, 0, 0, d_large, pitch, 2 * width * sizeof(float), 2 * height,
                                   cudaMemcpyDeviceToDevice));
    smooth.normalized = true;
    smooth.filterMode = cudaFilterModeLinear;
    smooth.addressMode[0] = cudaAddressModeWrap;
    smooth.addressMode[1] = cudaAddressModeWrap;
    CUDA_CHECK(cudaBindTextureToArray(smooth, array));
    CUDA_CHECK(cudaBindTexture2D(&offset, picture, d_large, picture.channelDesc, 2 * width, 2 * height, pitch));
    CUDA_CHECK(cudaBindSurfaceToArray(canvas, target));
    shrink<<<dim3((width + 15) / 16, height), 16>>>(d_small, width, height);
    CUDA_CHECK(cudaGetLastError());
    CUDA_CHECK(cudaMemcpy(small.data(), d_small, small.size() * sizeof(float), cudaMemcpyDeviceToHost));
    CUDA_CHECK(cudaMemcpy2DFromArray(painted.data(), width * sizeof(float), target, 0, 0, width * sizeof(float), height,
                                     cudaMemcpyDeviceToHost));
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const float *corner = &large[4 * y * width + 2 * x];
            const double mean = (corner[0] + corner[1] + corner[2 * width] + corner[2 * width + 1]) / 4.0;
            const float g = small[y * width + x], p = painted[y * width + x];
            if (std::fabs(g - (mean - corner[2 * width + 1])) > 1e-3 || std::fabs(p - mean) > 1e-3) {
                std::printf("FAIL texture_references: pixel (%d, %d), got %g %g, want %g %g\n", x, y, g, p,
                            mean - corner[2 * width + 1], mean);
                return 1;
            }
        }
    CUDA_CHECK(cudaUnbindTexture(smooth));
    CUDA_CHECK(cudaFreeArray(array));
    CUDA_CHECK(cudaFreeArray(target));
    for (void *p : {(void *)d_a, (void *)d_b, (void *)d_c, (void *)d_d, (void *)d_out, (void *)d_large, (void *)d_small})
        CUDA_CHECK(cudaFree(p));
    std::printf("PASS texture_references\n");
    return 0;
}

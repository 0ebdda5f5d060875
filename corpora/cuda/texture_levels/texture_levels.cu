// texture_levels: a mipmapped array: its levels filled and sampled one by one, between two of them, and at the level that
// the steps of the coordinates ask for; and one component of the four pixels around a place.
//
// usage: texture_levels [log2 of the side]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL texture_levels: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

// Four samples of each of `count` levels, a quarter of a level apart.
__global__ void sampleLevels(cudaTextureObject_t t, float *out, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < 4 * count)
        out[i] = tex2DLod<float>(t, 0.5f, 0.5f, 0.25f * i);
}

// A step as long as a picture of 1, 2, 4 ... pixels.
__global__ void sampleSteps(cudaTextureObject_t t, float *out, int side, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        const float step = (float)(1 << i) / side;
        out[i] = tex2DGrad<float>(t, 0.5f, 0.5f, make_float2(step, 0), make_float2(0, 0.5f * step));
    }
}

__global__ void gatherAround(cudaTextureObject_t t, int4 *first, int4 *second, int side)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    if (x < side) {
        first[x] = tex2Dgather<int4>(t, x + 1.0f, 1.0f);
        second[x] = tex2Dgather<int4>(t, x + 1.0f, 1.0f, 1);
    }
}

static bool differs(const char *what, int i, double got, double want)
{
    if (std::fabs(got - want) < 1e-3)
        return false;
    std::printf("FAIL texture_levels: %s %d, got %g, want %g\n", what, i, got, want);
    return true;
}

int main(int argc, char **argv)
{
    const int log2 = argc > 1 ? std::atoi(argv[1]) : 6;
    if (log2 < 1 || log2 > 10) {
        std::fprintf(stderr, "usage: %s [log2 of the side, 1 to 10]\n", argv[0]);
        return 2;
    }
    const int side = 1 << log2, levels = log2 + 1;
    const cudaChannelFormatDesc desc = cudaCreateChannelDesc<float>();
    cudaMipmappedArray_t pyramid;
    CUDA_CHECK(cudaMallocMipmappedArray(&pyramid, &desc, make_cudaExtent(side, side, 0), levels));
    for (int level = 0; level < levels; ++level) {
        cudaArray_t picture;
        CUDA_CHECK(cudaGetMipmappedArrayLevel(&picture, pyramid, level));
        cudaExtent extent;
        CUDA_CHECK(cudaArrayGetInfo(nullptr, &extent, nullptr, picture));
        if (differs("width", level, (double)extent.width, side >> level))
            return 1;
        const std::vector<float> pixels(extent.width * extent.height, 8.0f * level);
        CUDA_CHECK(cudaMemcpy2DToArray(picture, 0, 0, pixels.data(), extent.width * sizeof(float),
                                       extent.width * sizeof(float), extent.height, cudaMemcpyHostToDevice));
    }
    cudaResourceDesc resource = {};
    resource.resType = cudaResourceTypeMipmappedArray;
    resource.res.mipmap.mipmap = pyramid;
    cudaTextureDesc texture = {};
    texture.normalizedCoords = 1;
    texture.mipmapFilterMode = cudaFilterModeLinear;
    texture.maxMipmapLevelClamp = (float)(levels - 1);
    cudaTextureObject_t smooth, sharp;
    CUDA_CHECK(cudaCreateTextureObject(&smooth, &resource, &texture, nullptr));
    texture.mipmapFilterMode = cudaFilterModePoint;
    CUDA_CHECK(cudaCreateTextureObject(&sharp, &resource, &texture, nullptr));

    float *out;
    std::vector<float> got(4 * levels);
    CUDA_CHECK(cudaMalloc(&out, got.size() * sizeof(float)));
    sampleLevels<<<1, 64>>>(smooth, out, levels);
    CUDA_CHECK(cudaMemcpy(got.data(), out, got.size() * sizeof(float), cudaMemcpyDeviceToHost));
    for (int i = 0; i < 4 * levels; ++i)
        if (differs("between levels", i, got[i], i / 4 + 1 < levels ? 2 * i : 8 * (levels - 1)))
            return 1;
    sampleLevels<<<1, 64>>>(sharp, out, levels);
    CUDA_CHECK(cudaMemcpy(got.data(), out, got.size() * sizeof(float), cudaMemcpyDeviceToHost));
    for (int i = 0; i < 4 * levels; ++i) {
        const int level = (i + 1) / 4 < levels ? (i + 1) / 4 : levels - 1;
        if (i % 4 != 2 && differs("nearest level", i, got[i], 8 * level)) // a half may go either way
            return 1;
    }
    sampleSteps<<<1, 64>>>(smooth, out, side, levels);
    CUDA_CHECK(cudaMemcpy(got.data(), out, levels * sizeof(float), cudaMemcpyDeviceToHost));
    for (int i = 0; i < levels; ++i)
        if (differs("steps", i, got[i], 8 * i))
            return 1;

    // Counter-clockwise from the lower left: (x, y + 1), (x + 1, y + 1), (x + 1, y), (x, y).
    cudaArray_t grid;
    const cudaChannelFormatDesc pair = cudaCreateChannelDesc<int2>();
    std::vector<int2> cells(2 * side);
    for (int i = 0; i < 2 * side; ++i)
        cells[i] = make_int2(i, -i);
    CUDA_CHECK(cudaMallocArray(&grid, &pair, side, 2, cudaArrayTextureGather));
    CUDA_CHECK(cudaMemcpy2DToArray(grid, 0, 0, cells.data(), side * sizeof(int2), side * sizeof(int2), 2,
                                   cudaMemcpyHostToDevice));
    resource.resType = cudaResourceTypeArray;
    resource.res.array.array = grid;
    cudaTextureDesc plain = {};
    plain.addressMode[0] = plain.addressMode[1] = cudaAddressModeClamp;
    cudaTextureObject_t around;
    CUDA_CHECK(cudaCreateTextureObject(&around, &resource, &plain, nullptr));
    int4 *d_first, *d_second;
    std::vector<int4> first(side), second(side);
    CUDA_CHECK(cudaMalloc(&d_first, side * sizeof(int4)));
    CUDA_CHECK(cudaMalloc(&d_second, side * sizeof(int4)));
    gatherAround<<<(side + 63) / 64, 64>>>(around, d_first, d_second, side);
    CUDA_CHECK(cudaMemcpy(first.data(), d_first, side * sizeof(int4), cudaMemcpyDeviceToHost));
    CUDA_CHECK(cudaMemcpy(second.data(), d_second, side * sizeof(int4), cudaMemcpyDeviceToHost));
    for (int x = 0; x < side; ++x) {
        const int next = x + 1 < side ? x + 1 : x;
        if (differs("gather x", x, first[x].x, side + x) || differs("gather y", x, first[x].y, side + next) ||
            differs("gather z", x, first[x].z, next) || differs("gather w", x, first[x].w, x) ||
            differs("gather second", x, second[x].y, -(side + next)))
            return 1;
    }
    for (const cudaTextureObject_t object : {smooth, sharp, around})
        CUDA_CHECK(cudaDestroyTextureObject(object));
    CUDA_CHECK(cudaFreeMipmappedArray(pyramid));
    CUDA_CHECK(cudaFreeArray(grid));
    CUDA_CHECK(cudaFree(d_first));
    CUDA_CHECK(cudaFree(d_second));
    CUDA_CHECK(cudaFree(out));
    std::printf("PASS texture_levels\n");
    return 0;
}

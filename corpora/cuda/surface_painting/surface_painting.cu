// surface_painting: arrays written by kernels through surfaces and read back by surfaces, textures and copies: heat that
// spreads between two arrays, stripes of colours, a volume, writes outside of the picture.
//
// usage: surface_painting [width [height]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL surface_painting: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

__global__ void spread(cudaTextureObject_t from, cudaSurfaceObject_t to, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height)
        return;
    const float u = x + 0.5f, v = y + 0.5f;
    const float sum = tex2D<float>(from, u - 1, v) + tex2D<float>(from, u + 1, v) + tex2D<float>(from, u, v - 1) +
                      tex2D<float>(from, u, v + 1);
    surf2Dwrite(0.25f * sum, to, x * (int)sizeof(float), y);
}

// Pixels are moved one to the right; what leaves the picture is dropped, what comes in from outside is zero.
__global__ void paint(cudaSurfaceObject_t picture, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x <= width && y < height)
        surf2Dwrite(make_uchar4(x, y, x + y, 255), picture, x * 4, y, cudaBoundaryModeZero);
}

__global__ void inspect(cudaSurfaceObject_t picture, uchar4 *out, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height)
        return;
    uchar4 inside, clamped;
    surf2Dread(&inside, picture, (x + 1) * 4, y, cudaBoundaryModeZero);
    clamped = surf2Dread<uchar4>(picture, x * 4, y + height, cudaBoundaryModeClamp);
    out[y * width + x] = make_uchar4(inside.x, inside.w, clamped.x, clamped.y);
}

__global__ void fillVolume(cudaSurfaceObject_t volume, cudaSurfaceObject_t layers, int side)
{
    const int x = threadIdx.x, y = blockIdx.x, z = blockIdx.y;
    if (x < side) {
        surf3Dwrite(make_int2(x + 10 * y, z), volume, x * (int)sizeof(int2), y, z);
        surf2DLayeredwrite(x * y * z, layers, x * (int)sizeof(int), y, z);
    }
}

static cudaResourceDesc resourceOf(cudaArray_t array)
{
    cudaResourceDesc resource = {};
    resource.resType = cudaResourceTypeArray;
    resource.res.array.array = array;
    return resource;
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? std::atoi(argv[1]) : 83;
    const int height = argc > 2 ? std::atoi(argv[2]) : 57;
    if (width < 1 || height < 1) {
        std::fprintf(stderr, "usage: %s [width [height]]\n", argv[0]);
        return 2;
    }
    const size_t count = (size_t)width * height;
    const dim3 block(16, 8), grid((width + 16) / 16, (height + 7) / 8);

    std::vector<float> heat(count), next(count), got(count);
    for (size_t i = 0; i < count; ++i)
        heat[i] = (float)(i * 7 % 64);
    cudaArray_t arrays[2];
    cudaTextureObject_t textures[2];
    cudaSurfaceObject_t surfaces[2];
    const cudaChannelFormatDesc desc = cudaCreateChannelDesc<float>();
    for (int i = 0; i < 2; ++i) {
        CUDA_CHECK(cudaMallocArray(&arrays[i], &desc, width, height, cudaArraySurfaceLoadStore));
        const cudaResourceDesc resource = resourceOf(arrays[i]);
        cudaTextureDesc texture = {};
        texture.addressMode[0] = texture.addressMode[1] = cudaAddressModeClamp;
        CUDA_CHECK(cudaCreateTextureObject(&textures[i], &resource, &texture, NULL));
        CUDA_CHECK(cudaCreateSurfaceObject(&surfaces[i], &resource));
    }
    CUDA_CHECK(cudaMemcpyToArray(arrays[0], 0, 0, heat.data(), count * sizeof(float), cudaMemcpyHostToDevice));
    const int steps = 4;
    for (int i = 0; i < steps; ++i) {
        spread<<<grid, block>>>(textures[i % 2], surfaces[1 - i % 2], width, height);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const int left = x > 0 ? x - 1 : 0, right = x + 1 < width ? x + 1 : x;
                const int up = y > 0 ? y - 1 : 0, down = y + 1 < height ? y + 1 : y;
                next[(size_t)y * width + x] =
                    0.25f * (heat[(size_t)y * width + left] + heat[(size_t)y * width + right] +
                             heat[(size_t)up * width + x] + heat[(size_t)down * width + x]);
            }
        heat.swap(next);
    }
    CUDA_CHECK(cudaGetLastError());
    CUDA_CHECK(cudaMemcpyFromArray(got.data(), arrays[steps % 2], 0, 0, count * sizeof(float), cudaMemcpyDeviceToHost));
    for (size_t i = 0; i < count; ++i)
        if (std::fabs(got[i] - heat[i]) > 1e-4f) {
            std::printf("FAIL surface_painting: heat %d, got %g, want %g\n", (int)i, got[i], heat[i]);
            return 1;
        }

    cudaArray_t picture;
    cudaSurfaceObject_t canvas;
    uchar4 *d_out;
    std::vector<uchar4> colours(count);
    const cudaChannelFormatDesc rgba = cudaCreateChannelDesc<uchar4>();
    CUDA_CHECK(cudaMallocArray(&picture, &rgba, width, height, cudaArraySurfaceLoadStore));
    const cudaResourceDesc resource = resourceOf(picture);
    CUDA_CHECK(cudaCreateSurfaceObject(&canvas, &resource));
    CUDA_CHECK(cudaMalloc(&d_out, count * sizeof(uchar4)));
    paint<<<grid, block>>>(canvas, width, height);
    inspect<<<grid, block>>>(canvas, d_out, width, height);
    CUDA_CHECK(cudaMemcpy(colours.data(), d_out, count * sizeof(uchar4), cudaMemcpyDeviceToHost));
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const uchar4 c = colours[(size_t)y * width + x];
            const bool last = x == width - 1;
            const int want[4] = {last ? 0 : (x + 1) & 255, last ? 0 : 255, x & 255, (height - 1) & 255};
            if (c.x != want[0] || c.y != want[1] || c.z != want[2] || c.w != want[3]) {
                std::printf("FAIL surface_painting: pixel (%d, %d), got %d %d %d %d, want %d %d %d %d\n", x, y, c.x,
                            c.y, c.z, c.w, want[0], want[1], want[2], want[3]);
                return 1;
            }
        }

    const int side = 5;
    cudaArray_t volume, layers;
    const cudaChannelFormatDesc two = cudaCreateChannelDesc<int2>(), one = cudaCreateChannelDesc<int>();
    CUDA_CHECK(cudaMalloc3DArray(&volume, &two, make_cudaExtent(side, side, side), cudaArraySurfaceLoadStore));
    CUDA_CHECK(cudaMalloc3DArray(&layers, &one, make_cudaExtent(side, side, side),
                                 cudaArrayLayered | cudaArraySurfaceLoadStore));
    cudaSurfaceObject_t inVolume, inLayers;
    const cudaResourceDesc ofVolume = resourceOf(volume), ofLayers = resourceOf(layers);
    CUDA_CHECK(cudaCreateSurfaceObject(&inVolume, &ofVolume));
    CUDA_CHECK(cudaCreateSurfaceObject(&inLayers, &ofLayers));
    fillVolume<<<dim3(side, side), 8>>>(inVolume, inLayers, side);
    int2 cells[side][side][side];
    int products[side][side][side];
    cudaMemcpy3DParms p = {};
    p.srcArray = volume;
    p.dstPtr = make_cudaPitchedPtr(cells, side * sizeof(int2), side, side);
    p.extent = make_cudaExtent(side, side, side);
    p.kind = cudaMemcpyDeviceToHost;
    CUDA_CHECK(cudaMemcpy3D(&p));
    p.srcArray = layers;
    p.dstPtr = make_cudaPitchedPtr(products, side * sizeof(int), side, side);
    CUDA_CHECK(cudaMemcpy3D(&p));
    for (int z = 0; z < side; ++z)
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                if (cells[z][y][x].x != x + 10 * y || cells[z][y][x].y != z || products[z][y][x] != x * y * z) {
                    std::printf("FAIL surface_painting: cell (%d, %d, %d), got %d %d %d, want %d %d %d\n", x, y, z,
                                cells[z][y][x].x, cells[z][y][x].y, products[z][y][x], x + 10 * y, z, x * y * z);
                    return 1;
                }

    for (int i = 0; i < 2; ++i) {
        CUDA_CHECK(cudaDestroyTextureObject(textures[i]));
        CUDA_CHECK(cudaDestroySurfaceObject(surfaces[i]));
        CUDA_CHECK(cudaFreeArray(arrays[i]));
    }
    for (const cudaSurfaceObject_t object : {canvas, inVolume, inLayers})
        CUDA_CHECK(cudaDestroySurfaceObject(object));
    for (cudaArray_t array : {picture, volume, layers})
        CUDA_CHECK(cudaFreeArray(array));
    CUDA_CHECK(cudaFree(d_out));
    std::printf("PASS surface_painting\n");
    return 0;
}

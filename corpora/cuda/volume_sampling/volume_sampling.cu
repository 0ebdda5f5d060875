// volume_sampling: a 3D array filled by cudaMemcpy3D and sampled along rays, its slices as layers, a cubemap looked at
// from inside, and textures of different dimensions in one kernel.
//
// usage: volume_sampling [side [rays]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL volume_sampling: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

// The sum along a ray through the volume, in normalised coordinates.
__global__ void march(cudaTextureObject_t volume, float *out, int rays, int steps)
{
    const int ray = blockIdx.x * blockDim.x + threadIdx.x;
    if (ray >= rays)
        return;
    const float start = (ray + 0.5f) / rays;
    float sum = 0;
    for (int i = 0; i < steps; ++i) {
        const float t = (i + 0.5f) / steps;
        sum += tex3D<float>(volume, start, t, 1 - t);
    }
    out[ray] = sum / steps;
}

__global__ void readLayers(cudaTextureObject_t layers, float *out, int side)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int layer = blockIdx.y;
    if (x < side)
        out[layer * side + x] = tex2DLayered<float>(layers, x + 0.5f, 0.5f, layer);
}

// A line, a picture and a volume in one kernel.
__global__ void mixDimensions(cudaTextureObject_t line, cudaTextureObject_t picture, cudaTextureObject_t volume,
                              cudaTextureObject_t cube, float *out, int side)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= side)
        return;
    const float x = (i + 0.5f) / side;
    float direction[3] = {0.1f, 0.2f, 0.3f};
    direction[i % 3] = i % 6 < 3 ? 1.0f : -1.0f;
    out[4 * i] = tex1D<float>(line, i + 0.5f);
    out[4 * i + 1] = tex2D<float>(picture, i, 1);
    out[4 * i + 2] = tex3D<float>(volume, x, x, x);
    out[4 * i + 3] = texCubemap<int>(cube, direction[0], direction[1], direction[2]);
}

static double trilinear(const std::vector<float> &v, int side, double x, double y, double z)
{
    double at[3] = {x * side - 0.5, y * side - 0.5, z * side - 0.5}, sum = 0;
    for (int corner = 0; corner < 8; ++corner) {
        double weight = 1;
        int index[3];
        for (int axis = 0; axis < 3; ++axis) {
            const int first = (int)std::floor(at[axis]), bit = corner >> axis & 1;
            weight *= bit ? at[axis] - first : 1 - (at[axis] - first);
            const int i = first + bit;
            index[axis] = i < 0 ? 0 : i >= side ? side - 1 : i;
        }
        sum += weight * v[((size_t)index[2] * side + index[1]) * side + index[0]];
    }
    return sum;
}

static void fill(cudaArray_t array, void *data, size_t element, int width, int height, int depth)
{
    cudaMemcpy3DParms p = {};
    p.srcPtr = make_cudaPitchedPtr(data, width * element, width, height);
    p.dstArray = array;
    p.extent = make_cudaExtent(width, height, depth);
    p.kind = cudaMemcpyHostToDevice;
    CUDA_CHECK(cudaMemcpy3D(&p));
}

static cudaTextureObject_t makeTexture(cudaArray_t array, cudaTextureFilterMode filter, int normalized)
{
    cudaResourceDesc resource = {};
    resource.resType = cudaResourceTypeArray;
    resource.res.array.array = array;
    cudaTextureDesc texture = {};
    for (int axis = 0; axis < 3; ++axis)
        texture.addressMode[axis] = cudaAddressModeClamp;
    texture.filterMode = filter;
    texture.normalizedCoords = normalized;
    cudaTextureObject_t object = 0;
    CUDA_CHECK(cudaCreateTextureObject(&object, &resource, &texture, nullptr));
    return object;
}

static bool differs(const char *what, int i, double got, double want, double tolerance)
{
    if (std::fabs(got - want) <= tolerance)
        return false;
    std::printf("FAIL volume_sampling: %s %d, got %g, want %g\n", what, i, got, want);
    return true;
}

int main(int argc, char **argv)
{
    const int side = argc > 1 ? std::atoi(argv[1]) : 19;
    const int rays = argc > 2 ? std::atoi(argv[2]) : 301;
    if (side < 2 || rays < 1) {
        std::fprintf(stderr, "usage: %s [side [rays]], a side of 2 or more\n", argv[0]);
        return 2;
    }
    std::vector<float> voxels((size_t)side * side * side);
    unsigned seed = 3u;
    for (float &v : voxels)
        v = ((seed = seed * 1664525u + 1013904223u) >> 8) % 1024 / 1024.0f;
    const cudaChannelFormatDesc desc = cudaCreateChannelDesc<float>();
    cudaArray_t volume, layers, line, cube;
    CUDA_CHECK(cudaMalloc3DArray(&volume, &desc, make_cudaExtent(side, side, side)));
    CUDA_CHECK(cudaMalloc3DArray(&layers, &desc, make_cudaExtent(side, side, side), cudaArrayLayered));
    CUDA_CHECK(cudaMallocArray(&line, &desc, side));
    fill(volume, voxels.data(), sizeof(float), side, side, side);
    fill(layers, voxels.data(), sizeof(float), side, side, side);
    CUDA_CHECK(cudaMemcpy2DToArray(line, 0, 0, voxels.data(), side * sizeof(float), side * sizeof(float), 1,
                                   cudaMemcpyHostToDevice));
    int faces[6][2][2];
    for (int face = 0; face < 6; ++face)
        for (int i = 0; i < 4; ++i)
            faces[face][i / 2][i % 2] = 100 * face;
    const cudaChannelFormatDesc whole = cudaCreateChannelDesc<int>();
    CUDA_CHECK(cudaMalloc3DArray(&cube, &whole, make_cudaExtent(2, 2, 6), cudaArrayCubemap));
    fill(cube, faces, sizeof(int), 2, 2, 6);

    const cudaTextureObject_t smooth = makeTexture(volume, cudaFilterModeLinear, 1);
    const int steps = 2 * side + 1;
    float *out;
    std::vector<float> got((size_t)side * side + 4 * side + rays);
    CUDA_CHECK(cudaMalloc(&out, got.size() * sizeof(float)));
    march<<<(rays + 63) / 64, 64>>>(smooth, out, rays, steps);
    CUDA_CHECK(cudaMemcpy(got.data(), out, rays * sizeof(float), cudaMemcpyDeviceToHost));
    for (int ray = 0; ray < rays; ++ray) {
        double want = 0;
        for (int i = 0; i < steps; ++i) {
            const double t = (i + 0.5) / steps;
            want += trilinear(voxels, side, (ray + 0.5) / rays, t, 1 - t) / steps;
        }
        if (differs("ray", ray, got[ray], want, 0.01)) // weights of 8 bits
            return 1;
    }

    const cudaTextureObject_t stack = makeTexture(layers, cudaFilterModeLinear, 0);
    readLayers<<<dim3((side + 63) / 64, side), 64>>>(stack, out, side);
    CUDA_CHECK(cudaMemcpy(got.data(), out, side * side * sizeof(float), cudaMemcpyDeviceToHost));
    for (int layer = 0; layer < side; ++layer)
        for (int x = 0; x < side; ++x)
            if (differs("layer", layer, got[layer * side + x], voxels[(size_t)layer * side * side + x], 1e-6))
                return 1;

    const cudaTextureObject_t row = makeTexture(line, cudaFilterModePoint, 0);
    const cudaTextureObject_t room = makeTexture(cube, cudaFilterModePoint, 1);
    cudaArray_t plane;
    CUDA_CHECK(cudaMallocArray(&plane, &desc, side, side));
    CUDA_CHECK(cudaMemcpy2DArrayToArray(plane, 0, 0, layers, 0, 0, side * sizeof(float), side));
    const cudaTextureObject_t picture = makeTexture(plane, cudaFilterModePoint, 0);
    mixDimensions<<<(side + 63) / 64, 64>>>(row, picture, smooth, room, out, side);
    CUDA_CHECK(cudaMemcpy(got.data(), out, 4 * side * sizeof(float), cudaMemcpyDeviceToHost));
    for (int i = 0; i < side; ++i) {
        const double x = (i + 0.5) / side;
        const int face = i % 3 * 2 + (i % 6 < 3 ? 0 : 1);
        if (differs("line", i, got[4 * i], voxels[i], 0) || differs("picture", i, got[4 * i + 1], voxels[side + i], 0) ||
            differs("volume", i, got[4 * i + 2], trilinear(voxels, side, x, x, x), 0.01) ||
            differs("cube", i, got[4 * i + 3], 100 * face, 0))
            return 1;
    }

    // Half of the volume comes back, from the middle of the array to the middle of a larger box.
    const int half = side / 2;
    std::vector<float> back((size_t)side * side * side, -1.0f);
    cudaMemcpy3DParms p = {};
    p.srcArray = volume;
    p.srcPos = make_cudaPos(1, 0, half);
    p.dstPtr = make_cudaPitchedPtr(back.data(), side * sizeof(float), side, side);
    p.dstPos = make_cudaPos(sizeof(float), 1, 0);
    p.extent = make_cudaExtent(side - 1, half, side - half);
    p.kind = cudaMemcpyDeviceToHost;
    CUDA_CHECK(cudaMemcpy3D(&p));
    for (int z = 0; z < side; ++z)
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                const bool copied = x >= 1 && y >= 1 && y <= half && z < side - half;
                const size_t i = ((size_t)z * side + y) * side + x;
                const double want = copied ? voxels[((size_t)(z + half) * side + y - 1) * side + x] : -1;
                if (differs("copy", (int)i, back[i], want, 0))
                    return 1;
            }

    for (const cudaTextureObject_t object : {smooth, stack, row, room, picture})
        CUDA_CHECK(cudaDestroyTextureObject(object));
    for (cudaArray_t array : {volume, layers, line, cube, plane})
        CUDA_CHECK(cudaFreeArray(array));
    CUDA_CHECK(cudaFree(out));
    std::printf("PASS volume_sampling\n");
    return 0;
}

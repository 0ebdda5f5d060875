// image_rotation: an image turned and stretched about its centre by texture objects: nearest and linear filtering, all four ways of
// addressing, pixel and normalised coordinates, bytes read as floats, objects in a struct and in an array.
//
// usage: image_rotation [width [height]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL image_rotation: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

// Coordinates fall on odd sixteenths of a pixel: neither the choice of the nearest pixel nor the weights of linear
// filtering, which have 8 bits, depend on rounding.
#define SHIFT 0.0625f

struct Rotation {
    cudaTextureObject_t source;
    float sine, cosine, shift;
    int normalized;
};

template <typename Pixel>
__global__ void rotate(Rotation r, Pixel *out, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height)
        return;
    const float dx = x + 0.5f - 0.5f * width, dy = y + 0.5f - 0.5f * height;
    float u = r.cosine * dx - r.sine * dy + 0.5f * width + r.shift;
    float v = r.sine * dx + r.cosine * dy + 0.5f * height + r.shift;
    if (r.normalized) {
        u /= width;
        v /= height;
    }
    out[y * width + x] = tex2D<Pixel>(r.source, u, v);
}

// The mean of several pictures of one scene, each through its own texture.
__global__ void average(const cudaTextureObject_t *sources, int count, float *out, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height)
        return;
    float sum = 0;
    for (int i = 0; i < count; ++i) {
        float value;
        tex2D(&value, sources[i], x + 0.5f, y + 0.5f);
        sum += value;
    }
    out[y * width + x] = sum / count;
}

static int modulo(int i, int n) { return (i % n + n) % n; }

// A pixel by the rules of a mode of addressing.
static float pixel(const std::vector<float> &image, int width, int height, int x, int y, cudaTextureAddressMode mode)
{
    const int size[2] = {width, height};
    int at[2] = {x, y};
    for (int axis = 0; axis < 2; ++axis) {
        int &i = at[axis];
        const int n = size[axis];
        if (mode == cudaAddressModeBorder && (i < 0 || i >= n))
            return 0.25f;
        if (mode == cudaAddressModeClamp)
            i = i < 0 ? 0 : i >= n ? n - 1 : i;
        if (mode == cudaAddressModeWrap)
            i = modulo(i, n);
        if (mode == cudaAddressModeMirror && modulo(i, 2 * n) >= n)
            i = 2 * n - 1 - modulo(i, 2 * n);
        else if (mode == cudaAddressModeMirror)
            i = modulo(i, 2 * n);
    }
    return image[(size_t)at[1] * width + at[0]];
}

static double reference(const std::vector<float> &image, int width, int height, double u, double v, bool linear,
                        cudaTextureAddressMode mode)
{
    if (!linear)
        return pixel(image, width, height, (int)std::floor(u), (int)std::floor(v), mode);
    const double x = std::floor(u - 0.5), y = std::floor(v - 0.5);
    const double a = u - 0.5 - x, b = v - 0.5 - y;
    const int i = (int)x, j = (int)y;
    return (1 - a) * (1 - b) * pixel(image, width, height, i, j, mode) +
           a * (1 - b) * pixel(image, width, height, i + 1, j, mode) +
           (1 - a) * b * pixel(image, width, height, i, j + 1, mode) +
           a * b * pixel(image, width, height, i + 1, j + 1, mode);
}

static cudaTextureObject_t makeTexture(cudaArray_t array, bool linear, bool normalized, cudaTextureAddressMode mode,
                                       cudaTextureReadMode read)
{
    cudaResourceDesc resource = {};
    resource.resType = cudaResourceTypeArray;
    resource.res.array.array = array;
    cudaTextureDesc texture = {};
    texture.addressMode[0] = texture.addressMode[1] = mode;
    texture.filterMode = linear ? cudaFilterModeLinear : cudaFilterModePoint;
    texture.readMode = read;
    texture.normalizedCoords = normalized;
    texture.borderColor[0] = 0.25f;
    cudaTextureObject_t object = 0;
    CUDA_CHECK(cudaCreateTextureObject(&object, &resource, &texture, NULL));
    return object;
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? std::atoi(argv[1]) : 93;
    const int height = argc > 2 ? std::atoi(argv[2]) : 71;
    if (width < 1 || height < 1) {
        std::fprintf(stderr, "usage: %s [width [height]]\n", argv[0]);
        return 2;
    }
    const size_t count = (size_t)width * height;
    std::vector<float> image(count), got(count);
    std::vector<uchar4> bytes(count);
    unsigned seed = 17u;
    for (size_t i = 0; i < count; ++i) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = make_uchar4(seed >> 24, 1, 2, 255);
        image[i] = bytes[i].x / 255.0f;
    }
    cudaArray_t floats, colours;
    const cudaChannelFormatDesc one = cudaCreateChannelDesc<float>(), four = cudaCreateChannelDesc<uchar4>();
    CUDA_CHECK(cudaMallocArray(&floats, &one, width, height));
    CUDA_CHECK(cudaMallocArray(&colours, &four, width, height));
    CUDA_CHECK(cudaMemcpy2DToArray(floats, 0, 0, image.data(), width * sizeof(float), width * sizeof(float), height,
                                   cudaMemcpyHostToDevice));
    CUDA_CHECK(cudaMemcpy2DToArray(colours, 0, 0, bytes.data(), width * 4, width * 4, height,
                                   cudaMemcpyHostToDevice));
    float *out;
    float4 *out4;
    CUDA_CHECK(cudaMalloc(&out, count * sizeof(float)));
    CUDA_CHECK(cudaMalloc(&out4, count * sizeof(float4)));
    const dim3 block(16, 16), grid((width + 15) / 16, (height + 15) / 16);

    const cudaTextureAddressMode modes[] = {cudaAddressModeClamp, cudaAddressModeBorder, cudaAddressModeWrap,
                                            cudaAddressModeMirror};
    for (const cudaTextureAddressMode mode : modes)
        for (int linear = 0; linear < 2; ++linear) {
            const bool normalized = mode == cudaAddressModeWrap || mode == cudaAddressModeMirror;
            const float turn = 0.25f * (mode + 1);
            const Rotation r = {makeTexture(floats, linear, normalized, mode, cudaReadModeElementType),
                                turn, 1.25f - turn, SHIFT, normalized};
            rotate<<<grid, block>>>(r, out, width, height);
            CUDA_CHECK(cudaMemcpy(got.data(), out, count * sizeof(float), cudaMemcpyDeviceToHost));
            CUDA_CHECK(cudaDestroyTextureObject(r.source));
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x) {
                    const double dx = x + 0.5 - 0.5 * width, dy = y + 0.5 - 0.5 * height;
                    const double u = double(r.cosine) * dx - double(r.sine) * dy + 0.5 * width + SHIFT;
                    const double v = double(r.sine) * dx + double(r.cosine) * dy + 0.5 * height + SHIFT;
                    const float g = got[(size_t)y * width + x];
                    const double want = reference(image, width, height, u, v, linear, mode);
                    if (std::fabs(g - want) > 1e-5) {
                        std::printf("FAIL image_rotation: mode %d linear %d pixel (%d, %d), got %g, want %g\n",
                                    (int)mode, linear, x, y, g, want);
                        return 1;
                    }
                }
        }

    // Not turned at all: bytes come as floats, exactly.
    std::vector<float4> got4(count);
    const Rotation none = {
        makeTexture(colours, true, false, cudaAddressModeClamp, cudaReadModeNormalizedFloat), 0, 1, 0, 0};
    rotate<<<grid, block>>>(none, out4, width, height);
    CUDA_CHECK(cudaMemcpy(got4.data(), out4, count * sizeof(float4), cudaMemcpyDeviceToHost));
    for (size_t i = 0; i < count; ++i)
        if (std::fabs(got4[i].x - image[i]) > 1e-6f || got4[i].w != 1.0f ||
            std::fabs(got4[i].z - 2.0f / 255.0f) > 1e-6f) {
            std::printf("FAIL image_rotation: colour %d, got %g %g %g, want %g\n", (int)i, got4[i].x, got4[i].z,
                        got4[i].w, image[i]);
            return 1;
        }
    CUDA_CHECK(cudaDestroyTextureObject(none.source));

    cudaTextureObject_t views[3], *d_views;
    for (cudaTextureObject_t &view : views)
        view = makeTexture(floats, &view == views, false, cudaAddressModeClamp, cudaReadModeElementType);
    CUDA_CHECK(cudaMalloc(&d_views, sizeof views));
    CUDA_CHECK(cudaMemcpy(d_views, views, sizeof views, cudaMemcpyHostToDevice));
    average<<<grid, block>>>(d_views, 3, out, width, height);
    CUDA_CHECK(cudaMemcpy(got.data(), out, count * sizeof(float), cudaMemcpyDeviceToHost));
    for (size_t i = 0; i < count; ++i)
        if (std::fabs(got[i] - image[i]) > 1e-6f) {
            std::printf("FAIL image_rotation: mean %d, got %g, want %g\n", (int)i, got[i], image[i]);
            return 1;
        }
    for (const cudaTextureObject_t view : views)
        CUDA_CHECK(cudaDestroyTextureObject(view));
    CUDA_CHECK(cudaFree(d_views));
    CUDA_CHECK(cudaFree(out4));
    CUDA_CHECK(cudaFree(out));
    CUDA_CHECK(cudaFreeArray(colours));
    CUDA_CHECK(cudaFreeArray(floats));
    std::printf("PASS image_rotation\n");
    return 0;
}

// image_filter: filters on an RGBA image with coefficients in constant memory: any small convolution
// kernel, a 3x3 colour matrix, and a tone curve looked up in a table.
//
// usage: image_filter [width [height]]
#include <cuda_runtime.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define MAX_RADIUS 3
#define MAX_SIDE (2 * MAX_RADIUS + 1)

__constant__ float c_kernel[MAX_SIDE * MAX_SIDE];
__constant__ int c_radius;
static __constant__ float3 c_colour[3];
__constant__ unsigned char c_curve[256] = {0};

#define CUDA_CHECK(call)                                                                                  \
    do {                                                                                                  \
        cudaError_t _e = (call);                                                                          \
        if (_e != cudaSuccess) {                                                                          \
            std::printf("FAIL image_filter: %s, got %s, want no error\n", #call, cudaGetErrorString(_e)); \
            std::exit(1);                                                                                 \
        }                                                                                                 \
    } while (0)

__device__ inline unsigned char toByte(float v)
{
    return (unsigned char)(fminf(fmaxf(v, 0.0f), 255.0f) + 0.5f);
}

__device__ inline float dot(float3 a, float3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

// Reads outside the image take the nearest pixel; alpha passes through.
__global__ void convolve(const uchar4 *in, uchar4 *out, int width, int height)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height)
        return;
    const int side = 2 * c_radius + 1;
    float3 sum = make_float3(0.0f, 0.0f, 0.0f);
    for (int dy = -c_radius; dy <= c_radius; ++dy) {
        const int sy = min(max(y + dy, 0), height - 1);
        for (int dx = -c_radius; dx <= c_radius; ++dx) {
            const int sx = min(max(x + dx, 0), width - 1);
            const uchar4 p = in[sy * width + sx];
            const float w = c_kernel[(dy + c_radius) * side + dx + c_radius];
            sum.x += w * p.x;
            sum.y += w * p.y;
            sum.z += w * p.z;
        }
    }
    out[y * width + x] = make_uchar4(toByte(sum.x), toByte(sum.y), toByte(sum.z), in[y * width + x].w);
}

__global__ void mixColours(uchar4 *image, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;
    const uchar4 p = image[i];
    const float3 rgb = make_float3(p.x, p.y, p.z);
    image[i].x = toByte(dot(c_colour[0], rgb));
    image[i].y = toByte(dot(c_colour[1], rgb));
    image[i].z = toByte(dot(c_colour[2], rgb));
}

__global__ void applyCurve(uchar4 *image, int count)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        uchar4 p = image[i];
        p.x = c_curve[p.x];
        p.y = c_curve[p.y];
        p.z = c_curve[p.z];
        image[i] = p;
    }
}

static std::vector<float> gaussian(int radius, float sigma)
{
    std::vector<float> k;
    float total = 0;
    for (int y = -radius; y <= radius; ++y)
        for (int x = -radius; x <= radius; ++x) {
            k.push_back(std::exp(-(x * x + y * y) / (2 * sigma * sigma)));
            total += k.back();
        }
    for (float &w : k)
        w /= total;
    return k;
}

static int channel(const uchar4 &p, int c)
{
    return c == 0 ? p.x : c == 1 ? p.y : c == 2 ? p.z : p.w;
}

// Rounding to bytes may fall either way: channels may differ by one step.
static bool compare(const char *what, const std::vector<uchar4> &got, const std::vector<uchar4> &want, int width,
                    int tolerance)
{
    for (size_t i = 0; i < got.size(); ++i)
        for (int c = 0; c < 4; ++c)
            if (std::abs(channel(got[i], c) - channel(want[i], c)) > tolerance) {
                std::printf("FAIL image_filter: %s pixel (%d, %d) channel %d, got %d, want %d\n", what,
                            (int)(i % width), (int)(i / width), c, channel(got[i], c), channel(want[i], c));
                return false;
            }
    return true;
}

static unsigned char roundByte(double v) { return (unsigned char)(v <= 0 ? 0 : v >= 255 ? 255 : std::floor(v + 0.5)); }

static std::vector<uchar4> referenceConvolve(const std::vector<uchar4> &in, int width, int height,
                                             const std::vector<float> &kernel, int radius)
{
    std::vector<uchar4> out(in);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            double sum[3] = {0, 0, 0};
            const float *w = kernel.data();
            for (int sy = y - radius; sy <= y + radius; ++sy)
                for (int sx = x - radius; sx <= x + radius; ++sx, ++w) {
                    const int cy = sy < 0 ? 0 : sy >= height ? height - 1 : sy;
                    const int cx = sx < 0 ? 0 : sx >= width ? width - 1 : sx;
                    for (int c = 0; c < 3; ++c)
                        sum[c] += double(*w) * channel(in[(size_t)cy * width + cx], c);
                }
            uchar4 &p = out[(size_t)y * width + x];
            p.x = roundByte(sum[0]);
            p.y = roundByte(sum[1]);
            p.z = roundByte(sum[2]);
        }
    return out;
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? std::atoi(argv[1]) : 187;
    const int height = argc > 2 ? std::atoi(argv[2]) : 141;
    if (width < 1 || height < 1) {
        std::fprintf(stderr, "usage: %s [width [height]]\n", argv[0]);
        return 2;
    }
    const int count = width * height;
    std::vector<uchar4> image(count), got(count), want;
    unsigned seed = 65u;
    for (uchar4 &p : image) {
        seed = seed * 1664525u + 1013904223u;
        p = make_uchar4(seed >> 24, seed >> 16 & 255, seed >> 8 & 255, (seed >> 13) & 255);
    }

    uchar4 *d_in, *d_out;
    CUDA_CHECK(cudaMalloc(&d_in, count * sizeof(uchar4)));
    CUDA_CHECK(cudaMalloc(&d_out, count * sizeof(uchar4)));
    CUDA_CHECK(cudaMemcpy(d_in, image.data(), count * sizeof(uchar4), cudaMemcpyHostToDevice));
    const dim3 block(16, 16), grid((width + block.x - 1) / block.x, (height + block.y - 1) / block.y);
    const int linear = (count + 255) / 256;

    const std::vector<float> sharpen = {0, -1, 0, -1, 5, -1, 0, -1, 0};
    for (int radius = 0; radius <= MAX_RADIUS; ++radius) {
        const std::vector<float> kernel = radius == 1 ? sharpen : gaussian(radius, 0.5f + radius);
        CUDA_CHECK(cudaMemcpyToSymbol(c_kernel, kernel.data(), kernel.size() * sizeof(float)));
        CUDA_CHECK(cudaMemcpyToSymbol(c_radius, &radius, sizeof radius));
        convolve<<<grid, block>>>(d_in, d_out, width, height);
        CUDA_CHECK(cudaGetLastError());
        CUDA_CHECK(cudaMemcpy(got.data(), d_out, count * sizeof(uchar4), cudaMemcpyDeviceToHost));
        want = referenceConvolve(image, width, height, kernel, radius);
        if (!compare("convolution", got, want, width, 1))
            return 1;
    }

    const float3 rows[3] = {{0.393f, 0.769f, 0.189f}, {0.349f, 0.686f, 0.168f}, {0.272f, 0.534f, -0.131f}};
    CUDA_CHECK(cudaMemcpyToSymbol(c_colour, &rows[0], 2 * sizeof(float3)));
    CUDA_CHECK(cudaMemcpyToSymbol(c_colour, &rows[2], sizeof(float3), 2 * sizeof(float3), cudaMemcpyHostToDevice));
    mixColours<<<linear, 256>>>(d_in, count);
    CUDA_CHECK(cudaMemcpy(got.data(), d_in, count * sizeof(uchar4), cudaMemcpyDeviceToHost));
    want = image;
    for (uchar4 &p : want) {
        const double r = p.x, g = p.y, b = p.z;
        p.x = roundByte(rows[0].x * r + rows[0].y * g + rows[0].z * b);
        p.y = roundByte(rows[1].x * r + rows[1].y * g + rows[1].z * b);
        p.z = roundByte(rows[2].x * r + rows[2].y * g + rows[2].z * b);
    }
    if (!compare("colour matrix", got, want, width, 1))
        return 1;

    unsigned char curve[256], back[256];
    for (int v = 0; v < 256; ++v)
        curve[v] = (unsigned char)(255 - v * v / 255);
    CUDA_CHECK(cudaMemcpyToSymbol(c_curve, curve, sizeof curve));
    CUDA_CHECK(cudaMemcpyFromSymbol(back, c_curve, sizeof back));
    CUDA_CHECK(cudaMemcpy(d_in, image.data(), count * sizeof(uchar4), cudaMemcpyHostToDevice));
    applyCurve<<<linear, 256>>>(d_in, count);
    CUDA_CHECK(cudaGetLastError());
    CUDA_CHECK(cudaMemcpy(got.data(), d_in, count * sizeof(uchar4), cudaMemcpyDeviceToHost));
    want = image;
    for (uchar4 &p : want)
        p = make_uchar4(back[p.x], back[p.y], back[p.z], p.w);
    if (!compare("tone curve", got, want, width, 0))
        return 1;
    if (back[255] != 0 || back[0] != 255) {
        std::printf("FAIL image_filter: table read back, got %d %d, want 255 0\n", back[0], back[255]);
        return 1;
    }

    CUDA_CHECK(cudaFree(d_in));
    CUDA_CHECK(cudaFree(d_out));
    std::printf("PASS image_filter\n");
    return 0;
}

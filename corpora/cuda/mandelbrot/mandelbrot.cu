// mandelbrot: escape-time picture in double precision, and a Julia set in float with a do-while loop
// and early exits.
//
// usage: mandelbrot [width [height [iterations]]]
#include <cuda_runtime.h>

#include <cmath>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <vector>

struct View {
    double left, top, step;
};

__device__ int escape(double cx, double cy, int limit)
{
    // points in the main cardioid or in the largest bulb never escape
    const double q = (cx - 0.25) * (cx - 0.25) + cy * cy;
    if (q * (q + (cx - 0.25)) < 0.25 * cy * cy || (cx + 1.0) * (cx + 1.0) + cy * cy < 0.0625)
        return limit;

    double x = 0.0, y = 0.0, x2 = 0.0, y2 = 0.0;
    int n = 0;
    do {
        y = 2.0 * x * y + cy;
        x = x2 - y2 + cx;
        x2 = x * x;
        y2 = y * y;
        ++n;
    } while (x2 + y2 <= 4.0 && n < limit);
    return n;
}

__global__ void mandelbrot(int *counts, int width, int height, View view, int limit)
{
    int px = blockIdx.x * blockDim.x + threadIdx.x;
    int py = blockIdx.y * blockDim.y + threadIdx.y;
    if (px < width && py < height)
        counts[py * width + px] = escape(view.left + px * view.step, view.top - py * view.step, limit);
}

__global__ void julia(unsigned char *levels, int width, int height, float2 c, int limit)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < width * height; i += blockDim.x * gridDim.x) {
        float2 z = make_float2(3.0f * (i % width) / width - 1.5f, 3.0f * (i / width) / height - 1.5f);
        int n = 0;
        while (true) {
            const float r2 = z.x * z.x + z.y * z.y;
            if (r2 > 4.0f)
                break;
            if (++n == limit)
                break;
            const float t = z.x * z.x - z.y * z.y + c.x;
            z.y = 2.0f * z.x * z.y + c.y;
            z.x = t;
        }
        levels[i] = n < limit ? n : 255;
    }
}

static bool check(cudaError_t e)
{
    if (e == cudaSuccess) return true;
    std::printf("FAIL mandelbrot: CUDA, got %s, want no error\n", cudaGetErrorString(e));
    return false;
}

// Near the border of the set the last bit of the arithmetic decides, so a few pixels may differ.
template <typename T>
static bool compare(const char *picture, const std::vector<T> &got, const std::vector<T> &want, int width,
                    double allowed)
{
    size_t different = 0, first = 0;
    for (size_t i = 0; i < got.size(); ++i)
        if (got[i] != want[i] && different++ == 0) first = i;
    if (different <= allowed * got.size() + 2) return true;
    std::printf("FAIL mandelbrot: %s, %d pixels, first (%d, %d), got %d, want %d\n", picture, (int)different,
                (int)(first % width), (int)(first / width), (int)got[first], (int)want[first]);
    return false;
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? std::atoi(argv[1]) : 301;
    const int height = argc > 2 ? std::atoi(argv[2]) : 203;
    const int limit = argc > 3 ? std::atoi(argv[3]) : 200;
    if (width < 1 || height < 1 || limit < 1) {
        std::fprintf(stderr, "usage: %s [width [height [iterations]]]\n", argv[0]);
        return 2;
    }
    const View view = {-2.2, 1.25, 3.2 / width};
    const size_t count = (size_t)width * height;
    int *d_counts;
    unsigned char *d_levels;
    std::vector<int> counts(count), wantCounts(count);
    std::vector<unsigned char> levels(count), wantLevels(count);
    if (!check(cudaMalloc(&d_counts, count * sizeof(int))) || !check(cudaMalloc(&d_levels, count))) return 1;

    const dim3 block(32, 4), grid((width + 31) / 32, (height + 3) / 4);
    mandelbrot<<<grid, block>>>(d_counts, width, height, view, limit);
    const float2 c = make_float2(-0.75f, 0.125f);
    const int levelLimit = 100;
    julia<<<dim3(24), dim3(128)>>>(d_levels, width, height, c, levelLimit);
    if (!check(cudaGetLastError())) return 1;
    if (!check(cudaMemcpy(counts.data(), d_counts, count * sizeof(int), cudaMemcpyDeviceToHost))) return 1;
    if (!check(cudaMemcpy(levels.data(), d_levels, count, cudaMemcpyDeviceToHost))) return 1;
    cudaFree(d_counts);
    cudaFree(d_levels);

    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const std::complex<double> point(view.left + x * view.step, view.top - y * view.step);
            std::complex<double> z = 0;
            int n = 0;
            while (n < limit && std::norm(z) <= 4.0) {
                z = std::complex<double>(z.real() * z.real() - z.imag() * z.imag(), 2 * z.real() * z.imag()) + point;
                ++n;
            }
            wantCounts[(size_t)y * width + x] = n;

            double u = 3.0 * x / width - 1.5, v = 3.0 * y / height - 1.5;
            int level = 0;
            for (; level < levelLimit && u * u + v * v <= 4.0; ++level) {
                const double next = u * u - v * v + double(c.x);
                v = 2 * u * v + double(c.y);
                u = next;
            }
            wantLevels[(size_t)y * width + x] = (unsigned char)(level < levelLimit ? level : 255);
        }
    }
    // 0.5 % in double precision; 5 % in float against a reference in double.
    if (!compare("Mandelbrot set", counts, wantCounts, width, 0.005)) return 1;
    if (!compare("Julia set", levels, wantLevels, width, 0.05)) return 1;
    std::printf("PASS mandelbrot\n");
    return 0;
}

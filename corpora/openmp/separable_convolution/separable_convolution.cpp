// separable_convolution by hand: rows with the border apart from the middle; columns as sums of whole rows.
#include "../timing.hpp"

const int RADIUS = 5, TAPS = 2 * RADIUS + 1;

static void rows(float *out, const float *in, const float *taps, int stride, int width, int height)
{
#pragma omp parallel for schedule(static)
    for (int y = 0; y < height; y++) {
        const float *row = in + y * stride;
        float *to = out + y * stride;
        const auto border = [&](int begin, int end) {
            for (int x = begin; x < end; x++) {
                float sum = 0;
                for (int t = std::max(-RADIUS, -x); t <= std::min(RADIUS, width - 1 - x); t++)
                    sum += taps[RADIUS - t] * row[x + t];
                to[x] = sum;
            }
        };
        border(0, RADIUS);
#pragma omp simd
        for (int x = RADIUS; x < width - RADIUS; x++) {
            float sum = 0;
            for (int t = -RADIUS; t <= RADIUS; t++)
                sum += taps[RADIUS - t] * row[x + t];
            to[x] = sum;
        }
        border(width - RADIUS, width);
    }
}

static void columns(float *out, const float *in, const float *taps, int stride, int width, int height)
{
#pragma omp parallel for schedule(static)
    for (int y = 0; y < height; y++) {
        float *to = out + y * stride;
        std::fill(to, to + width, 0.0f);
        for (int t = std::max(-RADIUS, -y); t <= std::min(RADIUS, height - 1 - y); t++) {
            const float *from = in + (y + t) * stride;
            const float tap = taps[RADIUS - t];
#pragma omp simd
            for (int x = 0; x < width; x++)
                to[x] += tap * from[x];
        }
    }
}

int main()
{
    const int width = 2001, height = 1003, stride = 2048;
    const std::vector<float> taps = numbers(TAPS, 4, 0, 0.2f), in = numbers(stride * height, 6, 0, 1);
    std::vector<float> out(in.size());
    measure("convolve_rows", [&] { rows(out.data(), in.data(), taps.data(), stride, width, height); },
            [&] { return out; });
    measure("convolve_columns", [&] { columns(out.data(), in.data(), taps.data(), stride, width, height); },
            [&] { return out; });
    return 0;
}

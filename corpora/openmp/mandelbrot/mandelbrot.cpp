// mandelbrot by hand: rows are dealt out as cores get free; several points of a row go on until the last one is done.
#include "../timing.hpp"

const int LANES = 16;

static void mandelbrot(int *counts, int width, int height, double left, double top, double step, int limit)
{
#pragma omp parallel for schedule(dynamic, 4)
    for (int py = 0; py < height; py++) {
        const double cy = top - py * step;
        for (int first = 0; first < width; first += LANES) {
            double x[LANES] = {}, y[LANES] = {}, cx[LANES];
            int n[LANES] = {}, open[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                cx[lane] = left + (first + lane) * step;
                const double q = (cx[lane] - 0.25) * (cx[lane] - 0.25) + cy * cy;
                const bool inside = q * (q + (cx[lane] - 0.25)) < 0.25 * cy * cy ||
                                    (cx[lane] + 1.0) * (cx[lane] + 1.0) + cy * cy < 0.0625;
                open[lane] = !inside;
                n[lane] = inside ? limit : 0;
            }
            for (int turn = 0, any = 1; turn < limit && any; turn++) {
                any = 0;
#pragma omp simd reduction(| : any)
                for (int lane = 0; lane < LANES; lane++) {
                    const double new_x = x[lane] * x[lane] - y[lane] * y[lane] + cx[lane];
                    y[lane] = 2.0 * x[lane] * y[lane] + cy;
                    x[lane] = new_x;
                    n[lane] += open[lane];
                    open[lane] &= x[lane] * x[lane] + y[lane] * y[lane] <= 4.0;
                    any |= open[lane];
                }
            }
            for (int lane = 0; lane < LANES && first + lane < width; lane++)
                counts[py * width + first + lane] = n[lane];
        }
    }
}

static void julia(unsigned char *levels, int width, int height, float cx, float cy, int limit)
{
#pragma omp parallel for schedule(dynamic, 4)
    for (int py = 0; py < height; py++) {
        for (int first = 0; first < width; first += LANES) {
            float x[LANES], y[LANES];
            int n[LANES] = {}, open[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                x[lane] = 3.0f * (first + lane) / width - 1.5f;
                y[lane] = 3.0f * py / height - 1.5f;
                open[lane] = 1;
            }
            for (int turn = 0, any = 1; turn < limit && any; turn++) {
                any = 0;
#pragma omp simd reduction(| : any)
                for (int lane = 0; lane < LANES; lane++) {
                    open[lane] &= x[lane] * x[lane] + y[lane] * y[lane] <= 4.0f;
                    n[lane] += open[lane];
                    const float new_x = x[lane] * x[lane] - y[lane] * y[lane] + cx;
                    y[lane] = 2.0f * x[lane] * y[lane] + cy;
                    x[lane] = new_x;
                    any |= open[lane];
                }
            }
            for (int lane = 0; lane < LANES && first + lane < width; lane++)
                levels[py * width + first + lane] = static_cast<unsigned char>(n[lane] < limit ? n[lane] : 255);
        }
    }
}

int main()
{
    const int width = 801, height = 603;
    std::vector<int> counts(width * height);
    std::vector<unsigned char> levels(width * height);
    measure("mandelbrot", [&] { mandelbrot(counts.data(), width, height, -2.2, 1.2, 0.004, 200); },
            [&] { return counts; });
    measure("julia", [&] { julia(levels.data(), width, height, -0.4f, 0.6f, 50); }, [&] { return levels; });
    return 0;
}

// transpose by hand: in squares that fit the first cache; each writes whole lines.
#include "../timing.hpp"

static void transpose(const int *in, int *out, int width, int height)
{
    const int side = 32;
#pragma omp parallel for collapse(2) schedule(static)
    for (int left = 0; left < width; left += side) {
        for (int top = 0; top < height; top += side) {
            const int right = std::min(left + side, width), bottom = std::min(top + side, height);
            for (int x = left; x < right; x++) {
#pragma omp simd
                for (int y = top; y < bottom; y++)
                    out[x * height + y] = in[y * width + x];
            }
        }
    }
}

int main()
{
    const int width = 2001, height = 1501;
    const std::vector<int> in = integers<int>(width * height, 5, 1 << 20);
    std::vector<int> out(in.size());
    for (const char *name : {"transpose_naive", "transpose_tiled"})
        measure(name, [&] { transpose(in.data(), out.data(), width, height); }, [&] { return out; });
    return 0;
}

// game_of_life by hand: three rows side by side; the cells at a row's ends, whose neighbours are at the other one, apart.
#include "../timing.hpp"

static void generation(const unsigned char *now, unsigned char *next, int width, int height)
{
#pragma omp parallel for schedule(static)
    for (int y = 0; y < height; y++) {
        const unsigned char *up = now + (y == 0 ? height - 1 : y - 1) * width, *row = now + y * width;
        const unsigned char *down = now + (y == height - 1 ? 0 : y + 1) * width;
        unsigned char *to = next + y * width;
        const auto cell = [=](int left, int x, int right) {
            const unsigned char around =
                static_cast<unsigned char>(up[left] + up[x] + up[right] + row[left] + row[right] + down[left] +
                                           down[x] + down[right]);
            return static_cast<unsigned char>((around == 3) | ((around == 2) & row[x]));
        };
        to[0] = cell(width - 1, 0, 1);
#pragma omp simd
        for (int x = 1; x < width - 1; x++)
            to[x] = cell(x - 1, x, x + 1);
        to[width - 1] = cell(width - 2, width - 1, 0);
    }
}

int main()
{
    const int width = 1001, height = 777;
    const std::vector<unsigned char> now = integers<unsigned char>(width * height, 71, 2);
    std::vector<unsigned char> next(now.size());
    measure("game_of_life", [&] { generation(now.data(), next.data(), width, height); }, [&] { return next; });
    return 0;
}

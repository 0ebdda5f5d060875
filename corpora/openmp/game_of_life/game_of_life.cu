#define main check_game_of_life
#include "../../cuda/game_of_life/game_of_life.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const int width = 1001, height = 777;
    const unsigned char *now = on_device(integers<unsigned char>(width * height, 71, 2));
    unsigned char *next = zeros<unsigned char>(width * height);
    const dim3 block(32, 8), grid((width + 31) / 32, (height + 7) / 8);
    measure_kernel("game_of_life", next, width * height,
                   [&] { generation<<<grid, block>>>((const bool *)now, (bool *)next, width, height); });
    return 0;
}

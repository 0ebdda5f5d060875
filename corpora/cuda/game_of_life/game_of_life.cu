// game_of_life: Conway's rules on a torus, once with a bool per cell, once with 8 cells per byte.
//
// usage: game_of_life [width [height [generations]]]
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

using Cell = bool;

__device__ __forceinline__ int wrap(int i, int size) { return (i + size) % size; }

__global__ void generation(const Cell *now, Cell *next, int width, int height)
{
    const int x = threadIdx.x + blockIdx.x * blockDim.x;
    const int y = threadIdx.y + blockIdx.y * blockDim.y;
    if (x >= width || y >= height)
        return;

    int neighbours = 0;
    for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
            if (dx == 0 && dy == 0)
                continue;
            neighbours += now[wrap(y + dy, height) * width + wrap(x + dx, width)];
        }
    }
    const bool alive = now[y * width + x];
    next[y * width + x] = neighbours == 3 || (alive && neighbours == 2);
}

// Cell x of a row is bit x % 8 of byte x / 8; each thread computes one byte.
__device__ inline unsigned bitAt(const unsigned char *rows, int rowBytes, int x, int y)
{
    return (rows[y * rowBytes + (x >> 3)] >> (x & 7)) & 1u;
}

__global__ void generationPacked(const unsigned char *now, unsigned char *next, int width, int height, int rowBytes)
{
    const int index = threadIdx.x + blockIdx.x * blockDim.x;
    if (index >= rowBytes * height)
        return;
    const int y = index / rowBytes, firstX = (index % rowBytes) * 8;
    const int up = y == 0 ? height - 1 : y - 1, down = y == height - 1 ? 0 : y + 1;
    unsigned char result = 0;
    for (int bit = 0; bit < 8 && firstX + bit < width; ++bit) {
        const int x = firstX + bit;
        const int left = x ? x - 1 : width - 1, right = x + 1 < width ? x + 1 : 0;
        unsigned char count = 0;
        count += bitAt(now, rowBytes, left, up) + bitAt(now, rowBytes, x, up) + bitAt(now, rowBytes, right, up);
        count += bitAt(now, rowBytes, left, y) + bitAt(now, rowBytes, right, y);
        count += bitAt(now, rowBytes, left, down) + bitAt(now, rowBytes, x, down) + bitAt(now, rowBytes, right, down);
        if (count == 3 || (count == 2 && bitAt(now, rowBytes, x, y)))
            result |= 1 << bit;
    }
    next[index] = result;
}

class World {  // the host's own rules: counts cells by scattering
public:
    World(int width, int height) : width_(width), height_(height), cells_((size_t)width * height, 0) {}
    char &at(int x, int y) { return cells_[(size_t)y * width_ + x]; }
    void step()
    {
        std::vector<int> count(cells_.size(), 0);
        for (int y = 0; y < height_; ++y)
            for (int x = 0; x < width_; ++x)
                if (at(x, y))
                    for (int k = 0; k < 9; ++k)
                        if (k != 4)
                            ++count[(size_t)((y + k / 3 - 1 + height_) % height_) * width_ +
                                    (x + k % 3 - 1 + width_) % width_];
        for (size_t i = 0; i < cells_.size(); ++i)
            cells_[i] = count[i] == 3 || (count[i] == 2 && cells_[i]);
    }

private:
    int width_, height_;
    std::vector<char> cells_;
};

static void ok(cudaError_t e)
{
    if (e != cudaSuccess) {
        std::printf("FAIL game_of_life: CUDA, got %s, want no error\n", cudaGetErrorString(e));
        std::exit(1);
    }
}

int main(int argc, char **argv)
{
    const int width = argc > 1 ? std::atoi(argv[1]) : 203;
    const int height = argc > 2 ? std::atoi(argv[2]) : 131;
    const int generations = argc > 3 ? std::atoi(argv[3]) : 30;
    if (width < 1 || height < 1 || generations < 0) {
        std::fprintf(stderr, "usage: %s [width [height [generations]]]\n", argv[0]);
        return 2;
    }
    const size_t count = (size_t)width * height;
    const int rowBytes = (width + 7) / 8;
    const size_t packedBytes = (size_t)rowBytes * height;
    World world(width, height);
    Cell *cells = new Cell[count];
    std::vector<unsigned char> packed(packedBytes, 0);
    unsigned seed = 1970u;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            seed = seed * 1103515245u + 12345u;
            const bool alive = (seed >> 16) % 3 == 0;
            world.at(x, y) = cells[y * width + x] = alive;
            packed[y * rowBytes + x / 8] |= alive << x % 8;
        }

    Cell *d_now, *d_next;
    unsigned char *d_packed, *d_packedNext;
    ok(cudaMalloc((void **)&d_now, count * sizeof(Cell)));
    ok(cudaMalloc((void **)&d_next, count * sizeof(Cell)));
    ok(cudaMalloc((void **)&d_packed, packedBytes));
    ok(cudaMalloc((void **)&d_packedNext, packedBytes));
    ok(cudaMemcpy(d_now, cells, count * sizeof(Cell), cudaMemcpyHostToDevice));
    ok(cudaMemcpy(d_packed, packed.data(), packedBytes, cudaMemcpyHostToDevice));

    dim3 block(16, 8);
    dim3 grid;
    grid.x = (width + block.x - 1) / block.x;
    grid.y = (height + block.y - 1) / block.y;
    for (int g = 0; g < generations; ++g) {
        generation<<<grid, block>>>(d_now, d_next, width, height);
        std::swap(d_now, d_next);
        generationPacked<<<(unsigned)(packedBytes + 63) / 64, 64>>>(d_packed, d_packedNext, width, height, rowBytes);
        std::swap(d_packed, d_packedNext);
        world.step();
    }
    ok(cudaGetLastError());
    ok(cudaMemcpy(cells, d_now, count * sizeof(Cell), cudaMemcpyDeviceToHost));
    ok(cudaMemcpy(packed.data(), d_packed, packedBytes, cudaMemcpyDeviceToHost));
    ok(cudaFree(d_now));
    ok(cudaFree(d_next));
    ok(cudaFree(d_packed));
    ok(cudaFree(d_packedNext));

    int failed = 0;
    for (int y = 0; y < height && !failed; ++y)
        for (int x = 0; x < width && !failed; ++x) {
            const int want = world.at(x, y), bit = packed[y * rowBytes + x / 8] >> x % 8 & 1;
            if (cells[y * width + x] != (want != 0) || bit != want) {
                std::printf("FAIL game_of_life: cell (%d, %d), got %d and %d, want %d\n", x, y,
                            (int)cells[y * width + x], bit, want);
                failed = 1;
            }
        }
    delete[] cells;
    if (!failed)
        std::printf("PASS game_of_life\n");
    return failed;
}

// Packs tiles of an image into blocks of one of three kinds and unpacks them again. The kernels are written the way
// much older code is: sizes, codes and small formulas are macros and enumerators.

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <vector>

#define TILE 8
#define TILE_AREA (TILE * TILE)
#define HALO 1
#define NIBBLE 0x0Fu
#define IN_RANGE(x, low, high) ((x) >= (low) && (x) <= (high))
#define LESS(a, b) ((a) < (b) ? (a) : (b))
#define AT(row, column) ((row) * TILE + (column))
#define SPREAD(low, high) (IN_RANGE((high) - (low), 0, 15) ? SMALL : LARGE)

enum Kind { FLAT, SMALL, LARGE = 'L' };
constexpr int KINDS = 3;

struct Packed {
    int kind, base;
    unsigned words[TILE_AREA / 4];
};

// The least and the greatest value of a tile, by all of its threads.
__device__ void limits(const int (*tile)[TILE + HALO], int *low, int *high)
{
    *low = INT_MAX, *high = INT_MIN;
    for (int i = 0, j = 0; AT(i, j) < TILE_AREA; j++) { // row by row
        if (j == TILE) {
            i++, j = 0;
            if (i == TILE) break;
        }
        *low = LESS(*low, tile[i][j]);
        *high = -LESS(-*high - 1, -tile[i][j] - 1) - 1; /* INT_MIN has
                                                           no opposite */
    }
}

__global__ void pack(const int *image, int width, Packed *out, int *counts)
{
    __shared__ int tile[TILE][TILE + HALO]; // no bank conflicts
    __shared__ int kind, base;
    int x = threadIdx.x, y = threadIdx.y, low, high; bool first = 0;

    tile[y][x] = image[(blockIdx.y * TILE + y) * width + blockIdx.x * TILE + x];
    __syncthreads();

    const unsigned place = blockIdx.y * gridDim.x + blockIdx.x;
    first = x == 0 && y == 0;
    if (first) { // decides for all
        limits(tile, &low, &high);
        kind = low == high ? FLAT : SPREAD(low, high);
        base = low;
        switch (kind) {
        case FLAT: // one number
            atomicAdd(&counts[0], 1);
            break;
        case SMALL:
            atomicAdd(&counts[1], 1);
            break;
        // more than a nibble each
        case LARGE:
            atomicAdd(&counts[KINDS - 1], 1);
        }
        out[place].kind = kind;
        out[place].base = base;
    } // the others wait
    __syncthreads();

    unsigned *words = out[place].words, bits = tile[y][x] - base;
    if (kind == LARGE && threadIdx.x < TILE / 2 && threadIdx.y < gridDim.y * TILE) {
        int other = tile[y][x + TILE / 2] - base;
        if (AT(y, x) % TILE < TILE / 2 && y * (TILE / 2) + x < TILE_AREA / 4)
            words[y * (TILE / 2) + x] = (bits & 0xFFFFu) | (unsigned)other << 16;
    } else if (kind == SMALL && x == 0) { // a row is a word
        unsigned row = 0u;
        for (int j = 0; j < TILE; j++)
            row |= ((unsigned)(tile[y][j] - base) & NIBBLE) << (4 * j);
        words[y] = row;
    }
    // flat tiles need no words
}

__global__ void unpack(const Packed *in, int *image, int width)
{
    const int x = threadIdx.x, y = threadIdx.y;
    const Packed *p = in + blockIdx.y * gridDim.x + blockIdx.x;
    int value = p->base;
    if (p->kind == SMALL) value += p->words[y] >> (4 * x) & NIBBLE;
    else if (p->kind == LARGE && y * (TILE / 2) + x % (TILE / 2) < TILE_AREA / 4) {
        unsigned pair = p->words[y * (TILE / 2) + x % (TILE / 2)];
        value += x < TILE / 2 ? pair & 0xFFFFu : pair >> 16;
    }
    image[(blockIdx.y * TILE + y) * width + blockIdx.x * TILE + x] = value;
}

int main(int argc, char **argv)
{
    const int across = argc > 1 ? atoi(argv[1]) : 6, down = 4, width = across * TILE, size = across * down * TILE_AREA;
    std::vector<int> image(size), back(size);
    int counts[KINDS] = {0, 0, 0};
    for (int i = 0; i < size; i++) {
        const int x = i % width, y = i / width, tile = y / TILE * across + x / TILE, kind = tile % KINDS;
        const int spread = kind == 0 ? 0 : kind == 1 ? (x + 3 * y) % 16 : (x * 37 + y * 101) % 500;
        // of a large tile only the upper half fits
        image[i] = tile * 1000 - 9000 + (kind == 2 && y % TILE >= TILE / 2 ? 0 : spread);
    }

    int *d_image, *d_back, *d_counts;
    Packed *d_packed;
    cudaMalloc(&d_image, size * sizeof(int));
    cudaMalloc(&d_back, size * sizeof(int));
    cudaMalloc(&d_counts, sizeof counts);
    cudaMalloc(&d_packed, across * down * sizeof(Packed));
    cudaMemcpy(d_image, image.data(), size * sizeof(int), cudaMemcpyHostToDevice);
    cudaMemcpy(d_counts, counts, sizeof counts, cudaMemcpyHostToDevice);

    const dim3 blocks(across, down), threads(TILE, TILE);
    pack<<<blocks, threads>>>(d_image, width, d_packed, d_counts);
    unpack<<<blocks, threads>>>(d_packed, d_back, width);

    cudaMemcpy(back.data(), d_back, size * sizeof(int), cudaMemcpyDeviceToHost);
    cudaMemcpy(counts, d_counts, sizeof counts, cudaMemcpyDeviceToHost);
    int wrong = 0;
    for (int i = 0; i < size; i++) {
        const int tile = i / width / TILE * across + i % width / TILE;
        const bool lower = tile % KINDS == 2 && i / width % TILE >= TILE / 2;
        wrong += !lower && back[i] != image[i];
    }
    bool good = wrong == 0;
    for (int kind = 0; kind < KINDS; kind++) good = good && counts[kind] == (across * down + 2 - kind) / KINDS;
    printf("flat %d, small %d, large %d, wrong %d\n", counts[0], counts[1], counts[2], wrong);
    printf("%s tile_codec\n", good ? "PASS" : "FAIL");
    cudaFree(d_image);
    cudaFree(d_back);
    cudaFree(d_counts);
    cudaFree(d_packed);
    return good ? 0 : 1;
}

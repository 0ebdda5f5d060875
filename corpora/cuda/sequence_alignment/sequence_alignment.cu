// sequence_alignment: Needleman-Wunsch. The score matrix is cut into tiles; tiles on one anti-diagonal
// are independent, and inside a tile the threads follow the tile's own anti-diagonals. A second kernel
// computes the longest common subsequence of the same strings diagonal by diagonal, without tiles.
//
// usage: sequence_alignment [length of first [length of second [gap penalty]]]
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#define TILE 16

enum Score { kMatch = 5, kTransition = -1, kTransversion = -4 };

__host__ __device__ inline int similarity(char a, char b)
{
    if (a == b)
        return kMatch;
    const bool purineA = a == 'A' || a == 'G';
    const bool purineB = b == 'A' || b == 'G';
    return purineA == purineB ? kTransition : kTransversion;
}

__device__ __host__ int maximum(int a, int b, int c)
{
    int k = a;
    if (k <= b)
        k = b;
    return k <= c ? c : k;
}

// Fills the tiles of one anti-diagonal; score has (rows + 1) x (columns + 1) entries.
__global__ void fillTiles(const char *first, const char *second, int *score, int rows, int columns, int penalty,
                          int diagonal, int firstTileRow)
{
    __shared__ int temp[TILE + 1][TILE + 1];
    __shared__ char down[TILE];
    __shared__ char across[TILE];

    const int tileRow = firstTileRow + blockIdx.x;
    const int tileColumn = diagonal - tileRow;
    const int tx = threadIdx.x;
    const int row0 = tileRow * TILE, column0 = tileColumn * TILE;
    const int width = columns + 1;

    if (row0 + tx < rows) {
        down[tx] = first[row0 + tx];
        temp[tx + 1][0] = score[(row0 + tx + 1) * width + column0];
    }
    if (column0 + tx < columns) {
        across[tx] = second[column0 + tx];
        temp[0][tx + 1] = score[row0 * width + column0 + tx + 1];
    }
    if (tx == 0)
        temp[0][0] = score[row0 * width + column0];
    __syncthreads();

    const int height = min(TILE, rows - row0), breadth = min(TILE, columns - column0);
    for (int m = 0; m < 2 * TILE - 1; ++m) {
        const int y = m - tx;  // thread tx owns column tx of the tile
        if (y >= 0 && y < height && tx < breadth) {
            temp[y + 1][tx + 1] = maximum(temp[y][tx] + similarity(down[y], across[tx]),
                                          temp[y + 1][tx] - penalty, temp[y][tx + 1] - penalty);
        }
        __syncthreads();
    }
    if (tx < breadth)
        for (int y = 0; y < height; ++y)
            score[(row0 + y + 1) * width + column0 + tx + 1] = temp[y + 1][tx + 1];
}

// Longest common subsequence; three rolling diagonals, indexed by row.
__global__ void lcsDiagonal(const char *first, const char *second, const unsigned short *before2,
                            const unsigned short *before1, unsigned short *now, int rows, int columns, int diagonal)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;  // prefix length of first
    const int j = diagonal - i;
    if (i > rows || j < 0 || j > columns)
        return;
    if (i == 0 || j == 0)
        now[i] = 0;
    else if (first[i - 1] == second[j - 1])
        now[i] = before2[i - 1] + 1;
    else
        now[i] = max((int)before1[i - 1], (int)before1[i]);
}

static void check(cudaError_t result, char const *const func, int const line)
{
    if (result) {
        printf("FAIL sequence_alignment: line %d %s, got %s, want no error\n", line, func, cudaGetErrorString(result));
        exit(EXIT_FAILURE);
    }
}
#define checkErrors(val) check((val), #val, __LINE__)

static std::string sequence(int length, unsigned seed)
{
    std::string s;
    while ((int)s.size() < length) {
        seed = seed * 1103515245u + 12345u;
        s += "ACGT"[(seed >> 18) & 3];
    }
    return s;
}

int main(int argc, char **argv)
{
    const int rows = argc > 1 ? atoi(argv[1]) : 413;
    const int columns = argc > 2 ? atoi(argv[2]) : 351;
    const int penalty = argc > 3 ? atoi(argv[3]) : 3;
    if (rows < 1 || columns < 1 || rows > 60000) {
        fprintf(stderr, "usage: %s [length of first [length of second [gap penalty]]]\n", argv[0]);
        return 2;
    }
    const std::string first = sequence(rows, 1), second = sequence(columns, 99);
    const int width = columns + 1;
    std::vector<int> got((size_t)(rows + 1) * width, 0);
    for (int i = 0; i <= rows; ++i)
        got[(size_t)i * width] = -i * penalty;
    for (int j = 0; j <= columns; ++j)
        got[j] = -j * penalty;
    std::vector<int> want(got);

    char *d_first, *d_second;
    int *d_score;
    checkErrors(cudaMalloc((void **)&d_first, rows));
    checkErrors(cudaMalloc((void **)&d_second, columns));
    checkErrors(cudaMalloc((void **)&d_score, got.size() * sizeof(int)));
    checkErrors(cudaMemcpy(d_first, first.data(), rows, cudaMemcpyHostToDevice));
    checkErrors(cudaMemcpy(d_second, second.data(), columns, cudaMemcpyHostToDevice));
    checkErrors(cudaMemcpy(d_score, got.data(), got.size() * sizeof(int), cudaMemcpyHostToDevice));

    const int tileRows = (rows + TILE - 1) / TILE, tileColumns = (columns + TILE - 1) / TILE;
    for (int diagonal = 0; diagonal < tileRows + tileColumns - 1; ++diagonal) {
        const int low = std::max(0, diagonal - tileColumns + 1), high = std::min(diagonal, tileRows - 1);
        fillTiles<<<high - low + 1, TILE>>>(d_first, d_second, d_score, rows, columns, penalty, diagonal, low);
    }
    checkErrors(cudaGetLastError());
    checkErrors(cudaMemcpy(got.data(), d_score, got.size() * sizeof(int), cudaMemcpyDeviceToHost));

    for (int i = 1; i <= rows; ++i) {
        for (int j = 1; j <= columns; ++j) {
            int *cell = &want[(size_t)i * width + j];
            *cell = std::max({cell[-width - 1] + similarity(first[i - 1], second[j - 1]), cell[-1] - penalty,
                              cell[-width] - penalty});
            if (got[(size_t)i * width + j] != *cell) {
                printf("FAIL sequence_alignment: score (%d, %d), got %d, want %d\n", i, j,
                       got[(size_t)i * width + j], *cell);
                return 1;
            }
        }
    }

    unsigned short *d_diagonals[3];
    for (auto &d : d_diagonals) {
        checkErrors(cudaMalloc((void **)&d, (rows + 1) * sizeof(unsigned short)));
        checkErrors(cudaMemset(d, 0, (rows + 1) * sizeof(unsigned short)));
    }
    const int blocks = rows / 128 + 1;
    int diagonal = 0;
    for (; diagonal <= rows + columns; ++diagonal) {
        lcsDiagonal<<<blocks, 128>>>(d_first, d_second, d_diagonals[(diagonal + 1) % 3], d_diagonals[(diagonal + 2) % 3],
                                     d_diagonals[diagonal % 3], rows, columns, diagonal);
    }
    checkErrors(cudaGetLastError());
    unsigned short longest = 0;
    checkErrors(cudaMemcpy(&longest, d_diagonals[(rows + columns) % 3] + rows, sizeof longest, cudaMemcpyDeviceToHost));

    std::vector<int> line(columns + 1, 0);
    for (int i = 0; i < rows; ++i) {
        int corner = 0;
        for (int j = 0; j < columns; ++j) {
            const int above = line[j + 1];
            line[j + 1] = first[i] == second[j] ? corner + 1 : std::max(above, line[j]);
            corner = above;
        }
    }
    if (longest != line[columns]) {
        printf("FAIL sequence_alignment: common subsequence, got %d, want %d\n", longest, line[columns]);
        return 1;
    }

    checkErrors(cudaFree(d_first));
    checkErrors(cudaFree(d_second));
    checkErrors(cudaFree(d_score));
    for (unsigned short *d : d_diagonals)
        checkErrors(cudaFree(d));
    printf("PASS sequence_alignment\n");
    return 0;
}

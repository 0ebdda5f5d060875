// floyd_warshall by hand: one sweep for each vertex; rows are spread over the cores.
#include "../timing.hpp"

static void shortest(int *lengths, int *via, int n)
{
#pragma omp parallel
    for (int k = 0; k < n; k++) {
#pragma omp for schedule(static)
        for (int row = 0; row < n; row++) {
            const int first = lengths[row * n + k];
            const int *second = lengths + k * n;
            int *own = lengths + row * n, *last = via + row * n;
#pragma omp simd
            for (int column = 0; column < n; column++) {
                const int through = first + second[column];
                last[column] = through < own[column] ? k : last[column];
                own[column] = through < own[column] ? through : own[column];
            }
        }
    }
}

int main()
{
    const int n = 400;
    const std::vector<int> direct = integers<int>(n * n, 3, 100000);
    std::vector<int> lengths(n * n), via(n * n, -1);
    const auto work = [&] {
        std::copy(direct.begin(), direct.end(), lengths.begin());
        shortest(lengths.data(), via.data(), n);
    };
    measure("floyd_warshall", work, [&] { return lengths; });
    return 0;
}

// kmeans by hand: points side by side in vectors, and sums of each core's own.
#include <cfloat>

#include "../timing.hpp"

const int FEATURES = 5, MOST = 32;

static int assign(const short *points, int n, const float *centres, int k, int *membership)
{
    int moved = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : moved)
    for (int p = 0; p < n; p++) {
        int best = -1;
        float nearest = FLT_MAX;
        for (int c = 0; c < k; c++) {
            float distance = 0;
            for (int f = 0; f < FEATURES; f++) {
                const float d = static_cast<float>(points[f * n + p]) - centres[c * FEATURES + f];
                distance += d * d;
            }
            best = distance < nearest ? c : best;
            nearest = distance < nearest ? distance : nearest;
        }
        moved += membership[p] != best;
        membership[p] = best;
    }
    return moved;
}

static void accumulate(const short *points, int n, const int *membership, int *sums, int *sizes)
{
    int all[MOST * FEATURES] = {}, counts[MOST] = {};
#pragma omp parallel for schedule(static) reduction(+ : all, counts)
    for (int p = 0; p < n; p++) {
        const int c = membership[p];
        counts[c]++;
        for (int f = 0; f < FEATURES; f++)
            all[c * FEATURES + f] += points[f * n + p];
    }
    std::copy(all, all + MOST * FEATURES, sums);
    std::copy(counts, counts + MOST, sizes);
}

int main()
{
    const int n = 200003, k = 16;
    const std::vector<short> points = integers<short>(n * FEATURES, 21, 1000);
    const std::vector<float> centres = numbers(k * FEATURES, 22, 0, 1000);
    std::vector<int> membership(n), sums(MOST * FEATURES), sizes(MOST);
    int moved = 0;
    measure("kmeans_assign", [&] { moved += assign(points.data(), n, centres.data(), k, membership.data()); },
            [&] { return membership; });
    measure("kmeans_accumulate",
            [&] { accumulate(points.data(), n, membership.data(), sums.data(), sizes.data()); },
            [&] { return std::vector<int>(sums.begin(), sums.begin() + k * FEATURES); });
    return moved > 0 ? 0 : 1;
}

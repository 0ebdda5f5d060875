// monte_carlo_pi by hand: eight streams of numbers side by side.
#include <cstdint>

#include "../timing.hpp"

const std::uint64_t MULTIPLIER = 6364136223846793005ULL, INCREMENT = 1442695040888963407ULL;

static std::uint64_t skipped(std::uint64_t state, std::uint64_t steps)
{
    std::uint64_t multiplier = MULTIPLIER, increment = INCREMENT, total = 1, sum = 0;
    for (; steps != 0; steps >>= 1) {
        if (steps & 1) {
            total *= multiplier;
            sum = sum * multiplier + increment;
        }
        increment *= multiplier + 1;
        multiplier *= multiplier;
    }
    return total * state + sum;
}

static unsigned long count_hits(std::uint64_t seed, int samples, int streams, double *moments)
{
    const int lanes = 8;
    unsigned long hits = 0;
#pragma omp parallel for schedule(static) reduction(+ : hits)
    for (int first = 0; first < streams; first += lanes) {
        std::uint64_t state[lanes];
        std::int64_t mine[lanes] = {};
        double sum[lanes] = {};
        for (int lane = 0; lane < lanes; lane++)
            state[lane] = skipped(seed, 2ULL * samples * (first + lane));
        for (int s = 0; s < samples; s++) {
#pragma omp simd
            for (int lane = 0; lane < lanes; lane++) {
                const std::uint64_t one = state[lane] * MULTIPLIER + INCREMENT;
                const std::uint64_t two = one * MULTIPLIER + INCREMENT;
                const double x = static_cast<double>(static_cast<std::int64_t>(one >> 38)) * (1.0 / (1 << 26));
                const double y = static_cast<double>(static_cast<std::int64_t>(two >> 38)) * (1.0 / (1 << 26));
                mine[lane] += x * x + y * y < 1.0;
                sum[lane] += x - y;
                state[lane] = two;
            }
        }
        for (int lane = 0; lane < lanes && first + lane < streams; lane++) {
            hits += static_cast<unsigned long>(mine[lane]);
            moments[first + lane] = sum[lane];
        }
    }
    return hits;
}

int main()
{
    const int samples = 500, streams = 10007;
    std::vector<double> moments(streams);
    unsigned long hits = 0;
    measure("monte_carlo_pi", [&] { hits += count_hits(7, samples, streams, moments.data()); },
            [&] { return moments; });
    return hits > 0 ? 0 : 1;
}

// jacobi by hand: the first and last unknowns, which have fewer neighbours, apart from the others.
#include "../timing.hpp"

const int BAND = 6, ROW_LENGTH = 2 * BAND + 1;

static bool sweep(const double *band, const double *rhs, const double *x, double *next, int n)
{
    bool unfinished = false;
    const auto border = [&](int i) {
        double sum = rhs[i];
        for (int k = std::max(0, BAND - i); k < std::min(ROW_LENGTH, n - i + BAND); k++)
            sum -= k == BAND ? 0.0 : band[i * ROW_LENGTH + k] * x[i + k - BAND];
        next[i] = sum / band[i * ROW_LENGTH + BAND];
        unfinished |= std::fabs(next[i] - x[i]) > 1e-10;
    };
    for (int i = 0; i < BAND; i++) {
        border(i);
        border(n - 1 - i);
    }
#pragma omp parallel for simd schedule(static) reduction(| : unfinished)
    for (int i = BAND; i < n - BAND; i++) {
        const double *row = band + i * ROW_LENGTH, *near = x + i - BAND;
        double sum = rhs[i];
        for (int k = 0; k < BAND; k++)
            sum -= row[k] * near[k] + row[BAND + 1 + k] * near[BAND + 1 + k];
        next[i] = sum / row[BAND];
        unfinished |= std::fabs(next[i] - x[i]) > 1e-10;
    }
    return unfinished;
}

int main()
{
    const int n = 500009;
    const std::vector<float> given = numbers(n * ROW_LENGTH, 8, 0.01f, 0.02f), rhs = numbers(n, 9, -1, 1);
    const std::vector<double> band(given.begin(), given.end()), x(rhs.begin(), rhs.end());
    std::vector<double> next(n);
    bool unfinished = false;
    measure("jacobi", [&] { unfinished |= sweep(band.data(), x.data(), x.data(), next.data(), n); },
            [&] { return next; });
    return unfinished ? 0 : 1;
}

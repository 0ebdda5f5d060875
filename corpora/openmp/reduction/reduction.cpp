// reduction by hand: a vector loop for each part.
#include <climits>

#include "../timing.hpp"

static void sums(const int *in, int *out, int n)
{
#pragma omp parallel for schedule(static)
    for (int first = 0; first < n; first += 256) {
        const int end = std::min(first + 256, n);
        int sum = 0;
#pragma omp simd reduction(+ : sum)
        for (int i = first; i < end; i++)
            sum += in[i];
        out[first / 256] = sum;
    }
}

static void maxima(const int *in, int *out, int n)
{
#pragma omp parallel for schedule(static)
    for (int first = 0; first < n; first += 256) {
        const int end = std::min(first + 256, n);
        int greatest = INT_MIN;
#pragma omp simd reduction(max : greatest)
        for (int i = first; i < end; i++)
            greatest = std::max(greatest, in[i]);
        out[first / 256] = greatest;
    }
}

// Part `p` has the elements 256 p to 256 p + 255, and those every 64 * 256 further on.
static void interleaved_sums(const int *in, int *out, int n)
{
    const int parts = 64, width = 256;
#pragma omp parallel for schedule(static)
    for (int part = 0; part < parts; part++) {
        int sum = 0;
        for (int first = part * width; first < n; first += parts * width) {
            const int end = std::min(first + width, n);
#pragma omp simd reduction(+ : sum)
            for (int i = first; i < end; i++)
                sum += in[i];
        }
        out[part] = sum;
    }
}

int main()
{
    const int n = 4000037;
    const std::vector<int> in = integers<int>(n, 31, 1000);
    std::vector<int> out((n + 255) / 256);
    measure("reduction_halves", [&] { sums(in.data(), out.data(), n); }, [&] { return out; });
    measure("reduction_strided", [&] { maxima(in.data(), out.data(), n); }, [&] { return out; });
    measure("reduction_many", [&] { interleaved_sums(in.data(), out.data(), n); },
            [&] { return std::vector<int>(out.begin(), out.begin() + 64); });
    return 0;
}

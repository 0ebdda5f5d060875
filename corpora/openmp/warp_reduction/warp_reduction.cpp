// warp_reduction by hand: three vector loops over each row.
#include "../timing.hpp"

static void softmax(const float *in, float *out, int rows, int columns)
{
#pragma omp parallel for schedule(static)
    for (int row = 0; row < rows; row++) {
        const float *x = in + row * columns;
        float *y = out + row * columns, largest = -INFINITY, sum = 0;
#pragma omp simd reduction(max : largest)
        for (int i = 0; i < columns; i++)
            largest = x[i] > largest ? x[i] : largest;
#pragma omp simd reduction(+ : sum)
        for (int i = 0; i < columns; i++) {
            y[i] = std::exp(x[i] - largest);
            sum += y[i];
        }
#pragma omp simd
        for (int i = 0; i < columns; i++)
            y[i] /= sum;
    }
}

static void sums(const int *in, long long *out, int rows, int columns)
{
#pragma omp parallel for schedule(static)
    for (int row = 0; row < rows; row++) {
        long long sum = 0;
#pragma omp simd reduction(+ : sum)
        for (int i = 0; i < columns; i++)
            sum += in[row * columns + i];
        out[row] = sum;
    }
}

int main()
{
    const int rows = 1003, columns = 777;
    const std::vector<float> in = numbers(rows * columns, 81, -4, 4);
    const std::vector<int> whole = integers<int>(rows * columns, 82, 1000);
    std::vector<float> out(in.size());
    std::vector<long long> totals(rows);
    measure("softmax_rows", [&] { softmax(in.data(), out.data(), rows, columns); }, [&] { return out; });
    measure("sum_rows", [&] { sums(whole.data(), totals.data(), rows, columns); }, [&] { return totals; });
    return 0;
}

// matvec_dynamic by hand: a row is a vector loop; sums are double.
#include "../timing.hpp"

static void multiply(const float *matrix, const float *x, double *y, int rows, int columns)
{
#pragma omp parallel for schedule(static)
    for (int row = 0; row < rows; row++) {
        const float *a = matrix + static_cast<std::size_t>(row) * columns;
        double sum = 0;
#pragma omp simd reduction(+ : sum)
        for (int i = 0; i < columns; i++)
            sum += static_cast<double>(a[i]) * x[i];
        y[row] = sum;
    }
}

int main()
{
    const int rows = 1001, columns = 1999;
    const std::vector<float> matrix = numbers(rows * columns, 61, -1, 1), x = numbers(columns, 62, 0, 1);
    std::vector<double> y(rows);
    measure("matvec_dynamic", [&] { multiply(matrix.data(), x.data(), y.data(), rows, columns); }, [&] { return y; });
    return 0;
}

// spmv by hand: rows are short, so that a row is a plain loop; chunks of rows go to cores as these get free.
#include "../timing.hpp"

// The matrix that spmv.cu takes from the program it measures.
struct Matrix {
    std::vector<int> start{0}, column;
    std::vector<float> value;
};

static Matrix random_matrix(int rows, int columns)
{
    unsigned seed = 2u;
    const auto next = [&] {
        seed = seed * 1664525u + 1013904223u;
        return seed >> 9;
    };
    Matrix result;
    for (int row = 0; row < rows; row++) {
        int length = static_cast<int>(next() % 13);
        if (row % 97 == 5)
            length = 60;
        for (int k = 0; k < length; k++) {
            result.column.push_back(static_cast<int>(next() % columns));
            result.value.push_back(static_cast<float>(next() % 2001) / 1000.0f - 1.0f);
        }
        result.start.push_back(static_cast<int>(result.column.size()));
    }
    return result;
}

static void multiply(const Matrix &matrix, const float *x, float *y, int rows)
{
    const int *start = matrix.start.data(), *column = matrix.column.data();
    const float *value = matrix.value.data();
#pragma omp parallel for schedule(dynamic, 1024)
    for (int row = 0; row < rows; row++) {
        float sum = 0;
        for (int k = start[row]; k < start[row + 1]; k++)
            sum += value[k] * x[column[k]];
        y[row] = sum;
    }
}

int main()
{
    const int rows = 200003, columns = 50021;
    const Matrix matrix = random_matrix(rows, columns);
    const std::vector<float> x = numbers(columns, 51, 0, 1);
    std::vector<float> y(rows);
    for (const char *name : {"spmv_rows", "spmv_groups"})
        measure(name, [&] { multiply(matrix, x.data(), y.data(), rows); }, [&] { return y; });
    return 0;
}

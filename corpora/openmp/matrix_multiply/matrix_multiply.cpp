// matrix_multiply by hand: four rows at a time, so that what is read of the right matrix is used four times.
#include "../timing.hpp"

static void multiply(const float *a, const float *b, float *c, int n, float alpha, float beta)
{
    const int rows = 4;
#pragma omp parallel
    {
        std::vector<float> sums(rows * n);
#pragma omp for schedule(static)
        for (int first = 0; first < n; first += rows) {
            std::fill(sums.begin(), sums.end(), 0.0f);
            float *s0 = sums.data(), *s1 = s0 + n, *s2 = s1 + n, *s3 = s2 + n;
            for (int k = 0; k < n; k++) {
                const float a0 = a[first * n + k], a1 = a[(first + 1) * n + k];
                const float a2 = a[(first + 2) * n + k], a3 = a[(first + 3) * n + k];
#pragma omp simd
                for (int column = 0; column < n; column++) {
                    const float right = b[k * n + column];
                    s0[column] += a0 * right;
                    s1[column] += a1 * right;
                    s2[column] += a2 * right;
                    s3[column] += a3 * right;
                }
            }
#pragma omp simd
            for (int i = 0; i < rows * n; i++)
                c[first * n + i] = alpha * s0[i] + beta * c[first * n + i];
        }
    }
}

int main()
{
    const int n = 500;
    const std::vector<float> a = numbers(n * n, 1, 0, 1), b = numbers(n * n, 2, -1, 1);
    std::vector<float> c(n * n);
    measure("matrix_multiply", [&] { multiply(a.data(), b.data(), c.data(), n, 1.5f, -0.5f); }, [&] { return c; });
    return 0;
}

// stencil3d by hand: planes and rows are spread over the cores; a row is a vector loop.
#include "../timing.hpp"

static void stencil(const double *in, double *out, int nx, int ny, int nz)
{
    const double centre = 0.4, wx = 0.1, wy = 0.05, wz = 0.15;
#pragma omp parallel for collapse(2) schedule(static)
    for (int k = 0; k < nz; k++) {
        for (int j = 0; j < ny; j++) {
            const long slab = static_cast<long>(nx) * ny;
            const double *row = in + k * slab + j * nx;
            double *to = out + k * slab + j * nx;
            if (k == 0 || k == nz - 1 || j == 0 || j == ny - 1) {
                std::copy(row, row + nx, to);
                continue;
            }
            to[0] = row[0];
#pragma omp simd
            for (int i = 1; i < nx - 1; i++)
                to[i] = centre * row[i] + wx * (row[i - 1] + row[i + 1]) + wy * (row[i - nx] + row[i + nx]) +
                        wz * (row[i - slab] + row[i + slab]);
            to[nx - 1] = row[nx - 1];
        }
    }
}

int main()
{
    const int nx = 131, ny = 121, nz = 111;
    const std::vector<float> given = numbers(nx * ny * nz, 12, 0, 1);
    const std::vector<double> in(given.begin(), given.end());
    std::vector<double> out(in.size());
    for (const char *name : {"stencil3d_cells", "stencil3d_march"})
        measure(name, [&] { stencil(in.data(), out.data(), nx, ny, nz); }, [&] { return out; });
    return 0;
}

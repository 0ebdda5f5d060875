#define main check_stencil3d
#include "../../cuda/stencil3d/stencil3d.cu"
#undef main

#include "../on_device.cuh"

int main()
{
    const Extent extent{131, 121, 111};
    const Weights weights{0.4, 0.1, 0.05, 0.15};
    const int count = extent.nx * extent.ny * extent.nz;
    const std::vector<float> given = numbers(count, 12, 0, 1);
    const double *in = on_device(std::vector<double>(given.begin(), given.end()));
    double *out = zeros<double>(count);
    const dim3 cells(32, 4, 2), plane(32, 8);
    const dim3 all((extent.nx + 31) / 32, (extent.ny + 3) / 4, (extent.nz + 1) / 2);
    measure_kernel("stencil3d_cells", out, count, [&] { stencilCells<<<all, cells>>>(in, out, extent, weights); });
    const dim3 columns((extent.nx + 31) / 32, (extent.ny + 7) / 8);
    measure_kernel("stencil3d_march", out, count,
                   [&] { stencilMarch<32, 8><<<columns, plane>>>(in, out, extent, weights); });
    return 0;
}

// A file of a ported project with a kernel and a symbol that another file sets.
#include <cstdio>

#include "cnative.hpp"

cn::symbol<int> shared_offset{"shared_offset"};
void shift(int *x, int n) { cn::run_kernel(shift, x, n); }

bool prepare(int **x, int n);

int main() {
    int *x = nullptr;
    int last = 0;
    if (!prepare(&x, 100)) {
        return 1;
    }
    std::printf("before the kernel\n");
    cn::launch(1, 128, 0, nullptr, [&] { shift(x, 100); });
    if (cn::memcpy(&last, x + 99, sizeof last, cn::memcpy_device_to_host) != cn::success) {
        return 1;
    }
    std::printf("after the kernel\n%s\n", last == 7 ? "passed" : "FAILED");
    return last == 7 ? 0 : 1;
}

static const char text[] = R"CL(
__kernel void shift(__global int *x, int n, __global const int *shared_offset) {
    const int i = get_global_id(0);
    if (i == 0) printf("in the kernel\n");
    if (i < n) x[i] += *shared_offset;
}
)CL";

namespace {
const cn::module kernels_cl{"kernels.cl", reinterpret_cast<const unsigned char *>(text),
                            sizeof text - 1, ""};
const cn::kernel_entry kernels_cl_0{
    kernels_cl, "shift", static_cast<void (*)(int *, int)>(shift), {&shared_offset}};
} // namespace

// The C++ side of a program whose main file is C.
#include "shared.h"

cn::symbol<int> offset{"offset"};
static void fill(float4 *x, float4 value, int n) { cn::run_kernel(fill, x, value, n); }

const void *fill_kernel(void) { return reinterpret_cast<const void *>(fill); }
const void *offset_symbol(void) { return &offset; }
cn::error_t last_error_in_cxx(void) { return cn::peek_at_last_error(); }

cn::error_t free_in_cxx(void *pointer, cn::stream_t stream) {
    float *typed = nullptr;
    const cn_error_t made = cn_malloc(&typed, 4);
    const cn_error_t filled = cn_memset_async(typed, 0, 4); // the default stream
    const cn_error_t copied = cn_memcpy_async(pointer, typed, 4, cn_memcpy_default, 0);
    const cn_error_t done = cn_stream_synchronize(stream);
    const bool good = made == cn_success && filled == cn_success && copied == cn_success;
    return good && cn_free(typed) == cn_success && done == cn_success ? cn::free(pointer)
                                                                      : cn_error_unknown;
}

static const char text[] = R"CL(
__kernel void fill(__global float4 *x, float4 value, int n) {
    const int i = get_global_id(0);
    if (i < n) x[i] = (float4)(value.x + i, value.yzw);
}
)CL";

namespace {
const cn::module fill_cl{"fill.cl", reinterpret_cast<const unsigned char *>(text), sizeof text - 1,
                         ""};
const cn::kernel_entry fill_cl_0{
    fill_cl, "fill", static_cast<void (*)(float4 *, float4, int)>(fill), {}};
} // namespace

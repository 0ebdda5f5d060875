// Kernels get a form with a byte offset behind each pointer, whatever their text looks like.

#include "check.hpp"

#include <string>

#include "opencl/buffer_offsets.hpp"

static const char text[] = R"CL(
#define KEPT __attribute__((noinline))
void helper(__global int *x); // __kernel void in a comment(__global int *x) {
__kernel void declared(__global int *x);
__kernel KEPT void one(__global const float *restrict a, // the first, of (three
                       const int n, global int (*rows)[16] /* odd, but */)
{
    if (n > 0) { rows[0][0] = (int)a[0]; } // }
}
__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void two(__local int *s, __constant char *c) { s[0] = c['}']; }
__kernel void none(void) { }
)CL";

static const char wanted[] = R"CL(
__kernel KEPT void one__at(__global const float *restrict a, ulong a_at, // the first, of (three
                       const int n, global int (*rows)[16] /* odd, but */, ulong rows_at)
{
    a = (__global void *)((__global uchar *)a + a_at);
    rows = (__global void *)((__global uchar *)rows + rows_at);
    if (n > 0) { rows[0][0] = (int)a[0]; } // }
}

__kernel __attribute__((reqd_work_group_size(1, 1, 1))) void two__at(__local int *s, __constant char *c, ulong c_at) {
    c = (__constant void *)((__constant uchar *)c + c_at); s[0] = c['}']; }

__kernel void none__at(void) { }

)CL";

int main() {
    const std::string made = cn::opencl::with_offsets(text);
    CHECK(made == std::string(text) + wanted);
    return result();
}

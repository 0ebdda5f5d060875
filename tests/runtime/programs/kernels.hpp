// The kernels of the test programs, as a port has them: host functions that stand for them, their
// OpenCL C, and the registrations. Include once per program.
#pragma once

#include <string>

#include "cnative.hpp"

struct pair_of_values {
    int a;
    double b;
    bool c;
};

struct node {
    int *values;
    int count;
};

inline cn::symbol<float[4]> coefficients{"coefficients", {1, 2, 3}};
static cn::symbol<int> counter{"counter"};

// x[i] = value for i < n.
inline void fill(int *x, int value, int n) { cn::run_kernel(fill, x, value, n); }

// y[i] += x[i]; either may be null: nothing happens.
inline void add(int *y, const int *x, int n) { cn::run_kernel(add, y, x, n); }

// Two kernels of one name, as overloads in C++.
template <typename T> void scale(T *x, T factor, int n) {
    cn::run_kernel(static_cast<void (*)(T *, T, int)>(scale<T>), x, factor, n);
}
inline void scale(float *x, int n) { cn::run_kernel(scale, x, n); }

// Each block reverses its part of x in dynamic shared memory.
inline void reverse(int *x) { cn::run_kernel(reverse, x); }

// y[i] = sum of the coefficients, and counter += 1 for each thread.
inline void use_symbols(float *y) { cn::run_kernel(use_symbols, y); }

// Many dependent steps, for a kernel that takes a while; adds one to *x.
inline void slow(int *x, int steps) { cn::run_kernel(slow, x, steps); }

// out[0..2] = the values.
inline void take_struct(pair_of_values p, bool flag, double *out) {
    cn::run_kernel(take_struct, p, flag, out);
}

// Follows a pointer inside a structure.
inline void follow(node n) { cn::run_kernel(follow, n); }

// Follows pointers inside an array of structures.
inline void follow_all(node *nodes, int n) { cn::run_kernel(follow_all, nodes, n); }

// out = global id, for the shape of the grid.
inline void ids(uint3 *out) { cn::run_kernel(ids, out); }

// Is in no module.
inline void unregistered(int *x) { cn::run_kernel(unregistered, x); }

// Is not in its module.
inline void missing(int *x) { cn::run_kernel(missing, x); }

// Its module does not compile.
inline void broken(int *x) { cn::run_kernel(broken, x); }

static const char kernels_text[] = R"CL(
#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif
typedef struct { int a; double b; uchar c; } pair_of_values;
__kernel void fill(__global int *x, int value, int n) {
    const int i = get_global_id(0);
    if (i < n) x[i] = value;
}
__kernel void add(__global int *y, __global int *x, int n) {
    const int i = get_global_id(0);
    if (i < n && x != 0 && y != 0) y[i] += x[i];
}
__kernel void scale_int(__global int *x, int factor, int n) {
    const int i = get_global_id(0);
    if (i < n) x[i] *= factor;
}
__kernel void scale_float(__global float *x, float factor, int n) {
    const int i = get_global_id(0);
    if (i < n) x[i] *= factor;
}
__kernel void scale_twice(__global float *x, int n) {
    const int i = get_global_id(0);
    if (i < n) x[i] *= 2;
}
__kernel void reverse(__global int *x, __local int *shared) {
    const int t = get_local_id(0), n = get_local_size(0);
    shared[t] = x[get_global_id(0)];
    barrier(CLK_LOCAL_MEM_FENCE);
    x[get_global_id(0)] = shared[n - 1 - t];
}
__kernel void use_symbols(__global float *y, __global float *coefficients, __global int *counter) {
    __global float *c = coefficients;
    y[get_global_id(0)] = c[0] + c[1] + c[2] + c[3];
    atomic_add((volatile __global int *)counter, 1);
}
__kernel void slow(__global int *x, int steps) {
    uint v = get_global_id(0) + 1;
    for (int i = 0; i < steps; ++i) v = v * 1664525u + 1013904223u;
    x[0] += (v == 0xFFFFFFFFu) ? 2 : 1;
}
__kernel void take_struct(pair_of_values p, uchar flag, __global double *out) {
    out[0] = p.a;
    out[1] = p.b;
    out[2] = p.c + 2 * flag;
}
__kernel void ids(__global uint *out) {
    const int i = get_global_id(0) + get_global_size(0) *
                  (get_global_id(1) + get_global_size(1) * get_global_id(2));
    __global uint *o = out + 3 * i;
    o[0] = get_group_id(0); o[1] = get_group_id(1); o[2] = get_group_id(2);
}
)CL";

static const char indirect_text[] = R"CL(
typedef struct { ulong values; int count; } node; // OpenCL C 1.2 forbids pointers in arguments
__kernel void follow(node n) {
    const int i = get_global_id(0);
    if (i < n.count) ((__global int *)n.values)[i] += 1;
}
__kernel void follow_all(__global node *nodes, int n) {
    for (int i = get_global_id(0); i < n; i += get_global_size(0))
        for (int j = 0; j < nodes[i].count; ++j) ((__global int *)nodes[i].values)[j] += i;
}
)CL";

static const std::string device_text = std::string(kernels_text) + indirect_text;

static const char broken_text[] = "__kernel void broken(__global int *x) { this is no code; }";

inline const unsigned char *bytes(const char *text) {
    return reinterpret_cast<const unsigned char *>(text);
}

namespace {

const cn::module kernels_cl{"kernels.cl", bytes(device_text.data()),
                            device_text.size(), "-DUNUSED=1"};
const cn::module broken_cl{"broken.cl", bytes(broken_text), sizeof broken_text - 1, ""};

const cn::kernel_entry kernels_cl_0{kernels_cl, "fill",
                                    static_cast<void (*)(int *, int, int)>(fill)};
const cn::kernel_entry kernels_cl_1{kernels_cl, "add",
                                    static_cast<void (*)(int *, const int *, int)>(add)};
const cn::kernel_entry kernels_cl_2{kernels_cl, "scale_int",
                                    static_cast<void (*)(int *, int, int)>(scale<int>)};
const cn::kernel_entry kernels_cl_3{kernels_cl, "scale_float",
                                    static_cast<void (*)(float *, float, int)>(scale<float>)};
const cn::kernel_entry kernels_cl_4{kernels_cl, "scale_twice",
                                    static_cast<void (*)(float *, int)>(scale)};
const cn::kernel_entry kernels_cl_5{kernels_cl, "reverse", static_cast<void (*)(int *)>(reverse),
                                    {}, true};
const cn::kernel_entry kernels_cl_6{kernels_cl, "use_symbols",
                                    static_cast<void (*)(float *)>(use_symbols),
                                    {&coefficients, &counter}};
const cn::kernel_entry kernels_cl_7{kernels_cl, "slow", static_cast<void (*)(int *, int)>(slow)};
const cn::kernel_entry kernels_cl_8{
    kernels_cl, "take_struct", static_cast<void (*)(pair_of_values, bool, double *)>(take_struct)};
const cn::kernel_entry kernels_cl_9{kernels_cl, "follow", static_cast<void (*)(node)>(follow),
                                    {}, false, true};
const cn::kernel_entry kernels_cl_10{kernels_cl, "follow_all",
                                     static_cast<void (*)(node *, int)>(follow_all),
                                     {}, false, true};
const cn::kernel_entry kernels_cl_11{kernels_cl, "ids", static_cast<void (*)(uint3 *)>(ids)};
const cn::kernel_entry kernels_cl_12{kernels_cl, "no_such_kernel",
                                     static_cast<void (*)(int *)>(missing)};
const cn::kernel_entry broken_cl_0{broken_cl, "broken", static_cast<void (*)(int *)>(broken)};

} // namespace

#include "cpu_kernels.hpp"

// The kernels of kernels.hpp, which includes this, as functions for the machine's own processors.
#pragma once

#include <utility>
#include <vector>

namespace cpu {

// Calls `body` with each thread's number in the whole grid, counted along x.
template <class Body> void for_all(dim3 grid, dim3 block, Body &&body) {
    for (unsigned i = 0; i < grid.x * block.x; ++i) {
        body(static_cast<int>(i));
    }
}

inline void fill(dim3 grid, dim3 block, std::size_t, int *x, int value, int n) {
    for_all(grid, block, [&](int i) { i < n ? void(x[i] = value) : void(); });
}

inline void add(dim3 grid, dim3 block, std::size_t, int *y, const int *x, int n) {
    const bool given = x != nullptr && y != nullptr;
    for_all(grid, block, [&](int i) { given && i < n ? void(y[i] += x[i]) : void(); });
}

template <class T>
void scale(dim3 grid, dim3 block, std::size_t, T *x, T factor, int n) {
    for_all(grid, block, [&](int i) { i < n ? void(x[i] *= factor) : void(); });
}

inline void scale_twice(dim3 grid, dim3 block, std::size_t, float *x, int n) {
    scale<float>(grid, block, 0, x, 2, n);
}

inline void reverse(dim3 grid, dim3 block, std::size_t shared_bytes, int *x) {
    std::vector<int> shared(shared_bytes / sizeof(int));
    for (unsigned b = 0; b < grid.x; ++b, x += block.x) {
        for (unsigned t = 0; t < block.x; ++t) {
            shared[t] = x[t];
        }
        for (unsigned t = 0; t < block.x; ++t) {
            x[t] = shared[block.x - 1 - t];
        }
    }
}

inline void use_symbols(dim3 grid, dim3 block, std::size_t, float *y, float *c, int *count) {
    for_all(grid, block, [&](int i) {
        y[i] = c[0] + c[1] + c[2] + c[3];
        ++*count;
    });
}

inline void slow(dim3 grid, dim3 block, std::size_t, int *x, int steps) {
    for_all(grid, block, [&](int i) {
        unsigned v = static_cast<unsigned>(i) + 1;
        for (int step = 0; step < steps; ++step) {
            v = v * 1664525U + 1013904223U;
        }
        x[0] += v == 0xFFFFFFFFU ? 2 : 1;
    });
}

inline void take_struct(dim3, dim3, std::size_t, pair_of_values p, bool flag, double *out) {
    out[0] = p.a;
    out[1] = p.b;
    out[2] = p.c + 2 * flag;
}

inline void follow(dim3 grid, dim3 block, std::size_t, node n) {
    for_all(grid, block, [&](int i) { i < n.count ? void(n.values[i] += 1) : void(); });
}

inline void follow_all(dim3, dim3, std::size_t, node *nodes, int n) {
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < nodes[i].count; ++j) {
            nodes[i].values[j] += i;
        }
    }
}

inline void ids(dim3 grid, dim3 block, std::size_t, uint3 *out) {
    const dim3 all(grid.x * block.x, grid.y * block.y, grid.z * block.z);
    for (unsigned z = 0; z < all.z; ++z) {
        for (unsigned y = 0; y < all.y; ++y) {
            for (unsigned x = 0; x < all.x; ++x) {
                *out++ = {x / block.x, y / block.y, z / block.z};
            }
        }
    }
}

template <auto Kernel> struct of;

// Calls a kernel with the arguments at these addresses.
template <class... P, void (*Kernel)(dim3, dim3, std::size_t, P...)> struct of<Kernel> {
    static void start(void *const *arguments, const unsigned *grid, const unsigned *block,
                      std::size_t shared_bytes) {
        call(arguments, {grid[0], grid[1], grid[2]}, {block[0], block[1], block[2]}, shared_bytes,
             std::index_sequence_for<P...>());
    }

    template <std::size_t... I>
    static void call(void *const *arguments, dim3 grid, dim3 block, std::size_t shared_bytes,
                     std::index_sequence<I...>) {
        Kernel(grid, block, shared_bytes, *static_cast<P *>(arguments[I])...);
    }
};

} // namespace cpu

namespace {

const cn::cpu_kernel cpu_0{kernels_cl, "fill", cpu::of<cpu::fill>::start};
const cn::cpu_kernel cpu_1{kernels_cl, "add", cpu::of<cpu::add>::start};
const cn::cpu_kernel cpu_2{kernels_cl, "scale_int", cpu::of<cpu::scale<int>>::start};
const cn::cpu_kernel cpu_3{kernels_cl, "scale_float", cpu::of<cpu::scale<float>>::start};
const cn::cpu_kernel cpu_4{kernels_cl, "scale_twice", cpu::of<cpu::scale_twice>::start};
const cn::cpu_kernel cpu_5{kernels_cl, "reverse", cpu::of<cpu::reverse>::start};
const cn::cpu_kernel cpu_6{kernels_cl, "use_symbols", cpu::of<cpu::use_symbols>::start};
const cn::cpu_kernel cpu_7{kernels_cl, "slow", cpu::of<cpu::slow>::start};
const cn::cpu_kernel cpu_8{kernels_cl, "take_struct", cpu::of<cpu::take_struct>::start};
const cn::cpu_kernel cpu_9{kernels_cl, "follow", cpu::of<cpu::follow>::start};
const cn::cpu_kernel cpu_10{kernels_cl, "follow_all", cpu::of<cpu::follow_all>::start};
const cn::cpu_kernel cpu_11{kernels_cl, "ids", cpu::of<cpu::ids>::start};

} // namespace

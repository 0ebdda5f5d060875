// SPDX-License-Identifier: MIT
// Kernels as functions for the machine's own processors. Each runs a whole grid:
// `void saxpy(dim3 grid, dim3 block, std::size_t shared_bytes, float a, float *x, char *symbol);`
// its parameters are the kernel's, then the address of each device variable that the kernel uses. The device
// `native` has those that are registered: `const cn::cpu_kernel k{cn_module, "saxpy", saxpy};`
#pragma once

#include <cstddef>
#include <utility>

#include "module.hpp"
#include "vector_types.hpp"

namespace cn::detail {

using any_function = void (*)();

/// Calls a kernel's function, cast back to its type, with the arguments at these addresses.
using cpu_call = void (*)(any_function function, dim3 grid, dim3 block, std::size_t shared_bytes,
                          void *const *arguments);

void add_cpu_kernel(const types::module &source, const char *name, any_function function,
                    cpu_call call);

template <class... Parameters> struct cpu_caller {
    static void call(any_function function, dim3 grid, dim3 block, std::size_t shared_bytes,
                     void *const *arguments) {
        pass(function, grid, block, shared_bytes, arguments,
             std::index_sequence_for<Parameters...>{});
    }

    template <std::size_t... Indices>
    static void pass(any_function function, dim3 grid, dim3 block, std::size_t shared_bytes,
                     [[maybe_unused]] void *const *arguments, std::index_sequence<Indices...>) {
        const auto kernel =
            reinterpret_cast<void (*)(dim3, dim3, std::size_t, Parameters...)>(function);
        kernel(grid, block, shared_bytes, *static_cast<Parameters *>(arguments[Indices])...);
    }
};

/// Starts a kernel without any of its types: sizes in x, y, z.
using cpu_start = void (*)(void *const *arguments, const unsigned *grid, const unsigned *block,
                           std::size_t shared_bytes);

inline void call_start(any_function function, dim3 grid, dim3 block, std::size_t shared_bytes,
                       void *const *arguments) {
    const unsigned grid_sizes[] = {grid.x, grid.y, grid.z};
    const unsigned block_sizes[] = {block.x, block.y, block.z};
    reinterpret_cast<cpu_start>(function)(arguments, grid_sizes, block_sizes, shared_bytes);
}

} // namespace cn::detail

namespace cn::types {

/// The function of the kernel `name` of a module.
class cpu_kernel {
  public:
    template <class... Parameters>
    cpu_kernel(const module &source, const char *name,
               void (*function)(dim3, dim3, std::size_t, Parameters...)) {
        detail::add_cpu_kernel(source, name, reinterpret_cast<detail::any_function>(function),
                               detail::cpu_caller<Parameters...>::call);
    }

    cpu_kernel(const module &source, const char *name, detail::cpu_start start) {
        detail::add_cpu_kernel(source, name, reinterpret_cast<detail::any_function>(start),
                               detail::call_start);
    }
};

} // namespace cn::types

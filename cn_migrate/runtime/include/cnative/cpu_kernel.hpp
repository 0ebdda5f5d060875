// SPDX-License-Identifier: MIT
// Kernels as functions for the machine's own processors: the device `native` has those that are registered,
// `const cn::cpu_kernel k{cn_module, "saxpy", start_saxpy};`.
#pragma once

#include <cstddef>

#include "module.hpp"

namespace cn::types {

/// Runs a whole grid of a kernel. `arguments[i]` is the address of the i-th argument: those of the kernel, then the
/// address of each device variable that it uses. `grid` and `block` are three extents each.
using cpu_start = void (*)(void *const *arguments, const unsigned *grid, const unsigned *block,
                           std::size_t shared_bytes);

/// The function of the kernel `name` of a module.
class cpu_kernel {
  public:
    cpu_kernel(const module &source, const char *name, cpu_start start);
};

} // namespace cn::types

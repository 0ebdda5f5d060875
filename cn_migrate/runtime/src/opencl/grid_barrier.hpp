// SPDX-License-Identifier: MIT
// Kernels whose blocks wait for each other: all blocks of their grid have to run at the same time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "arguments.hpp"

namespace cn::opencl {

inline bool syncs_grid(const kernel_record &k) {
    return std::count(k.symbols.begin(), k.symbols.end(), &cn_grid_arrivals) != 0;
}

/// Blocks that surely run at the same time: one on each compute unit.
inline std::size_t resident_blocks(const device &d) {
    return query<uint_t>(d.info.device, device_info::max_compute_units);
}

/// Throws error_cooperative_launch_too_large where blocks would wait for others that do not run.
inline void require_resident(const device &d, const kernel_record &k, dim3 grid) {
    const std::size_t blocks = std::size_t{grid.x} * grid.y * grid.z;
    if (!syncs_grid(k) || blocks <= resident_blocks(d)) {
        return;
    }
    detail::explain(std::string(k.name) + " waits for all blocks of its grid: " + d.info.name +
                    " runs " + std::to_string(resident_blocks(d)) + " of its " +
                    std::to_string(blocks) + " blocks at the same time");
    throw detail::failure{error_cooperative_launch_too_large};
}

} // namespace cn::opencl

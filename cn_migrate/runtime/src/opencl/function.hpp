// SPDX-License-Identifier: MIT
// What can be asked of a kernel.
#pragma once

#include <algorithm>
#include <cstddef>

#include "cnative/function.hpp"
#include "kernels.hpp"
#include "properties.hpp"

namespace cn::opencl {

inline std::size_t most_dynamic_shared(const device &d, const kernel_record &k) {
    return std::max(k.most_dynamic_shared.load(), d.limits.shared_bytes);
}

inline std::size_t most_threads(const device &d, const kernel_object &o) {
    return std::min(o.most_threads, d.limits.block_threads);
}

inline func_attributes attributes_of(device &d, kernel_record &k) {
    const kernel_object &o = k.on(d).plain;
    func_attributes a{};
    a.sharedSizeBytes = o.shared_bytes;
    a.localSizeBytes = o.private_bytes;
    a.maxThreadsPerBlock = to_int(most_threads(d, o));
    a.numRegs = 32;
    a.ptxVersion = 80;
    a.binaryVersion = 80;
    a.maxDynamicSharedSizeBytes = to_int(most_dynamic_shared(d, k));
    a.preferredShmemCarveout = sharedmem_carveout_default;
    return a;
}

} // namespace cn::opencl

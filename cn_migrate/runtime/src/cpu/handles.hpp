// SPDX-License-Identifier: MIT
// What the driver for the machine's own processors gives out handles of.
#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "../opencl/types.hpp"
#include "cnative/cpu_kernel.hpp"

namespace cn::opencl {

struct event_handle {
    std::atomic<int> references{1};
    std::atomic<int_t> status{execution_complete};
    ulong_t ended = 0; // nanoseconds
};

struct command_queue_handle {};

/// A value, or an amount of shared memory.
struct kernel_argument {
    static constexpr std::size_t alignment = 64;

    struct alignas(alignment) unit {
        unsigned char bytes[alignment];
    };
    std::vector<unit> value;
    std::size_t shared_bytes = 0;
};

struct kernel_handle {
    types::cpu_start start;
    std::vector<kernel_argument> arguments;
};

} // namespace cn::opencl

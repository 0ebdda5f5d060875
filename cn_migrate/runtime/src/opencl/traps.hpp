// SPDX-License-Identifier: MIT
// Threads that end themselves and their launch.
#pragma once

#include <algorithm>

#include "arguments.hpp"

namespace cn::opencl {

/// From the launch of a kernel that may trap, waiting for the device looks at the flag.
inline void watch_traps(device &d, const kernel_record &k) {
    const bool may_trap = std::count(k.symbols.begin(), k.symbols.end(), &cn_trapped) != 0;
    if (may_trap && d.trap_flag == nullptr) {
        d.trap_flag = symbols().address(&cn_trapped, d);
    }
}

/// Reads the flag, beside what the device's streams do.
inline bool trapped(device &d) {
    char *const flag = d.trap_flag;
    if (flag == nullptr) {
        return false;
    }
    if (d.mode == memory_mode::fine) {
        return *reinterpret_cast<volatile unsigned *>(flag) != 0;
    }
    if (d.trap_queue == nullptr) {
        d.trap_queue = d.create_queue(d.context);
    }
    unsigned value = 0;
    event issued = nullptr;
    check(enqueue_row(d.trap_queue, place(&value), 0, place(flag), 0, sizeof value, 0, nullptr,
                      &issued),
          "reading the trap flag");
    const event_ref done(issued);
    check(cl().WaitForEvents(1, &issued), "clWaitForEvents");
    return value != 0;
}

} // namespace cn::opencl

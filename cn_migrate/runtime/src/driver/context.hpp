// SPDX-License-Identifier: MIT
// Contexts: what each is, and which is current.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "../opencl/device.hpp"
#include "cnative/driver/context.hpp"

namespace cn::types {

struct driver_context_record {
    int ordinal = 0;
    unsigned flags = 0;
    bool primary = false;
};

} // namespace cn::types

namespace cn::opencl {

inline thread_local std::vector<driver_context> context_stack;

class context_table {
  public:
    driver_context create(int ordinal, unsigned flags) {
        std::lock_guard<std::mutex> lock(guard);
        return *created.insert(new driver_context_record{ordinal, flags, false}).first;
    }

    /// A device's own context, which the runtime interface uses.
    driver_context primary(int ordinal) {
        std::lock_guard<std::mutex> lock(guard);
        driver_context &own = primaries[ordinal];
        if (own == nullptr) {
            own = new driver_context_record{ordinal, 0, true};
        }
        return own;
    }

    /// Throws error_device_uninitialized (an invalid context).
    void require(driver_context c) {
        std::lock_guard<std::mutex> lock(guard);
        const auto own = c != nullptr && created.count(c) == 0 ? primaries.find(c->ordinal)
                                                               : primaries.end();
        const bool known = created.count(c) != 0 || (own != primaries.end() && own->second == c);
        detail::require(known, error_device_uninitialized);
    }

    void destroy(driver_context c) {
        std::lock_guard<std::mutex> lock(guard);
        detail::require(created.erase(c) != 0, error_device_uninitialized);
        delete c;
    }

  private:
    std::mutex guard;
    std::set<driver_context> created;
    std::map<int, driver_context> primaries;
};

inline context_table &contexts() {
    static auto *all = new context_table;
    return *all;
}

/// The top of this thread's stack; else the primary context of its device if that is in use; or null.
inline driver_context current_context() {
    if (!context_stack.empty()) {
        return context_stack.back();
    }
    const device &d = device_at(current_ordinal);
    return d.context != nullptr ? contexts().primary(current_ordinal) : nullptr;
}

/// The device of the top context is current from now on.
inline void follow_stack() {
    if (!context_stack.empty()) {
        current_ordinal = context_stack.back()->ordinal;
    }
}

} // namespace cn::opencl

// SPDX-License-Identifier: MIT
// The kernels that are functions of the program.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "cnative/cpu_kernel.hpp"

namespace cn::cpu {

class function_table {
  public:
    void add(const types::module &source, const char *name, types::cpu_start start) {
        std::lock_guard<std::mutex> lock(guard);
        functions[{&source, name}] = start;
    }

    /// Has any kernel of the module a function?
    bool has(const types::module &source) {
        std::lock_guard<std::mutex> lock(guard);
        const auto found = functions.lower_bound({&source, ""});
        return found != functions.end() && found->first.first == &source;
    }

    /// Null for a kernel that has none.
    types::cpu_start find(const types::module *source, const char *name) {
        std::lock_guard<std::mutex> lock(guard);
        const auto found = functions.find({source, name});
        return found == functions.end() ? nullptr : found->second;
    }

  private:
    std::mutex guard;
    std::map<std::pair<const types::module *, std::string>, types::cpu_start> functions;
};

inline function_table &functions() {
    static auto *all = new function_table;
    return *all;
}

} // namespace cn::cpu

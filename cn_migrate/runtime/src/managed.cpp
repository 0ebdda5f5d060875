// SPDX-License-Identifier: MIT
// Managed variables.
#include "cnative/managed.hpp"

#include <cstdlib>
#include <string>

#include "opencl/memory.hpp"
#include "opencl/symbols.hpp"

namespace cn::detail {

void *managed_memory(const char *name, std::size_t size) {
    void *memory = nullptr;
    const error_t code = call(
        [&] { memory = opencl::allocate_for(opencl::memory_kind::managed, size); });
    if (code != success) {
        explain(std::string("managed variable ") + name + ": " + get_error_string(code));
        memory = std::malloc(size);
    }
    std::memset(memory, 0, size);
    auto *const symbol = static_cast<const symbol_base *>(memory);
    opencl::symbols().add_at(symbol, name, size, static_cast<char *>(memory));
    return memory;
}

const symbol_base &symbol_at(const void *managed, const char *name) {
    const auto *const address = static_cast<const symbol_base *>(managed);
    const symbol_base *const named = opencl::symbols().has(address) || name == nullptr
                                         ? nullptr
                                         : opencl::symbols().named(name);
    return named != nullptr ? *named : *address;
}

} // namespace cn::detail

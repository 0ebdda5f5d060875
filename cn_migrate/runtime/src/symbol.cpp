// SPDX-License-Identifier: MIT
// Variables of the device.
#include "cnative/symbol.hpp"

#include "opencl/symbols.hpp"

namespace cn::detail {

void add_symbol(const symbol_base *symbol, const char *name, std::size_t size) {
    opencl::symbols().add(symbol, name, size);
}

void add_heap(const symbol_base *symbol, const char *name) {
    opencl::symbols().add_heap(symbol, name);
}

} // namespace cn::detail

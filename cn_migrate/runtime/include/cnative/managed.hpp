// SPDX-License-Identifier: MIT
// Variables that host and device use by the same address: `__managed__ int n = 1;` is
// `static cn::managed<int> n = cn::make_managed<int>("n", 1);`, an ordinary reference for the host.
#pragma once

#include <cstring>
#include <type_traits>

#include "copy.hpp"

namespace cn::types {

template <class Type> using managed = Type &;

} // namespace cn::types

namespace cn {

namespace detail {

/// Managed memory of zeros. Without a device it is the host's alone, so that the program can say what is wrong.
void *managed_memory(const char *name, std::size_t size);

} // namespace detail

/// A managed variable of zeros.
template <class Type> Type &make_managed(const char *name) {
    return *static_cast<Type *>(detail::managed_memory(name, sizeof(Type)));
}

/// A managed variable with an initial value.
template <class Type> Type &make_managed(const char *name, const Type &initial) {
    void *const memory = detail::managed_memory(name, sizeof(Type));
    std::memcpy(memory, &initial, sizeof(Type));
    return *static_cast<Type *>(memory);
}

// Managed variables as symbols.

template <class Type>
using if_managed = std::enable_if_t<!std::is_base_of_v<symbol_base, Type>, error_t>;

namespace detail {

/// The managed variable at an address or, as before CUDA 5.0, any symbol by its name.
const symbol_base &symbol_at(const void *managed, const char *name);

template <class Type> const symbol_base &symbol_of(const Type &managed) {
    if constexpr (std::is_convertible_v<const Type &, const char *>) {
        return symbol_at(&managed, managed);
    } else {
        return *reinterpret_cast<const symbol_base *>(&managed);
    }
}

} // namespace detail

template <class Type>
if_managed<Type> memcpy_to_symbol(const Type &managed, const void *from, std::size_t count,
                                  std::size_t offset = 0,
                                  memcpy_kind kind = memcpy_host_to_device) noexcept {
    return memcpy_to_symbol(detail::symbol_of(managed), from, count, offset, kind);
}

template <class Type>
if_managed<Type> memcpy_from_symbol(void *to, const Type &managed, std::size_t count,
                                    std::size_t offset = 0,
                                    memcpy_kind kind = memcpy_device_to_host) noexcept {
    return memcpy_from_symbol(to, detail::symbol_of(managed), count, offset, kind);
}

template <class Pointee, class Type>
if_managed<Type> get_symbol_address(Pointee **pointer, const Type &managed) noexcept {
    return get_symbol_address(pointer, detail::symbol_of(managed));
}

template <class Type>
if_managed<Type> get_symbol_size(std::size_t *size, const Type &managed) noexcept {
    return get_symbol_size(size, detail::symbol_of(managed));
}

} // namespace cn

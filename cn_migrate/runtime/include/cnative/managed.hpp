// SPDX-License-Identifier: MIT
// Variables that host and device use by the same address: `__managed__ int n = 1;` is
// `static cn::managed<int> n = cn::make_managed<int>("n", 1);`, an ordinary reference for the host.
#pragma once

#include <cstring>
#include <type_traits>

#include "copy.hpp"

namespace cn::types {

template <class T> using managed = T &;

} // namespace cn::types

namespace cn {

namespace detail {

/// Managed memory of zeros. Without a device it is the host's alone, so that the program can say what is wrong.
void *managed_memory(const char *name, std::size_t size);

} // namespace detail

/// A managed variable of zeros.
template <class T> T &make_managed(const char *name) {
    return *static_cast<T *>(detail::managed_memory(name, sizeof(T)));
}

/// A managed variable with an initial value.
template <class T> T &make_managed(const char *name, const T &initial) {
    void *const memory = detail::managed_memory(name, sizeof(T));
    std::memcpy(memory, &initial, sizeof(T));
    return *static_cast<T *>(memory);
}

// Managed variables as symbols.

template <class T> using if_managed = std::enable_if_t<!std::is_base_of_v<symbol_base, T>, error_t>;

namespace detail {

template <class T> const symbol_base &symbol_of(const T &managed) {
    return *reinterpret_cast<const symbol_base *>(&managed);
}

} // namespace detail

template <class T>
if_managed<T> memcpy_to_symbol(const T &managed, const void *from, std::size_t count,
                               std::size_t offset = 0,
                               memcpy_kind kind = memcpy_host_to_device) noexcept {
    return memcpy_to_symbol(detail::symbol_of(managed), from, count, offset, kind);
}

template <class T>
if_managed<T> memcpy_from_symbol(void *to, const T &managed, std::size_t count,
                                 std::size_t offset = 0,
                                 memcpy_kind kind = memcpy_device_to_host) noexcept {
    return memcpy_from_symbol(to, detail::symbol_of(managed), count, offset, kind);
}

template <class P, class T>
if_managed<T> get_symbol_address(P **pointer, const T &managed) noexcept {
    return get_symbol_address(pointer, detail::symbol_of(managed));
}

template <class T> if_managed<T> get_symbol_size(std::size_t *size, const T &managed) noexcept {
    return get_symbol_size(size, detail::symbol_of(managed));
}

} // namespace cn

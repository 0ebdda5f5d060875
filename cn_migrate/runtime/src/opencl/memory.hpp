// SPDX-License-Identifier: MIT
// Memory as programs ask for it.
#pragma once

#include <cstddef>

#include "allocation.hpp"

namespace cn::opencl {

inline constexpr std::size_t pitch_alignment = 512;

/// Gives out memory of this kind; no bytes are the null pointer.
inline void *allocate_for(memory_kind kind, std::size_t size, unsigned flags = 0) {
    device &d = current_device();
    return size == 0 ? nullptr : allocate(d, kind, size, flags).base;
}

/// The allocation that begins at this address. Throws error_invalid_value.
inline allocation allocation_at(const void *base) {
    const std::optional<allocation> found = memory().find(base);
    detail::require(found && found->base == base, error_invalid_value);
    return *found;
}

} // namespace cn::opencl

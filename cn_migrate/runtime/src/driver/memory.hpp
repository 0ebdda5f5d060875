// SPDX-License-Identifier: MIT
// Device pointers as integers.
#pragma once

#include <cstdint>

#include "cnative/driver/memory.hpp"

namespace cn::opencl {

inline void *pointer(driver_device_ptr address) {
    return reinterpret_cast<void *>(static_cast<std::uintptr_t>(address));
}

inline driver_device_ptr integer(const void *address) {
    return static_cast<driver_device_ptr>(reinterpret_cast<std::uintptr_t>(address));
}

} // namespace cn::opencl

// SPDX-License-Identifier: MIT
// Settings that OpenCL has no word for, and the numbers that CUDA gives the properties of devices.
#pragma once

#include <atomic>
#include <cstddef>

#include "cnative/device.hpp"
#include "device.hpp"

namespace cn::opencl {

/// The version of CUDA's runtime API whose meaning this library gives.
inline constexpr int api_version = CN_API_VERSION;

inline int attribute_of(const device_prop &p, device_attr attribute) {
    switch (attribute) {
#define CN_ROW(value, name, property)                                                              \
    case name:                                                                                     \
        return static_cast<int>(p.property);
        CN_DEVICE_ATTRIBUTES(CN_ROW)
#undef CN_ROW
    }
    throw detail::failure{error_invalid_value};
}

/// Settings that OpenCL has no word for: remembered, so that a program reads what it wrote.
struct device_settings {
    std::atomic<std::size_t> limits[7] = {1024, 1U << 20U, 8U << 20U, 2, 2048, 64, 0};
    std::atomic<func_cache> cache{func_cache_prefer_none};
    std::atomic<shared_mem_config> banks{shared_mem_bank_size_default};
    std::atomic<unsigned> flags{device_schedule_auto};
};

inline device_settings &settings() {
    static device_settings all;
    return all;
}

inline std::atomic<std::size_t> &limit_setting(limit which) {
    const bool known = which >= limit_stack_size && which <= limit_persisting_l2_cache_size;
    detail::require(known, error_unsupported_limit);
    return settings().limits[which];
}

/// Whether the two ordinals are different devices; throws error_invalid_device if one is none.
inline bool are_two(int a, int b) { return &device_at(a) != &device_at(b); }

} // namespace cn::opencl

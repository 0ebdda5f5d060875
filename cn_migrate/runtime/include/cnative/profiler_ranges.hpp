// SPDX-License-Identifier: MIT
// Marks and ranges for a profiler. Nothing is told to one; ranges nest as a program counts them.
#pragma once

#include <cstdint>

namespace cn::types {
using profiler_range_id = std::uint64_t;
} // namespace cn::types

namespace cn {

using namespace types;

namespace detail {
inline thread_local int profiler_ranges = 0;
} // namespace detail

inline void profiler_mark(const char *) noexcept {}
inline void profiler_name_os_thread(std::uint32_t, const char *) noexcept {}

/// The level of the range that begins, from 0 on.
inline int profiler_range_push(const char *) noexcept { return detail::profiler_ranges++; }

/// The level of the range that ends; -1 without one.
inline int profiler_range_pop() noexcept {
    return detail::profiler_ranges > 0 ? --detail::profiler_ranges : -1;
}

inline profiler_range_id profiler_range_start(const char *) noexcept { return 0; }
inline void profiler_range_end(profiler_range_id) noexcept {}

} // namespace cn

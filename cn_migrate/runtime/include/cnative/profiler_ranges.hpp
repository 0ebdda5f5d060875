// SPDX-License-Identifier: MIT
// Marks and ranges for a profiler. Nothing is told to one; ranges nest as a program counts them.
#pragma once

#include <cstdint>

namespace cn::types {

using profiler_range_id = std::uint64_t;

} // namespace cn::types

namespace cn {

using namespace types;

void profiler_mark(const char *) noexcept;
void profiler_name_os_thread(std::uint32_t, const char *) noexcept;

/// The level of the range that begins, from 0 on.
int profiler_range_push(const char *) noexcept;

/// The level of the range that ends; -1 without one.
int profiler_range_pop() noexcept;

profiler_range_id profiler_range_start(const char *) noexcept;
void profiler_range_end(profiler_range_id) noexcept;

} // namespace cn

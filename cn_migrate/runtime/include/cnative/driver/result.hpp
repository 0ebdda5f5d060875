// SPDX-License-Identifier: MIT
// Results of the driver interface. They have the numbers of the runtime interface's errors where
// both have the error; the runtime's last error knows nothing of them.
#pragma once

#include "../error.hpp"
#include "result_list.hpp"

namespace cn::types {

#define CN_ROW(value, name) name = value,
enum driver_result : int { CN_DRIVER_RESULTS(CN_ROW) };
#undef CN_ROW

} // namespace cn::types

namespace cn {

/// The name of a result as the original API spells it, because programs compare and print it.
driver_result driver_get_error_name(driver_result result, const char **name) noexcept;

/// The text that describes a result ("invalid argument").
driver_result driver_get_error_string(driver_result result, const char **text) noexcept;

} // namespace cn

// SPDX-License-Identifier: MIT
// How functions of the driver interface fail.
#pragma once

#include <utility>

#include "../failure.hpp"
#include "cnative/driver/result.hpp"

namespace cn::detail {

/// The result that stands for an error; one that only the runtime interface has is an invalid value.
driver_result driver_result_of(error_t error) noexcept;

/// Throws what a function of the runtime interface returned.
inline void demand(error_t error) { require(error == success, error); }

/// Runs the body of a driver function; the runtime interface's last error stays as it is.
template <class Body> driver_result driver_call(Body &&body) noexcept {
    const error_t before = last_error;
    const error_t error = call(std::forward<Body>(body));
    last_error = before;
    return driver_result_of(error);
}

} // namespace cn::detail

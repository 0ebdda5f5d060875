// SPDX-License-Identifier: MIT
// Results of the driver interface.
#include "cnative/driver/result.hpp"

#include <cctype>
#include <cstddef>

#include "result.hpp"

namespace cn::detail {

driver_result driver_result_of(error_t error) noexcept {
    switch (static_cast<int>(error)) {
#define CN_ROW(value, name)                                                                        \
    case value:                                                                                    \
        return name;
        CN_DRIVER_RESULTS(CN_ROW)
#undef CN_ROW
    }
    const bool none = error == error_insufficient_driver;
    const bool no_function = error == error_invalid_device_function;
    return none ? driver_error_no_device
                : no_function ? driver_error_invalid_handle : driver_error_invalid_value;
}

} // namespace cn::detail

namespace {

/// "driver_error_invalid_value" -> "CUDA_ERROR_INVALID_VALUE": it outlives everything.
struct original_result_name {
    char spelled[64] = "CUDA_";

    explicit original_result_name(const char *name) noexcept {
        std::size_t length = 5;
        for (name += sizeof "driver_" - 1; *name != '\0' && length + 1 < sizeof spelled; ++name) {
            const auto letter = static_cast<unsigned char>(*name);
            spelled[length++] = static_cast<char>(std::toupper(letter));
        }
    }
};

} // namespace

namespace cn {

driver_result driver_get_error_name(driver_result result, const char **name) noexcept {
    if (name == nullptr) {
        return driver_error_invalid_value;
    }
#define CN_ROW(value, row)                                                                         \
    if (result == row) {                                                                           \
        static const original_result_name original(#row);                                  \
        *name = original.spelled;                                                                  \
        return driver_success;                                                                     \
    }
    CN_DRIVER_RESULTS(CN_ROW)
#undef CN_ROW
    *name = nullptr;
    return driver_error_invalid_value;
}

driver_result driver_get_error_string(driver_result result, const char **text) noexcept {
    const char *known = nullptr;
    const driver_result found = driver_get_error_name(result, &known);
    if (text != nullptr) {
        *text = found == driver_success ? get_error_string(static_cast<error_t>(result)) : nullptr;
    }
    return text != nullptr ? found : driver_error_invalid_value;
}

} // namespace cn

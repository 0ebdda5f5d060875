// SPDX-License-Identifier: MIT
// Errors: their texts and names, and the last one.
#include "cnative/error.hpp"

#include <cctype>
#include <cstddef>
#include <cstring>
#include <new>

#include "failure.hpp"

namespace {

/// "error_invalid_value" -> "cudaErrorInvalidValue", in place: it outlives everything, and cannot fail.
struct original_name {
    char spelled[64] = "cuda";

    explicit original_name(const char *name) noexcept {
        std::size_t length = 4;
        bool upper = true;
        for (; *name != '\0' && length + 1 < sizeof spelled; ++name) {
            // the only word of the documented names that is an abbreviation in capitals
            const bool ecc = upper && std::strncmp(name, "ecc_", 4) == 0;
            for (int i = 0; i < (ecc ? 3 : *name != '_'); ++i) {
                const auto letter = static_cast<unsigned char>(*name);
                spelled[length++] = static_cast<char>(upper || ecc ? std::toupper(letter) : letter);
                name += ecc && i < 2;
            }
            upper = *name == '_';
        }
    }
};

} // namespace

namespace cn {

const char *get_error_string(error_t error) noexcept {
#define CN_ROW(value, name, text)                                                                  \
    if (error == name) {                                                                           \
        return text;                                                                               \
    }
    CN_ERRORS(CN_ROW)
#undef CN_ROW
    return "unrecognized error code";
}

const char *get_error_name(error_t error) noexcept {
#define CN_ROW(value, name, text)                                                                  \
    if (error == name) {                                                                           \
        static const original_name original(#name);                                        \
        return original.spelled;                                                                     \
    }
    CN_ERRORS(CN_ROW)
#undef CN_ROW
    return "unrecognized error code";
}

error_t get_last_error() noexcept {
    const error_t error = detail::last_error;
    detail::last_error = success;
    return error;
}

error_t peek_at_last_error() noexcept { return detail::last_error; }

} // namespace cn

namespace cn::detail {

error_t guarded(void (*body)(void *), void *state) noexcept {
    try {
        body(state);
        return success;
    } catch (const failure &caught) {
        return record(caught.error);
    } catch (const std::bad_alloc &) {
        return record(error_memory_allocation);
    } catch (...) {
        return record(error_unknown);
    }
}

} // namespace cn::detail

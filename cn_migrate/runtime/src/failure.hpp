// SPDX-License-Identifier: MIT
// How functions of the library fail: inside it by an exception, which never leaves it; outside by the
// error that they return and that each host thread remembers.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <type_traits>

#include "cnative/error.hpp"

namespace cn::detail {

inline thread_local error_t last_error = success;

inline error_t record(error_t error) noexcept {
    if (error != success) {
        last_error = error;
    }
    return error;
}

/// Thrown inside the library only: `call` turns it into the error it carries.
struct failure {
    error_t error;
};

inline void require(bool condition, error_t otherwise) {
    if (!condition) {
        throw failure{otherwise};
    }
}

/// Runs `body(state)` and remembers its error. Nothing is thrown out of it.
error_t guarded(void (*body)(void *), void *state) noexcept;

/// Runs the body of an API function and remembers its error. Nothing is thrown out of it.
template <class Body> error_t call(Body &&body) noexcept {
    using type = std::remove_reference_t<Body>;
    return guarded([](void *state) { (*static_cast<type *>(state))(); }, &body);
}

/// True if the environment asks for explanations on stderr (CN_VERBOSE=1).
inline bool verbose() noexcept {
    static const bool asked = [] {
        const char *value = std::getenv("CN_VERBOSE");
        return value != nullptr && *value != '\0' && *value != '0';
    }();
    return asked;
}

/// Explains on stderr what went wrong.
inline void explain(const std::string &text) {
    std::fprintf(stderr, "cnative: %s\n", text.c_str());
}

} // namespace cn::detail

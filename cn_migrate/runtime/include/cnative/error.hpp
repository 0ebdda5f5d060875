// SPDX-License-Identifier: MIT
// Errors as the CUDA runtime has them: every function returns one, each host thread remembers its
// last one, and no exception leaves the library.
#pragma once

#include <cctype>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

#include "error_list.hpp"

// Types live in a namespace of their own: an argument of type cn::stream_t* must not make
// argument-dependent lookup find cn::free or cn::memset beside the C library's.
namespace cn::types {

#define CN_ROW(value, name, text) name = value,
enum error_t : int { CN_ERRORS(CN_ROW) };
#undef CN_ROW

} // namespace cn::types

namespace cn {

using namespace types;

/// The text that describes an error ("invalid argument").
inline const char *get_error_string(error_t error) noexcept {
#define CN_ROW(value, name, text)                                                                  \
    if (error == name) {                                                                           \
        return text;                                                                               \
    }
    CN_ERRORS(CN_ROW)
#undef CN_ROW
    return "unrecognized error code";
}

namespace detail {

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

} // namespace detail

/// The name of an error as the original API spells it, because programs compare and print it.
inline const char *get_error_name(error_t error) noexcept {
#define CN_ROW(value, name, text)                                                                  \
    if (error == name) {                                                                           \
        static const detail::original_name original(#name);                                        \
        return original.spelled;                                                                     \
    }
    CN_ERRORS(CN_ROW)
#undef CN_ROW
    return "unrecognized error code";
}

namespace detail {

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

/// Runs the body of an API function and remembers its error. Nothing is thrown out of it.
template <class Body> error_t call(Body &&body) noexcept {
    try {
        body();
        return success;
    } catch (const failure &caught) {
        return record(caught.error);
    } catch (const std::bad_alloc &) {
        return record(error_memory_allocation);
    } catch (...) {
        return record(error_unknown);
    }
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

} // namespace detail

/// The last error of this host thread, and forgets it.
inline error_t get_last_error() noexcept {
    const error_t error = detail::last_error;
    detail::last_error = success;
    return error;
}

/// The last error of this host thread.
inline error_t peek_at_last_error() noexcept { return detail::last_error; }

} // namespace cn

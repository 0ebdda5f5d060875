// What the test programs share: a check that says where it failed, and the exit code.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "cnative.hpp"

inline int failures = 0;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::printf("%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);                  \
            ++failures;                                                                            \
        }                                                                                          \
    } while (false)

// Both sides are errors of cnative.
#define CHECK_ERROR(expression, expected)                                                          \
    do {                                                                                           \
        const cn::error_t returned = (expression);                                                 \
        if (returned != (expected)) {                                                              \
            std::printf("%s:%d: %s gives %s\n", __FILE__, __LINE__, #expression,                   \
                        cn::get_error_name(returned));                                             \
            ++failures;                                                                            \
        }                                                                                          \
    } while (false)

#define OK(expression) CHECK_ERROR(expression, cn::success)

inline int result() {
    std::puts(failures == 0 ? "passed" : "FAILED");
    return failures == 0 ? 0 : 1;
}

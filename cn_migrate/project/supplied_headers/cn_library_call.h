// SPDX-License-Identifier: MIT
// What a function of a library does in a program that is ported without that library: it says so on stderr,
// computes nothing, and returns a failure.
#pragma once

#include <stdio.h>

static inline void cn_library_call(const char *name) {
    fprintf(stderr, "%s: this library is not part of the port; nothing was computed\n", name);
}

// Any arguments will do: nothing reads them.
#ifdef __cplusplus
#define CN_LIBRARY_CALL(type, failure, name)                                                            \
    template <class... Arguments> type name(Arguments...) {                                             \
        cn_library_call(#name);                                                                         \
        return failure;                                                                                 \
    }
#else
#define CN_LIBRARY_CALL(type, failure, name)                                                            \
    static inline type name() {                                                                         \
        cn_library_call(#name);                                                                         \
        return failure;                                                                                 \
    }
#endif

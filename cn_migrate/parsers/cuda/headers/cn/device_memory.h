// The C library's functions on memory, for device code.
// Source: C11, 7.24.2 and 7.24.4; CUDA C++ Programming Guide, "Dynamic Global Memory Allocation and Operations".
#pragma once

#include <stddef.h>

#include "keywords.h"

// A byte that is copied, not looked at: padding between members has no value.
struct __cn_byte {
    unsigned char value;
};

inline __device__ void *memcpy(void *dest, const void *src, size_t count)
{
    __cn_byte *to = static_cast<__cn_byte *>(dest);
    const __cn_byte *from = static_cast<const __cn_byte *>(src);
    for (size_t i = 0; i < count; i++) {
        to[i] = from[i];
    }
    return dest;
}

inline __device__ void *memmove(void *dest, const void *src, size_t count)
{
    __cn_byte *to = static_cast<__cn_byte *>(dest);
    const __cn_byte *from = static_cast<const __cn_byte *>(src);
    if (to < from) {
        return memcpy(dest, src, count);
    }
    for (size_t i = count; i > 0; i--) {
        to[i - 1] = from[i - 1];
    }
    return dest;
}

inline __device__ void *memset(void *dest, int value, size_t count)
{
    unsigned char *to = static_cast<unsigned char *>(dest);
    for (size_t i = 0; i < count; i++) {
        to[i] = static_cast<unsigned char>(value);
    }
    return dest;
}

inline __device__ int memcmp(const void *left, const void *right, size_t count)
{
    const unsigned char *a = static_cast<const unsigned char *>(left);
    const unsigned char *b = static_cast<const unsigned char *>(right);
    for (size_t i = 0; i < count; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

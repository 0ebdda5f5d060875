// SPDX-License-Identifier: MIT
// Drivers for CPUs keep the private memory of a whole block on the stack of one of their threads. CUDA gives each
// thread up to 512 KiB (Programming Guide, "Technical Specifications"); the usual stack of 8 MiB is too small for
// a block with much of it, and the program would crash.
#pragma once

#include <algorithm>
#include <cstddef>

#if defined(__GLIBC__)
#include <pthread.h>
#endif

namespace cn::opencl {

/// While it lives, new threads have larger stacks, of which only what is used costs memory.
class driver_stacks {
  public:
#if defined(__GLIBC__)
    driver_stacks() {
        pthread_attr_t attributes;
        if (pthread_getattr_default_np(&attributes) != 0) {
            return;
        }
        pthread_attr_getstacksize(&attributes, &usual);
        set(std::max(usual, std::size_t{128} << 20U));
        pthread_attr_destroy(&attributes);
    }
    ~driver_stacks() {
        if (usual != 0) {
            set(usual);
        }
    }
#else
    driver_stacks() = default;
#endif
    driver_stacks(const driver_stacks &) = delete;
    driver_stacks &operator=(const driver_stacks &) = delete;

#if defined(__GLIBC__)
  private:
    static void set(std::size_t size) {
        pthread_attr_t attributes;
        if (pthread_getattr_default_np(&attributes) == 0) {
            pthread_attr_setstacksize(&attributes, size);
            pthread_setattr_default_np(&attributes);
            pthread_attr_destroy(&attributes);
        }
    }

    std::size_t usual = 0;
#endif
};

} // namespace cn::opencl

// C library functions that device code may call: printf, malloc, assert's failure, clock.
// To be read before <new>, whose device operators call malloc and free.
// Source: CUDA C++ Programming Guide, "Formatted Output", "Dynamic Global Memory Allocation", "Assertion",
// "Time Function".
#pragma once

// The device overloads of the maths functions must come before the C library's headers bring std::abs and its
// like.
#include "../math_functions.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "device_memory.h"
#include "heap.h"

__device__ int printf(const char *format, ...);
__device__ __attribute__((noreturn)) void abort();
__device__ clock_t clock();
__device__ long long int clock64();
// glibc's assert() calls this; declared again for the device so that the macro works there unchanged.
__device__ __attribute__((noreturn)) void __assert_fail(const char *expression, const char *file, unsigned int line,
    const char *function);

__device__ __attribute__((noreturn)) void __trap();
// Nobody stops a port at a breakpoint.
inline __device__ void __brkpt() {}
// A thread may sleep for any time from none to twice what it asks for.
inline __device__ void __nanosleep(unsigned int) {}
__device__ unsigned int __pm0();
__device__ unsigned int __pm1();
__device__ unsigned int __pm2();
__device__ unsigned int __pm3();
__device__ void __prof_trigger(int counter);

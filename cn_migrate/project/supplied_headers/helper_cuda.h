// SPDX-License-Identifier: MIT
// Checks of errors and choice of a device: the interface of the helper_cuda.h that many CUDA programs
// include, written anew.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <cuda_runtime.h>

#include "helper_string.h"

#ifndef MAX
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#endif
#ifndef MIN
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#endif

inline const char *_cudaGetErrorEnum(cudaError_t error) { return cudaGetErrorName(error); }

/// The status of a library, which has no names here.
template <class Status> const char *_cudaGetErrorEnum(Status) { return "status of a library"; }

/// Ends the program where a status is not 0.
template <class Status> void check(Status result, char const *const call, const char *const file, int const line) {
    if (static_cast<int>(result) == 0) {
        return;
    }
    fprintf(stderr, "%s:%d: %s gave %d (%s)\n", file, line, call, static_cast<int>(result),
            _cudaGetErrorEnum(result));
    exit(EXIT_FAILURE);
}

#define checkCudaErrors(val) check((val), #val, __FILE__, __LINE__)
#define getLastCudaError(msg) __getLastCudaError(msg, __FILE__, __LINE__)
#define printLastCudaError(msg) __printLastCudaError(msg, __FILE__, __LINE__)

/// Says what the last error was; returns whether there was one.
inline bool __printLastCudaError(const char *message, const char *file, const int line) {
    const cudaError_t error = cudaGetLastError();
    if (error == cudaSuccess) {
        return false;
    }
    fprintf(stderr, "%s:%d: %s: %d (%s): %s\n", file, line, message, static_cast<int>(error),
            cudaGetErrorName(error), cudaGetErrorString(error));
    return true;
}

inline void __getLastCudaError(const char *message, const char *file, const int line) {
    if (__printLastCudaError(message, file, line)) {
        exit(EXIT_FAILURE);
    }
}

/// Rounded to the nearest integer, halves away from zero.
inline int ftoi(float value) {
    return value >= 0 ? static_cast<int>(value + 0.5F) : static_cast<int>(value - 0.5F);
}

/// Lanes for float arithmetic of one multiprocessor, by compute capability (CUDA C++ Programming Guide,
/// "Arithmetic Instructions").
inline int _ConvertSMVer2Cores(int major, int minor) {
    switch (major) {
    case 3:
        return 192;
    case 6:
        return minor == 0 ? 64 : 128;
    case 7:
        return 64;
    case 8:
        return minor == 0 ? 64 : 128;
    default:
        return 128;
    }
}

inline const char *_ConvertSMVer2ArchName(int major, int minor) {
    switch (major) {
    case 3:
        return "Kepler";
    case 5:
        return "Maxwell";
    case 6:
        return "Pascal";
    case 7:
        return minor == 5 ? "Turing" : "Volta";
    case 8:
        return minor == 9 ? "Ada" : "Ampere";
    case 9:
        return "Hopper";
    default:
        return "Graphics Device";
    }
}

/// An attribute of a device.
inline int deviceAttribute(cudaDeviceAttr attribute, int device) {
    int value = 0;
    checkCudaErrors(cudaDeviceGetAttribute(&value, attribute, device));
    return value;
}

/// How many devices there are; ends the program where there is none.
inline int requireDevices() {
    int count = 0;
    checkCudaErrors(cudaGetDeviceCount(&count));
    if (count == 0) {
        fprintf(stderr, "no device was found\n");
        exit(EXIT_FAILURE);
    }
    return count;
}

/// Makes a device the current one and returns its number; minus it where there is no such device.
inline int gpuDeviceInit(int device) {
    const int count = requireDevices();
    if (device < 0) {
        device = 0;
    }
    if (device >= count) {
        fprintf(stderr, "device %d does not exist: there are %d\n", device, count);
        return -device;
    }
    checkCudaErrors(cudaSetDevice(device));
    return device;
}

/// The number of the device with the most arithmetic per second.
inline int gpuGetMaxGflopsDeviceId() {
    const int count = requireDevices();
    int best = 0;
    std::uint64_t most = 0;
    for (int device = 0; device < count; ++device) {
        const int cores = _ConvertSMVer2Cores(deviceAttribute(cudaDevAttrComputeCapabilityMajor, device),
                                              deviceAttribute(cudaDevAttrComputeCapabilityMinor, device));
        const auto rate = static_cast<std::uint64_t>(deviceAttribute(cudaDevAttrMultiProcessorCount, device)) *
                          static_cast<std::uint64_t>(cores) *
                          static_cast<std::uint64_t>(deviceAttribute(cudaDevAttrClockRate, device));
        if (rate > most) {
            most = rate;
            best = device;
        }
    }
    return best;
}

/// Makes the device of --device=N the current one, else the fastest, and says which it is.
inline int findCudaDevice(int argc, const char **argv) {
    int device = 0;
    if (checkCmdLineFlag(argc, argv, "device")) {
        device = gpuDeviceInit(getCmdLineArgumentInt(argc, argv, "device"));
        if (device < 0) {
            exit(EXIT_FAILURE);
        }
    } else {
        device = gpuGetMaxGflopsDeviceId();
        checkCudaErrors(cudaSetDevice(device));
    }
    cudaDeviceProp properties;
    checkCudaErrors(cudaGetDeviceProperties(&properties, device));
    printf("GPU Device %d: \"%s\" with compute capability %d.%d\n\n", device, properties.name, properties.major,
           properties.minor);
    return device;
}

/// Makes the first device that shares its memory with the host the current one; -1 where there is none.
inline int findIntegratedGPU() {
    const int count = requireDevices();
    for (int device = 0; device < count; ++device) {
        if (deviceAttribute(cudaDevAttrIntegrated, device) != 0) {
            checkCudaErrors(cudaSetDevice(device));
            return device;
        }
    }
    fprintf(stderr, "no device shares its memory with the host\n");
    return -1;
}

/// Has the current device at least this compute capability?
inline bool checkCudaCapabilities(int major, int minor) {
    int device = 0;
    checkCudaErrors(cudaGetDevice(&device));
    const int has = deviceAttribute(cudaDevAttrComputeCapabilityMajor, device) * 10 +
                    deviceAttribute(cudaDevAttrComputeCapabilityMinor, device);
    if (has >= major * 10 + minor) {
        return true;
    }
    printf("device %d has not the compute capability %d.%d that is asked for\n", device, major, minor);
    return false;
}

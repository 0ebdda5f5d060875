// SPDX-License-Identifier: MIT
// Checks of errors and choice of a device with the driver API: the interface of the helper_cuda_drvapi.h that
// comes with CUDA's samples, written anew.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <cuda.h>

#include "drvapi_error_string.h"
#include "helper_string.h"

/// Ends the program where a call failed.
inline void __checkCudaErrors(CUresult error, const char *file, const int line) {
    if (error != CUDA_SUCCESS) {
        fprintf(stderr, "%s:%d: error %d of the driver API (%s)\n", file, line, static_cast<int>(error),
                getCudaDrvErrorString(error));
        exit(EXIT_FAILURE);
    }
}

#ifndef checkCudaErrors
#define checkCudaErrors(err) __checkCudaErrors(err, __FILE__, __LINE__)
#endif

template <class T> void getCudaAttribute(T *attribute, CUdevice_attribute which, int device) {
    int value = 0;
    __checkCudaErrors(cuDeviceGetAttribute(&value, which, device), __FILE__, __LINE__);
    *attribute = static_cast<T>(value);
}

/// Lanes for float arithmetic of one multiprocessor, by compute capability (CUDA C++ Programming Guide,
/// "Arithmetic Instructions").
inline int _ConvertSMVer2CoresDRV(int major, int minor) {
    switch (major) {
    case 3:
        return 192;
    case 6:
    case 8:
        return minor == 0 ? 64 : 128;
    case 7:
        return 64;
    default:
        return 128;
    }
}

/// How many devices there are; ends the program where there is none.
inline int requireDevicesDRV() {
    int count = 0;
    __checkCudaErrors(cuInit(0), __FILE__, __LINE__);
    __checkCudaErrors(cuDeviceGetCount(&count), __FILE__, __LINE__);
    if (count == 0) {
        fprintf(stderr, "no device was found\n");
        exit(EXIT_FAILURE);
    }
    return count;
}

/// The device of --device=N, else the first.
inline int gpuDeviceInitDRV(int argc, const char **argv) {
    const int count = requireDevicesDRV();
    const int device = getCmdLineArgumentInt(argc, argv, "device");
    if (device < 0 || device >= count) {
        fprintf(stderr, "device %d does not exist: there are %d\n", device, count);
        return -1;
    }
    return device;
}

/// The number of the device with the most arithmetic per second.
inline int gpuGetMaxGflopsDeviceIdDRV() {
    const int count = requireDevicesDRV();
    int best = 0;
    std::uint64_t most = 0;
    for (int device = 0; device < count; ++device) {
        int major = 0, minor = 0, multiprocessors = 0, clock = 0;
        getCudaAttribute(&major, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device);
        getCudaAttribute(&minor, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
        getCudaAttribute(&multiprocessors, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device);
        getCudaAttribute(&clock, CU_DEVICE_ATTRIBUTE_CLOCK_RATE, device);
        const auto rate = static_cast<std::uint64_t>(multiprocessors) *
                          static_cast<std::uint64_t>(_ConvertSMVer2CoresDRV(major, minor)) *
                          static_cast<std::uint64_t>(clock);
        if (rate > most) {
            most = rate;
            best = device;
        }
    }
    return best;
}

/// The device of --device=N, else the fastest; says which it is.
inline CUdevice findCudaDeviceDRV(int argc, const char **argv) {
    const bool asked = checkCmdLineFlag(argc, argv, "device");
    const int number = asked ? gpuDeviceInitDRV(argc, argv) : gpuGetMaxGflopsDeviceIdDRV();
    if (number < 0) {
        exit(EXIT_FAILURE);
    }
    CUdevice device;
    char name[100] = {};
    __checkCudaErrors(cuDeviceGet(&device, number), __FILE__, __LINE__);
    __checkCudaErrors(cuDeviceGetName(name, sizeof name, device), __FILE__, __LINE__);
    printf("> Using CUDA Device [%d]: %s\n", number, name);
    return device;
}

/// The first device that shares its memory with the host; ends the program where there is none.
inline CUdevice findIntegratedGPUDrv() {
    const int count = requireDevicesDRV();
    for (int device = 0; device < count; ++device) {
        int integrated = 0;
        getCudaAttribute(&integrated, CU_DEVICE_ATTRIBUTE_INTEGRATED, device);
        if (integrated != 0) {
            return device;
        }
    }
    fprintf(stderr, "no device shares its memory with the host\n");
    exit(EXIT_FAILURE);
}

/// Has a device at least this compute capability?
inline bool checkCudaCapabilitiesDRV(int major_version, int minor_version, int device) {
    int major = 0, minor = 0;
    getCudaAttribute(&major, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device);
    getCudaAttribute(&minor, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
    return major * 10 + minor >= major_version * 10 + minor_version;
}

/// Finds a file of device code around the program and reads it.
inline bool findFatbinPath(const char *module_file, std::string &module_path, char **argv, std::ostringstream &out) {
    char *found = sdkFindFilePath(module_file, argv[0]);
    if (found == nullptr) {
        return false;
    }
    module_path = found;
    free(found);
    std::ifstream in(module_path, std::ios::binary);
    out << in.rdbuf();
    return in.good() && !module_path.empty();
}

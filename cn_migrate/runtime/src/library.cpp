// SPDX-License-Identifier: MIT
// Which driver the program runs on. Those that are compiled in are the build's choice (CN_WITH_OPENCL,
// CN_WITH_CPU; OpenCL if none is named). Where both are, CN_DEVICE=native asks for the machine's own processors;
// without a wish they come behind OpenCL's GPUs and accelerators, and before its CPUs.
//
// The OpenCL library is searched for: CN_OPENCL_LIBRARY if set; else one that is in the process already, as under
// a simulator that preloads its own (oclgrind); else libOpenCL.so.1, libOpenCL.so.
#include "opencl/library.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <cstring>
#include <vector>

#include "cpu/driver.hpp"

#if !defined(CN_WITH_OPENCL) && !defined(CN_WITH_CPU)
#define CN_WITH_OPENCL
#endif

namespace cn::opencl {

namespace {

#ifdef CN_WITH_OPENCL
void *open_library() {
    const char *chosen = std::getenv("CN_OPENCL_LIBRARY");
    if (chosen != nullptr && *chosen != '\0') {
        return dlopen(chosen, RTLD_NOW | RTLD_LOCAL);
    }
    void *process = dlopen(nullptr, RTLD_NOW);
    if (dlsym(process, "clGetPlatformIDs") != nullptr) {
        return process;
    }
    void *handle = dlopen("libOpenCL.so.1", RTLD_NOW | RTLD_LOCAL);
    return handle != nullptr ? handle : dlopen("libOpenCL.so", RTLD_NOW | RTLD_LOCAL);
}

template <class Function> bool load(void *handle, const char *name, Function *&function) {
    function = reinterpret_cast<Function *>(dlsym(handle, name));
    return function != nullptr;
}

library load_opencl() {
    library found;
    void *handle = open_library();
    if (handle == nullptr) {
        return found;
    }
    found.loaded = true;
    found.svm = true;
#define CN_LOAD(name, result, parameters) found.loaded &= load(handle, "cl" #name, found.name);
    CN_OPENCL_REQUIRED(CN_LOAD)
#undef CN_LOAD
#define CN_LOAD(name, result, parameters) found.svm &= load(handle, "cl" #name, found.name);
    CN_OPENCL_OPTIONAL(CN_LOAD)
#undef CN_LOAD
    return found;
}
#endif

#if defined(CN_WITH_OPENCL) && defined(CN_WITH_CPU)
/// Has any platform a GPU or another accelerator?
bool has_accelerator(const library &opencl) {
    uint_t count = 0;
    if (!opencl.loaded || opencl.GetPlatformIDs(0, nullptr, &count) != ok) {
        return false;
    }
    std::vector<platform_id> platforms(count);
    opencl.GetPlatformIDs(count, platforms.data(), nullptr);
    for (platform_id platform : platforms) {
        const bits_t types = device_type_gpu | device_type_accelerator;
        uint_t devices = 0;
        if (opencl.GetDeviceIDs(platform, types, 0, nullptr, &devices) == ok && devices != 0) {
            return true;
        }
    }
    return false;
}
#endif

} // namespace

library choose_library() {
#if defined(CN_WITH_OPENCL) && defined(CN_WITH_CPU)
    const char *wish = std::getenv("CN_DEVICE");
    const bool wishes = wish != nullptr && *wish != '\0';
    if (wishes && std::strstr(wish, "native") != nullptr) {
        return cpu::driver();
    }
    const library opencl = load_opencl();
    return wishes || has_accelerator(opencl) ? opencl : cpu::driver();
#elif defined(CN_WITH_CPU)
    return cpu::driver();
#else
    return load_opencl();
#endif
}

} // namespace cn::opencl

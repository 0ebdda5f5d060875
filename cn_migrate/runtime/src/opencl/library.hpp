// SPDX-License-Identifier: MIT
// Drivers: tables of the functions of OpenCL that the library calls. One is the OpenCL library, loaded at run time:
// nothing of OpenCL is needed to build a program.
#pragma once

#include <cstddef>

#include "types.hpp"

// Each row: function, result, parameters; sections 4 and 5 of the OpenCL 3.0 API specification.
// The optional ones came with OpenCL 2.0 (shared virtual memory): absent in older libraries.
#define CN_OPENCL_REQUIRED(F)                                                                      \
    F(GetPlatformIDs, int_t, (uint_t, platform_id *, uint_t *))                                    \
    F(GetPlatformInfo, int_t, (platform_id, uint_t, std::size_t, void *, std::size_t *))           \
    F(GetDeviceIDs, int_t, (platform_id, bits_t, uint_t, device_id *, uint_t *))                   \
    F(GetDeviceInfo, int_t, (device_id, uint_t, std::size_t, void *, std::size_t *))               \
    F(CreateContext, context,                                                                      \
      (const property_t *, uint_t, const device_id *,                                              \
       void (*)(const char *, const void *, std::size_t, void *), void *, int_t *))                \
    F(CreateCommandQueue, command_queue, (context, device_id, bits_t, int_t *))                    \
    F(ReleaseCommandQueue, int_t, (command_queue))                                                 \
    F(CreateBuffer, buffer, (context, bits_t, std::size_t, void *, int_t *))                       \
    F(ReleaseMemObject, int_t, (buffer))                                                           \
    F(CreateProgramWithSource, program,                                                            \
      (context, uint_t, const char **, const std::size_t *, int_t *))                              \
    F(BuildProgram, int_t,                                                                         \
      (program, uint_t, const device_id *, const char *, void (*)(program, void *), void *))       \
    F(GetProgramBuildInfo, int_t,                                                                  \
      (program, device_id, uint_t, std::size_t, void *, std::size_t *))                            \
    F(CreateKernel, kernel, (program, const char *, int_t *))                                      \
    F(SetKernelArg, int_t, (kernel, uint_t, std::size_t, const void *))                            \
    F(GetKernelInfo, int_t, (kernel, uint_t, std::size_t, void *, std::size_t *))                  \
    F(GetKernelWorkGroupInfo, int_t,                                                               \
      (kernel, device_id, uint_t, std::size_t, void *, std::size_t *))                             \
    F(WaitForEvents, int_t, (uint_t, const event *))                                               \
    F(GetEventInfo, int_t, (event, uint_t, std::size_t, void *, std::size_t *))                    \
    F(GetEventProfilingInfo, int_t, (event, uint_t, std::size_t, void *, std::size_t *))           \
    F(CreateUserEvent, event, (context, int_t *))                                                  \
    F(SetUserEventStatus, int_t, (event, int_t))                                                   \
    F(RetainEvent, int_t, (event))                                                                 \
    F(ReleaseEvent, int_t, (event))                                                                \
    F(Flush, int_t, (command_queue))                                                               \
    F(EnqueueReadBuffer, int_t,                                                                    \
      (command_queue, buffer, bool_t, std::size_t, std::size_t, void *, uint_t, const event *,     \
       event *))                                                                                   \
    F(EnqueueWriteBuffer, int_t,                                                                   \
      (command_queue, buffer, bool_t, std::size_t, std::size_t, const void *, uint_t,              \
       const event *, event *))                                                                    \
    F(EnqueueCopyBuffer, int_t,                                                                    \
      (command_queue, buffer, buffer, std::size_t, std::size_t, std::size_t, uint_t,               \
       const event *, event *))                                                                    \
    F(EnqueueFillBuffer, int_t,                                                                    \
      (command_queue, buffer, const void *, std::size_t, std::size_t, std::size_t, uint_t,         \
       const event *, event *))                                                                    \
    F(EnqueueMapBuffer, void *,                                                                    \
      (command_queue, buffer, bool_t, bits_t, std::size_t, std::size_t, uint_t, const event *,     \
       event *, int_t *))                                                                          \
    F(EnqueueUnmapMemObject, int_t,                                                                \
      (command_queue, buffer, void *, uint_t, const event *, event *))                             \
    F(EnqueueNDRangeKernel, int_t,                                                                 \
      (command_queue, kernel, uint_t, const std::size_t *, const std::size_t *,                    \
       const std::size_t *, uint_t, const event *, event *))                                       \
    F(EnqueueMarkerWithWaitList, int_t, (command_queue, uint_t, const event *, event *))           \
    F(EnqueueBarrierWithWaitList, int_t, (command_queue, uint_t, const event *, event *))

#define CN_OPENCL_OPTIONAL(F)                                                                      \
    F(SVMAlloc, void *, (context, bits_t, std::size_t, uint_t))                                    \
    F(SVMFree, void, (context, void *))                                                            \
    F(SetKernelArgSVMPointer, int_t, (kernel, uint_t, const void *))                               \
    F(SetKernelExecInfo, int_t, (kernel, uint_t, std::size_t, const void *))                       \
    F(EnqueueSVMMemcpy, int_t,                                                                     \
      (command_queue, bool_t, void *, const void *, std::size_t, uint_t, const event *, event *))  \
    F(EnqueueSVMMemFill, int_t,                                                                    \
      (command_queue, void *, const void *, std::size_t, std::size_t, uint_t, const event *,       \
       event *))                                                                                   \
    F(EnqueueSVMMap, int_t,                                                                        \
      (command_queue, bool_t, bits_t, void *, std::size_t, uint_t, const event *, event *))        \
    F(EnqueueSVMUnmap, int_t, (command_queue, void *, uint_t, const event *, event *))

namespace cn::types {
struct module;
} // namespace cn::types

namespace cn::opencl {

/// The functions of a driver, which are OpenCL's; `loaded` is false where there is none.
struct library {
#define CN_DECLARE(name, result, parameters) result(*name) parameters = nullptr;
    CN_OPENCL_REQUIRED(CN_DECLARE)
    CN_OPENCL_OPTIONAL(CN_DECLARE)
#undef CN_DECLARE
    bool loaded = false;
    bool svm = false;
    /// Of a driver whose kernels are functions of the program: what stands for a module's program.
    program (*kernels_of)(const types::module &source) = nullptr;
};

/// The driver that the program runs on. Throws nothing: `loaded` tells.
library choose_library();

/// The process's driver, chosen at the first call.
inline const library &cl() {
    static const library chosen = choose_library();
    return chosen;
}

} // namespace cn::opencl

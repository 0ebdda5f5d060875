// SPDX-License-Identifier: MIT
// Devices and contexts of the driver interface. A context names a device; all contexts of one device
// share its memory, its null stream and its errors. Each host thread has a stack of contexts, whose
// top one says which device is current.
#pragma once

#include <cstddef>

#include "../device.hpp"
#include "../handles.hpp"
#include "device_attribute_list.hpp"
#include "result.hpp"

namespace cn::types {

using driver_device = int;

struct driver_uuid {
    char bytes[16];
};

struct driver_device_properties {
    int maxThreadsPerBlock;
    int maxThreadsDim[3];
    int maxGridSize[3];
    int sharedMemPerBlock;
    int totalConstantMemory;
    int SIMDWidth;
    int memPitch;
    int regsPerBlock;
    int clockRate;
    int textureAlign;
};

#define CN_ROW(value, name) name = value,
enum driver_device_attribute : int { CN_DRIVER_DEVICE_ATTRIBUTES(CN_ROW) };
#undef CN_ROW

/// What a context is made with from CUDA 13 on; nothing in it has a meaning here.
struct driver_context_parameters {
    void *execAffinityParams;
    int numExecAffinityParams;
    void *cigParams;
};

} // namespace cn::types

namespace cn {

driver_result driver_init(unsigned flags) noexcept;

driver_result driver_driver_get_version(int *version) noexcept;

driver_result driver_device_get(driver_device *found, int ordinal) noexcept;

driver_result driver_device_get_count(int *count) noexcept;

driver_result driver_device_get_name(char *name, int length, driver_device d) noexcept;

driver_result driver_device_total_mem(std::size_t *bytes, driver_device d) noexcept;

/// The ordinal, in 16 bytes: OpenCL has no number of a device that lasts.
driver_result driver_device_get_uuid(driver_uuid *uuid, driver_device d) noexcept;

driver_result driver_device_compute_capability(int *major, int *minor, driver_device d) noexcept;

/// Zero for what no device of this interface has (layered textures, virtual memory management ...).
driver_result driver_device_get_attribute(int *value, driver_device_attribute attribute,
                                          driver_device d) noexcept;

driver_result driver_device_get_properties(driver_device_properties *properties,
                                           driver_device d) noexcept;

driver_result driver_device_can_access_peer(int *can, driver_device d, driver_device peer) noexcept;

driver_result driver_ctx_create(driver_context *created, unsigned flags, driver_device d) noexcept;

driver_result driver_ctx_create(driver_context *created, driver_context_parameters *,
                                unsigned flags, driver_device d) noexcept;

/// Waits for the context's device. Memory of the context stays until it is freed or the program ends.
driver_result driver_ctx_destroy(driver_context c) noexcept;

driver_result driver_ctx_push_current(driver_context c) noexcept;

/// `popped` may be null.
driver_result driver_ctx_pop_current(driver_context *popped) noexcept;

/// Replaces the top of the stack; null only takes it away.
driver_result driver_ctx_set_current(driver_context c) noexcept;

driver_result driver_ctx_get_current(driver_context *current) noexcept;

driver_result driver_ctx_get_device(driver_device *ordinal) noexcept;

driver_result driver_ctx_get_flags(unsigned *flags) noexcept;

/// The version of CUDA's driver interface from which on contexts work as these do.
driver_result driver_ctx_get_api_version(driver_context, unsigned *version) noexcept;

driver_result driver_ctx_synchronize() noexcept;

driver_result driver_ctx_set_limit(limit which, std::size_t value) noexcept;

driver_result driver_ctx_get_limit(std::size_t *value, limit which) noexcept;

driver_result driver_ctx_set_cache_config(func_cache config) noexcept;

driver_result driver_ctx_get_cache_config(func_cache *config) noexcept;

driver_result driver_ctx_set_shared_mem_config(shared_mem_config config) noexcept;

driver_result driver_ctx_get_shared_mem_config(shared_mem_config *config) noexcept;

driver_result driver_ctx_enable_peer_access(driver_context peer, unsigned flags) noexcept;

driver_result driver_ctx_disable_peer_access(driver_context peer) noexcept;

driver_result driver_device_primary_ctx_retain(driver_context *retained, driver_device d) noexcept;

/// The primary context lives as long as the program.
driver_result driver_device_primary_ctx_release(driver_device d) noexcept;

driver_result driver_device_primary_ctx_get_state(driver_device d, unsigned *flags,
                                                  int *active) noexcept;

driver_result driver_device_primary_ctx_set_flags(driver_device d, unsigned flags) noexcept;

driver_result driver_device_primary_ctx_reset(driver_device d) noexcept;

driver_result driver_profiler_start() noexcept;
driver_result driver_profiler_stop() noexcept;

} // namespace cn

// SPDX-License-Identifier: MIT
// Devices: which there are, which is current, what they can do, waiting for them.
#pragma once

#include <cstddef>

#include "device_attribute_list.hpp"
#include "device_properties.hpp"
#include "error.hpp"
#include "version.hpp"

namespace cn::types {

#define CN_ROW(value, name, property) name = value,
enum device_attr : int { CN_DEVICE_ATTRIBUTES(CN_ROW) };
#undef CN_ROW

enum device_p2p_attr : int {
    dev_p2p_attr_performance_rank = 1,
    dev_p2p_attr_access_supported = 2,
    dev_p2p_attr_native_atomic_supported = 3,
    dev_p2p_attr_cuda_array_access_supported = 4,
};

enum limit : int {
    limit_stack_size = 0,
    limit_printf_fifo_size = 1,
    limit_malloc_heap_size = 2,
    limit_dev_runtime_sync_depth = 3,
    limit_dev_runtime_pending_launch_count = 4,
    limit_max_l2_fetch_granularity = 5,
    limit_persisting_l2_cache_size = 6,
};

enum func_cache : int {
    func_cache_prefer_none = 0,
    func_cache_prefer_shared = 1,
    func_cache_prefer_l1 = 2,
    func_cache_prefer_equal = 3,
};

enum shared_mem_config : int {
    shared_mem_bank_size_default = 0,
    shared_mem_bank_size_four_byte = 1,
    shared_mem_bank_size_eight_byte = 2,
};

enum compute_mode : int {
    compute_mode_default = 0,
    compute_mode_exclusive = 1,
    compute_mode_prohibited = 2,
    compute_mode_exclusive_process = 3,
};

inline constexpr unsigned device_schedule_auto = 0;
inline constexpr unsigned device_schedule_spin = 1;
inline constexpr unsigned device_schedule_yield = 2;
inline constexpr unsigned device_schedule_blocking_sync = 4;
inline constexpr unsigned device_blocking_sync = 4;
inline constexpr unsigned device_schedule_mask = 7;
inline constexpr unsigned device_map_host = 8;
inline constexpr unsigned device_lmem_resize_to_max = 16;
inline constexpr unsigned device_sync_memops = 0x80;
inline constexpr unsigned device_mask = 0xFF;
inline constexpr unsigned init_device_flags_are_valid = 1;
inline constexpr unsigned peer_access_default = 0;

} // namespace cn::types

namespace cn {

/// How many devices there are; without any, 0 and error_no_device or error_insufficient_driver.
error_t get_device_count(int *count) noexcept;

/// This host thread uses the device with this ordinal from now on.
error_t set_device(int ordinal) noexcept;

error_t get_device(int *ordinal) noexcept;

error_t get_device_properties(device_prop *properties, int ordinal) noexcept;

/// error_invalid_value for attributes that are not known here.
error_t device_get_attribute(int *value, device_attr attribute, int ordinal) noexcept;

/// The first device that has the memory and the compute capability asked for, else device 0.
error_t choose_device(int *ordinal, const device_prop *wanted) noexcept;

/// Waits for all work of the current device. Reports failed kernels.
error_t device_synchronize() noexcept;

error_t thread_synchronize() noexcept;

/// Waits for the current device, then gives up its memory, its created streams and its error.
error_t device_reset() noexcept;

error_t thread_exit() noexcept;

/// The version of CUDA that a device of this interface is compatible with.
error_t driver_get_version(int *version) noexcept;

error_t runtime_get_version(int *version) noexcept;

/// Hints on how the host waits; remembered.
error_t set_device_flags(unsigned flags) noexcept;

error_t get_device_flags(unsigned *flags) noexcept;

error_t device_set_limit(limit which, std::size_t value) noexcept;

error_t device_get_limit(std::size_t *value, limit which) noexcept;

error_t device_set_cache_config(func_cache config) noexcept;

error_t device_get_cache_config(func_cache *config) noexcept;

error_t device_set_shared_mem_config(shared_mem_config config) noexcept;

error_t device_get_shared_mem_config(shared_mem_config *config) noexcept;

/// No device uses another's memory directly; copies between them work.
error_t device_can_access_peer(int *can, int ordinal, int peer) noexcept;

error_t device_get_p2p_attribute(int *value, device_p2p_attr, int from, int to) noexcept;

error_t device_enable_peer_access(int peer, unsigned flags) noexcept;

error_t device_disable_peer_access(int peer) noexcept;

/// Nothing to start or stop: profilers of OpenCL see the whole program.
error_t profiler_start() noexcept;
error_t profiler_stop() noexcept;

} // namespace cn

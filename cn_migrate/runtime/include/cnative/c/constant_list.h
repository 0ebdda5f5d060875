// SPDX-License-Identifier: MIT
// Tables of the constants of the C interface that the C++ interface does not keep in tables: value and
// name, one table for each enumeration, and one for the flags. Values are those of the CUDA runtime API.
#pragma once

// clang-format off
#define CN_MEMCPY_KINDS(ROW) \
    ROW(0, memcpy_host_to_host) \
    ROW(1, memcpy_host_to_device) \
    ROW(2, memcpy_device_to_host) \
    ROW(3, memcpy_device_to_device) \
    ROW(4, memcpy_default)

#define CN_MEMORY_TYPES(ROW) \
    ROW(0, memory_type_unregistered) \
    ROW(1, memory_type_host) \
    ROW(2, memory_type_device) \
    ROW(3, memory_type_managed)

#define CN_MEMORY_ADVICE(ROW) \
    ROW(1, mem_advise_set_read_mostly) \
    ROW(2, mem_advise_unset_read_mostly) \
    ROW(3, mem_advise_set_preferred_location) \
    ROW(4, mem_advise_unset_preferred_location) \
    ROW(5, mem_advise_set_accessed_by) \
    ROW(6, mem_advise_unset_accessed_by)

#define CN_LIMITS(ROW) \
    ROW(0, limit_stack_size) \
    ROW(1, limit_printf_fifo_size) \
    ROW(2, limit_malloc_heap_size) \
    ROW(3, limit_dev_runtime_sync_depth) \
    ROW(4, limit_dev_runtime_pending_launch_count) \
    ROW(5, limit_max_l2_fetch_granularity) \
    ROW(6, limit_persisting_l2_cache_size)

#define CN_FUNC_CACHES(ROW) \
    ROW(0, func_cache_prefer_none) \
    ROW(1, func_cache_prefer_shared) \
    ROW(2, func_cache_prefer_l1) \
    ROW(3, func_cache_prefer_equal)

#define CN_SHARED_MEM_CONFIGS(ROW) \
    ROW(0, shared_mem_bank_size_default) \
    ROW(1, shared_mem_bank_size_four_byte) \
    ROW(2, shared_mem_bank_size_eight_byte)

#define CN_COMPUTE_MODES(ROW) \
    ROW(0, compute_mode_default) \
    ROW(1, compute_mode_exclusive) \
    ROW(2, compute_mode_prohibited) \
    ROW(3, compute_mode_exclusive_process)

#define CN_FUNC_ATTRIBUTES(ROW) \
    ROW(8, func_attribute_max_dynamic_shared_memory_size) \
    ROW(9, func_attribute_preferred_shared_memory_carveout)

#define CN_SHARED_CARVEOUTS(ROW) \
    ROW(-1, sharedmem_carveout_default) \
    ROW(0, sharedmem_carveout_max_l1) \
    ROW(100, sharedmem_carveout_max_shared)

#define CN_FLAGS(ROW) \
    ROW(0, host_alloc_default) \
    ROW(1, host_alloc_portable) \
    ROW(2, host_alloc_mapped) \
    ROW(4, host_alloc_write_combined) \
    ROW(0, host_register_default) \
    ROW(1, host_register_portable) \
    ROW(2, host_register_mapped) \
    ROW(4, host_register_io_memory) \
    ROW(8, host_register_read_only) \
    ROW(1, mem_attach_global) \
    ROW(2, mem_attach_host) \
    ROW(4, mem_attach_single) \
    ROW(-1, cpu_device_id) \
    ROW(-2, invalid_device_id) \
    ROW(0, stream_default) \
    ROW(1, stream_non_blocking) \
    ROW(0, event_default) \
    ROW(1, event_blocking_sync) \
    ROW(2, event_disable_timing) \
    ROW(4, event_interprocess) \
    ROW(0, event_record_default) \
    ROW(1, event_record_external) \
    ROW(0, event_wait_default) \
    ROW(1, event_wait_external) \
    ROW(0, device_schedule_auto) \
    ROW(1, device_schedule_spin) \
    ROW(2, device_schedule_yield) \
    ROW(4, device_schedule_blocking_sync) \
    ROW(4, device_blocking_sync) \
    ROW(7, device_schedule_mask) \
    ROW(8, device_map_host) \
    ROW(16, device_lmem_resize_to_max) \
    ROW(0xFF, device_mask) \
    ROW(0, occupancy_default) \
    ROW(1, occupancy_disable_caching_override)
// clang-format on

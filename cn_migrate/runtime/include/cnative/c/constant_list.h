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

#define CN_P2P_ATTRIBUTES(ROW) \
    ROW(1, dev_p2p_attr_performance_rank) \
    ROW(2, dev_p2p_attr_access_supported) \
    ROW(3, dev_p2p_attr_native_atomic_supported) \
    ROW(4, dev_p2p_attr_cuda_array_access_supported)

#define CN_DATA_TYPES(ROW) \
    ROW(0, data_r_32f) \
    ROW(1, data_r_64f) \
    ROW(2, data_r_16f) \
    ROW(3, data_r_8i) \
    ROW(4, data_c_32f) \
    ROW(5, data_c_64f) \
    ROW(6, data_c_16f) \
    ROW(7, data_c_8i) \
    ROW(8, data_r_8u) \
    ROW(9, data_c_8u) \
    ROW(10, data_r_32i) \
    ROW(11, data_c_32i) \
    ROW(12, data_r_32u) \
    ROW(13, data_c_32u) \
    ROW(14, data_r_16bf) \
    ROW(15, data_c_16bf) \
    ROW(16, data_r_4i) \
    ROW(17, data_c_4i) \
    ROW(18, data_r_4u) \
    ROW(19, data_c_4u) \
    ROW(20, data_r_16i) \
    ROW(21, data_c_16i) \
    ROW(22, data_r_16u) \
    ROW(23, data_c_16u) \
    ROW(24, data_r_64i) \
    ROW(25, data_c_64i) \
    ROW(26, data_r_64u) \
    ROW(27, data_c_64u) \
    ROW(28, data_r_8f_e4m3) \
    ROW(29, data_r_8f_e5m2)

#define CN_ACCESS_PROPERTIES(ROW) \
    ROW(0, access_property_normal) \
    ROW(1, access_property_streaming) \
    ROW(2, access_property_persisting)

#define CN_SYNC_POLICIES(ROW) \
    ROW(1, sync_policy_auto) \
    ROW(2, sync_policy_spin) \
    ROW(3, sync_policy_yield) \
    ROW(4, sync_policy_blocking_sync)

#define CN_CLUSTER_POLICIES(ROW) \
    ROW(0, cluster_scheduling_policy_default) \
    ROW(1, cluster_scheduling_policy_spread) \
    ROW(2, cluster_scheduling_policy_load_balancing)

#define CN_LAUNCH_ATTRIBUTES(ROW) \
    ROW(0, launch_attribute_ignore) \
    ROW(1, launch_attribute_access_policy_window) \
    ROW(2, launch_attribute_cooperative) \
    ROW(3, launch_attribute_synchronization_policy) \
    ROW(4, launch_attribute_cluster_dimension) \
    ROW(5, launch_attribute_cluster_scheduling_policy_preference) \
    ROW(6, launch_attribute_programmatic_stream_serialization) \
    ROW(7, launch_attribute_programmatic_event) \
    ROW(8, launch_attribute_priority)

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
    ROW(0x80, device_sync_memops) \
    ROW(0xFF, device_mask) \
    ROW(1, init_device_flags_are_valid) \
    ROW(0, peer_access_default) \
    ROW(0, occupancy_default) \
    ROW(1, occupancy_disable_caching_override)
// clang-format on

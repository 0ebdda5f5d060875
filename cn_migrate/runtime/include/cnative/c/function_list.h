// SPDX-License-Identifier: MIT
// Table of the functions of the C interface that return an error: name, parameters, and how the C++
// function of the same name, which says what it does, is called. CN_SYMBOL is a device variable that
// is given by its address.
#pragma once

// clang-format off
#define CN_FUNCTIONS(ROW) \
    ROW(get_last_error, (void), ()) \
    ROW(peek_at_last_error, (void), ()) \
    ROW(get_device_count, (int *count), (count)) \
    ROW(set_device, (int device), (device)) \
    ROW(get_device, (int *device), (device)) \
    ROW(get_device_properties, (cn_device_prop *properties, int device), (properties, device)) \
    ROW(device_get_attribute, (int *value, cn_device_attr attribute, int device), (value, attribute, device)) \
    ROW(choose_device, (int *device, const cn_device_prop *wanted), (device, wanted)) \
    ROW(init_device, (int device, unsigned int device_flags, unsigned int flags), (device, device_flags, flags)) \
    ROW(set_valid_devices, (int *devices, int count), (devices, count)) \
    ROW(device_get_pci_bus_id, (char *id, int length, int device), (id, length, device)) \
    ROW(device_get_by_pci_bus_id, (int *device, const char *id), (device, id)) \
    ROW(thread_set_limit, (cn_limit limit, size_t value), (limit, value)) \
    ROW(thread_get_limit, (size_t *value, cn_limit limit), (value, limit)) \
    ROW(thread_set_cache_config, (cn_func_cache config), (config)) \
    ROW(thread_get_cache_config, (cn_func_cache *config), (config)) \
    ROW(device_get_p2p_attribute, (int *value, cn_device_p2p_attr attribute, int from, int to), (value, attribute, from, to)) \
    ROW(device_synchronize, (void), ()) \
    ROW(thread_synchronize, (void), ()) \
    ROW(device_reset, (void), ()) \
    ROW(thread_exit, (void), ()) \
    ROW(driver_get_version, (int *version), (version)) \
    ROW(runtime_get_version, (int *version), (version)) \
    ROW(set_device_flags, (unsigned int flags), (flags)) \
    ROW(get_device_flags, (unsigned int *flags), (flags)) \
    ROW(device_set_limit, (cn_limit limit, size_t value), (limit, value)) \
    ROW(device_get_limit, (size_t *value, cn_limit limit), (value, limit)) \
    ROW(device_set_cache_config, (cn_func_cache config), (config)) \
    ROW(device_get_cache_config, (cn_func_cache *config), (config)) \
    ROW(device_set_shared_mem_config, (cn_shared_mem_config config), (config)) \
    ROW(device_get_shared_mem_config, (cn_shared_mem_config *config), (config)) \
    ROW(device_get_stream_priority_range, (int *least, int *greatest), (least, greatest)) \
    ROW(device_can_access_peer, (int *can, int device, int peer), (can, device, peer)) \
    ROW(device_enable_peer_access, (int peer, unsigned int flags), (peer, flags)) \
    ROW(device_disable_peer_access, (int peer), (peer)) \
    ROW(profiler_start, (void), ()) \
    ROW(profiler_stop, (void), ()) \
    ROW(malloc, (void **pointer, size_t size), (pointer, size)) \
    ROW(malloc_pitch, (void **pointer, size_t *pitch, size_t width, size_t height), (pointer, pitch, width, height)) \
    ROW(malloc_managed, (void **pointer, size_t size, unsigned int flags), (pointer, size, flags)) \
    ROW(malloc_host, (void **pointer, size_t size), (pointer, size)) \
    ROW(malloc_async, (void **pointer, size_t size, cn_stream_t stream), (pointer, size, stream)) \
    ROW(host_alloc, (void **pointer, size_t size, unsigned int flags), (pointer, size, flags)) \
    ROW(free, (void *pointer), (pointer)) \
    ROW(free_host, (void *pointer), (pointer)) \
    ROW(free_async, (void *pointer, cn_stream_t stream), (pointer, stream)) \
    ROW(host_register, (void *pointer, size_t size, unsigned int flags), (pointer, size, flags)) \
    ROW(host_unregister, (void *pointer), (pointer)) \
    ROW(host_get_device_pointer, (void **on_device, void *on_host, unsigned int flags), (on_device, on_host, flags)) \
    ROW(host_get_flags, (unsigned int *flags, void *pointer), (flags, pointer)) \
    ROW(mem_get_info, (size_t *free_bytes, size_t *total_bytes), (free_bytes, total_bytes)) \
    ROW(pointer_get_attributes, (cn_pointer_attributes *attributes, const void *pointer), (attributes, pointer)) \
    ROW(mem_advise, (const void *pointer, size_t size, cn_memory_advise advice, int device), (pointer, size, advice, device)) \
    ROW(mem_prefetch_async, (const void *pointer, size_t size, int device, cn_stream_t stream), (pointer, size, device, stream)) \
    ROW(memcpy, (void *to, const void *from, size_t count, cn_memcpy_kind kind), (to, from, count, kind)) \
    ROW(memcpy_async, (void *to, const void *from, size_t count, cn_memcpy_kind kind, cn_stream_t stream), (to, from, count, kind, stream)) \
    ROW(memcpy_2d, (void *to, size_t to_pitch, const void *from, size_t from_pitch, size_t width, size_t height, cn_memcpy_kind kind), (to, to_pitch, from, from_pitch, width, height, kind)) \
    ROW(memcpy_2d_async, (void *to, size_t to_pitch, const void *from, size_t from_pitch, size_t width, size_t height, cn_memcpy_kind kind, cn_stream_t stream), (to, to_pitch, from, from_pitch, width, height, kind, stream)) \
    ROW(memcpy_peer, (void *to, int to_device, const void *from, int from_device, size_t count), (to, to_device, from, from_device, count)) \
    ROW(memcpy_peer_async, (void *to, int to_device, const void *from, int from_device, size_t count, cn_stream_t stream), (to, to_device, from, from_device, count, stream)) \
    ROW(memcpy_to_symbol, (const void *symbol, const void *from, size_t count, size_t offset, cn_memcpy_kind kind), (CN_SYMBOL(symbol), from, count, offset, kind)) \
    ROW(memcpy_to_symbol_async, (const void *symbol, const void *from, size_t count, size_t offset, cn_memcpy_kind kind, cn_stream_t stream), (CN_SYMBOL(symbol), from, count, offset, kind, stream)) \
    ROW(memcpy_from_symbol, (void *to, const void *symbol, size_t count, size_t offset, cn_memcpy_kind kind), (to, CN_SYMBOL(symbol), count, offset, kind)) \
    ROW(memcpy_from_symbol_async, (void *to, const void *symbol, size_t count, size_t offset, cn_memcpy_kind kind, cn_stream_t stream), (to, CN_SYMBOL(symbol), count, offset, kind, stream)) \
    ROW(get_symbol_address, (void **pointer, const void *symbol), (pointer, CN_SYMBOL(symbol))) \
    ROW(get_symbol_size, (size_t *size, const void *symbol), (size, CN_SYMBOL(symbol))) \
    ROW(memset, (void *to, int value, size_t count), (to, value, count)) \
    ROW(memset_async, (void *to, int value, size_t count, cn_stream_t stream), (to, value, count, stream)) \
    ROW(memset_2d, (void *to, size_t pitch, int value, size_t width, size_t height), (to, pitch, value, width, height)) \
    ROW(memset_2d_async, (void *to, size_t pitch, int value, size_t width, size_t height, cn_stream_t stream), (to, pitch, value, width, height, stream)) \
    ROW(stream_create, (cn_stream_t *created), (created)) \
    ROW(stream_create_with_flags, (cn_stream_t *created, unsigned int flags), (created, flags)) \
    ROW(stream_create_with_priority, (cn_stream_t *created, unsigned int flags, int priority), (created, flags, priority)) \
    ROW(stream_destroy, (cn_stream_t stream), (stream)) \
    ROW(stream_synchronize, (cn_stream_t stream), (stream)) \
    ROW(stream_query, (cn_stream_t stream), (stream)) \
    ROW(stream_wait_event, (cn_stream_t stream, cn_event_t awaited, unsigned int flags), (stream, awaited, flags)) \
    ROW(stream_get_flags, (cn_stream_t stream, unsigned int *flags), (stream, flags)) \
    ROW(stream_get_priority, (cn_stream_t stream, int *priority), (stream, priority)) \
    ROW(stream_get_id, (cn_stream_t stream, unsigned long long *id), (stream, id)) \
    ROW(stream_get_device, (cn_stream_t stream, int *device), (stream, device)) \
    ROW(stream_copy_attributes, (cn_stream_t to, cn_stream_t from), (to, from)) \
    ROW(ctx_reset_persisting_l2_cache, (void), ()) \
    ROW(stream_add_callback, (cn_stream_t stream, cn_stream_callback_t callback, void *user_data, unsigned int flags), (stream, callback, user_data, flags)) \
    ROW(stream_attach_mem_async, (cn_stream_t stream, void *pointer, size_t length, unsigned int flags), (stream, pointer, length, flags)) \
    ROW(launch_host_func, (cn_stream_t stream, cn_host_fn_t function, void *user_data), (stream, function, user_data)) \
    ROW(event_create, (cn_event_t *created), (created)) \
    ROW(event_create_with_flags, (cn_event_t *created, unsigned int flags), (created, flags)) \
    ROW(event_destroy, (cn_event_t event), (event)) \
    ROW(event_record, (cn_event_t event, cn_stream_t stream), (event, stream)) \
    ROW(event_record_with_flags, (cn_event_t event, cn_stream_t stream, unsigned int flags), (event, stream, flags)) \
    ROW(event_synchronize, (cn_event_t event), (event)) \
    ROW(event_query, (cn_event_t event), (event)) \
    ROW(event_elapsed_time, (float *milliseconds, cn_event_t start, cn_event_t end), (milliseconds, start, end)) \
    ROW(launch_kernel, (const void *kernel, dim3 grid, dim3 block, void **arguments, size_t shared_bytes, cn_stream_t stream), (kernel, grid, block, arguments, shared_bytes, stream)) \
    ROW(func_get_attributes, (cn_func_attributes *attributes, const void *kernel), (attributes, kernel)) \
    ROW(func_set_attribute, (const void *kernel, cn_func_attribute attribute, int value), (kernel, attribute, value)) \
    ROW(launch_kernel_ex_c, (const cn_launch_config_t *config, const void *kernel, void **arguments), (config, kernel, arguments)) \
    ROW(stream_set_attribute, (cn_stream_t stream, cn_launch_attribute_id id, const cn_launch_attribute_value *value), (stream, id, value)) \
    ROW(stream_get_attribute, (cn_stream_t stream, cn_launch_attribute_id id, cn_launch_attribute_value *value), (stream, id, value)) \
    ROW(func_get_name, (const char **name, const void *kernel), (name, kernel)) \
    ROW(func_set_cache_config, (const void *kernel, cn_func_cache config), (kernel, config)) \
    ROW(func_set_shared_mem_config, (const void *kernel, cn_shared_mem_config config), (kernel, config)) \
    ROW(occupancy_max_active_blocks_per_multiprocessor_with_flags, (int *blocks, const void *kernel, int block_threads, size_t dynamic_bytes, unsigned int flags), (blocks, kernel, block_threads, dynamic_bytes, flags)) \
    ROW(occupancy_available_dynamic_smem_per_block, (size_t *dynamic_bytes, const void *kernel, int blocks, int block_threads), (dynamic_bytes, kernel, blocks, block_threads)) \
    ROW(occupancy_max_active_blocks_per_multiprocessor, (int *blocks, const void *kernel, int block_threads, size_t dynamic_bytes), (blocks, kernel, block_threads, dynamic_bytes))
// clang-format on

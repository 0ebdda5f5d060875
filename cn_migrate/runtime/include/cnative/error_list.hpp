// SPDX-License-Identifier: MIT
// Table of error codes: value, name, text. Values and names are those of the CUDA runtime API's
// documentation ("enum cudaError"), so that programs which print or compare numbers keep working.
#pragma once

// clang-format off
#define CN_ERRORS(ROW) \
    ROW(0, success, "no error") \
    ROW(1, error_invalid_value, "invalid argument") \
    ROW(2, error_memory_allocation, "out of memory") \
    ROW(3, error_initialization_error, "initialization error") \
    ROW(4, error_cudart_unloading, "driver shutting down") \
    ROW(5, error_profiler_disabled, "profiler disabled while using external profiling tool") \
    ROW(6, error_profiler_not_initialized, "profiler not initialized") \
    ROW(7, error_profiler_already_started, "profiler already started") \
    ROW(8, error_profiler_already_stopped, "profiler already stopped") \
    ROW(9, error_invalid_configuration, "invalid configuration argument") \
    ROW(10, error_version_translation, "an error occurred while translating versions") \
    ROW(12, error_invalid_pitch_value, "invalid pitch argument") \
    ROW(13, error_invalid_symbol, "invalid device symbol") \
    ROW(16, error_invalid_host_pointer, "invalid host pointer") \
    ROW(17, error_invalid_device_pointer, "invalid device pointer") \
    ROW(18, error_invalid_texture, "invalid texture reference") \
    ROW(19, error_invalid_texture_binding, "texture is not bound to a pointer") \
    ROW(20, error_invalid_channel_descriptor, "invalid channel descriptor") \
    ROW(21, error_invalid_memcpy_direction, "invalid copy direction for memcpy") \
    ROW(22, error_address_of_constant, "address of a constant was taken") \
    ROW(23, error_texture_fetch_failed, "fetch from texture failed") \
    ROW(24, error_texture_not_bound, "cannot fetch from a texture that is not bound") \
    ROW(25, error_synchronization_error, "incorrect use of a barrier") \
    ROW(26, error_invalid_filter_setting, "linear filtering not supported for non-float type") \
    ROW(27, error_invalid_norm_setting, "read as normalized float not supported for 32-bit non float type") \
    ROW(28, error_mixed_device_execution, "device emulation mode and device execution mode cannot be mixed") \
    ROW(31, error_not_yet_implemented, "feature not yet implemented") \
    ROW(32, error_memory_value_too_large, "memory value too large") \
    ROW(34, error_stub_library, "driver is a stub library") \
    ROW(35, error_insufficient_driver, "driver is missing or too old") \
    ROW(36, error_call_requires_newer_driver, "API call is not supported by the installed driver") \
    ROW(37, error_invalid_surface, "invalid surface reference") \
    ROW(43, error_duplicate_variable_name, "duplicate global variable looked up by string name") \
    ROW(44, error_duplicate_texture_name, "duplicate texture looked up by string name") \
    ROW(45, error_duplicate_surface_name, "duplicate surface looked up by string name") \
    ROW(46, error_devices_unavailable, "all devices are busy or unavailable") \
    ROW(49, error_incompatible_driver_context, "incompatible driver context") \
    ROW(52, error_missing_configuration, "launch without configuration") \
    ROW(53, error_prior_launch_failure, "a prior launch failed") \
    ROW(65, error_launch_max_depth_exceeded, "launch would exceed maximum depth of nested launches") \
    ROW(66, error_launch_file_scoped_tex, "launch failed because it uses file-scoped textures") \
    ROW(67, error_launch_file_scoped_surf, "launch failed because it uses file-scoped surfaces") \
    ROW(68, error_sync_depth_exceeded, "synchronization depth exceeded") \
    ROW(69, error_launch_pending_count_exceeded, "too many pending nested launches") \
    ROW(98, error_invalid_device_function, "invalid device function") \
    ROW(100, error_no_device, "no device is detected") \
    ROW(101, error_invalid_device, "invalid device ordinal") \
    ROW(102, error_device_not_licensed, "device is not licensed") \
    ROW(103, error_software_validity_not_established, "software validity not established") \
    ROW(127, error_startup_failure, "internal startup failure") \
    ROW(200, error_invalid_kernel_image, "device kernel image is invalid") \
    ROW(201, error_device_uninitialized, "invalid device context") \
    ROW(205, error_map_buffer_object_failed, "mapping of buffer object failed") \
    ROW(206, error_unmap_buffer_object_failed, "unmapping of buffer object failed") \
    ROW(207, error_array_is_mapped, "array is mapped") \
    ROW(208, error_already_mapped, "resource already mapped") \
    ROW(209, error_no_kernel_image_for_device, "no kernel image is available for execution on the device") \
    ROW(210, error_already_acquired, "resource already acquired") \
    ROW(211, error_not_mapped, "resource not mapped") \
    ROW(212, error_not_mapped_as_array, "resource not mapped as array") \
    ROW(213, error_not_mapped_as_pointer, "resource not mapped as pointer") \
    ROW(214, error_ecc_uncorrectable, "uncorrectable ECC error encountered") \
    ROW(215, error_unsupported_limit, "limit is not supported on this architecture") \
    ROW(216, error_device_already_in_use, "exclusive-thread device already in use by a different thread") \
    ROW(217, error_peer_access_unsupported, "peer access is not supported between these two devices") \
    ROW(218, error_invalid_ptx, "kernel compilation failed") \
    ROW(219, error_invalid_graphics_context, "invalid graphics context") \
    ROW(220, error_nvlink_uncorrectable, "uncorrectable link error detected during the execution") \
    ROW(221, error_jit_compiler_not_found, "kernel compiler not found") \
    ROW(222, error_unsupported_ptx_version, "kernel was compiled with an unsupported toolchain") \
    ROW(223, error_jit_compilation_disabled, "kernel compilation was disabled") \
    ROW(224, error_unsupported_exec_affinity, "the provided execution affinity is not supported") \
    ROW(225, error_unsupported_dev_side_sync, "the requested device-side synchronization is not supported") \
    ROW(226, error_contained, "error contained to the process") \
    ROW(227, error_insufficient_loader_version, "loader is too old") \
    ROW(300, error_invalid_source, "device kernel source is invalid") \
    ROW(301, error_file_not_found, "file not found") \
    ROW(302, error_shared_object_symbol_not_found, "shared object symbol not found") \
    ROW(303, error_shared_object_init_failed, "shared object initialization failed") \
    ROW(304, error_operating_system, "OS call failed or operation not supported on this OS") \
    ROW(400, error_invalid_resource_handle, "invalid resource handle") \
    ROW(401, error_illegal_state, "the operation cannot be performed in the present state") \
    ROW(402, error_lossy_query, "the query would lose information") \
    ROW(500, error_symbol_not_found, "named symbol not found") \
    ROW(600, error_not_ready, "device not ready") \
    ROW(700, error_illegal_address, "an illegal memory access was encountered") \
    ROW(701, error_launch_out_of_resources, "too many resources requested for launch") \
    ROW(702, error_launch_timeout, "the launch timed out and was terminated") \
    ROW(703, error_launch_incompatible_texturing, "launch uses incompatible texturing mode") \
    ROW(704, error_peer_access_already_enabled, "peer access is already enabled") \
    ROW(705, error_peer_access_not_enabled, "peer access has not been enabled") \
    ROW(708, error_set_on_active_process, "cannot set while device is active in this process") \
    ROW(709, error_context_is_destroyed, "context is destroyed") \
    ROW(710, error_assert, "device-side assert triggered") \
    ROW(711, error_too_many_peers, "peer mapping resources exhausted") \
    ROW(712, error_host_memory_already_registered, "part or all of the requested memory range is already mapped") \
    ROW(713, error_host_memory_not_registered, "pointer does not correspond to a registered memory region") \
    ROW(714, error_hardware_stack_error, "hardware stack error") \
    ROW(715, error_illegal_instruction, "an illegal instruction was encountered") \
    ROW(716, error_misaligned_address, "misaligned address") \
    ROW(717, error_invalid_address_space, "operation not supported on this address space") \
    ROW(718, error_invalid_pc, "invalid program counter") \
    ROW(719, error_launch_failure, "unspecified launch failure") \
    ROW(720, error_cooperative_launch_too_large, "too many blocks in cooperative launch") \
    ROW(721, error_tensor_memory_leak, "tensor memory not freed") \
    ROW(800, error_not_permitted, "operation not permitted") \
    ROW(801, error_not_supported, "operation not supported") \
    ROW(802, error_system_not_ready, "system not yet initialized") \
    ROW(803, error_system_driver_mismatch, "system has unsupported display driver / compute driver combination") \
    ROW(804, error_compat_not_supported_on_device, "forward compatibility was attempted on non supported hardware") \
    ROW(805, error_mps_connection_failed, "connection to the sharing server failed") \
    ROW(806, error_mps_rpc_failure, "remote procedure call to the sharing server failed") \
    ROW(807, error_mps_server_not_ready, "sharing server is not ready") \
    ROW(808, error_mps_max_clients_reached, "too many clients of the sharing server") \
    ROW(809, error_mps_max_connections_reached, "too many connections to the sharing server") \
    ROW(810, error_mps_client_terminated, "client terminated by the sharing server") \
    ROW(811, error_cdp_not_supported, "nested launch is not supported") \
    ROW(812, error_cdp_version_mismatch, "version mismatch of nested launch") \
    ROW(900, error_stream_capture_unsupported, "operation not permitted when stream is capturing") \
    ROW(901, error_stream_capture_invalidated, "operation failed due to a previous error during capture") \
    ROW(902, error_stream_capture_merge, "operation would merge two capture sequences") \
    ROW(903, error_stream_capture_unmatched, "capture was not started in this stream") \
    ROW(904, error_stream_capture_unjoined, "capture has work that was not joined") \
    ROW(905, error_stream_capture_isolation, "dependency between a captured and an uncaptured stream") \
    ROW(906, error_stream_capture_implicit, "operation would depend on a capturing stream implicitly") \
    ROW(907, error_captured_event, "operation not permitted on an event last recorded in a capturing stream") \
    ROW(908, error_stream_capture_wrong_thread, "attempt to end a capture from another thread") \
    ROW(909, error_timeout, "timeout") \
    ROW(910, error_graph_exec_update_failure, "the graph update was not performed") \
    ROW(911, error_external_device, "external device error") \
    ROW(912, error_invalid_cluster_size, "invalid cluster size") \
    ROW(913, error_function_not_loaded, "function is not loaded") \
    ROW(914, error_invalid_resource_type, "invalid resource type") \
    ROW(915, error_invalid_resource_configuration, "invalid resource configuration") \
    ROW(999, error_unknown, "unknown error") \
    ROW(10000, error_api_failure_base, "API failure base")
// clang-format on

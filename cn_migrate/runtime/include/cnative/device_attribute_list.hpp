// SPDX-License-Identifier: MIT
// Table of device attributes: number, name, the property that answers. Numbers and names are those
// of the CUDA runtime API's documentation ("enum cudaDeviceAttr").
#pragma once

// clang-format off
#define CN_DEVICE_ATTRIBUTES(ROW) \
    ROW(1, dev_attr_max_threads_per_block, maxThreadsPerBlock) \
    ROW(2, dev_attr_max_block_dim_x, maxThreadsDim[0]) \
    ROW(3, dev_attr_max_block_dim_y, maxThreadsDim[1]) \
    ROW(4, dev_attr_max_block_dim_z, maxThreadsDim[2]) \
    ROW(5, dev_attr_max_grid_dim_x, maxGridSize[0]) \
    ROW(6, dev_attr_max_grid_dim_y, maxGridSize[1]) \
    ROW(7, dev_attr_max_grid_dim_z, maxGridSize[2]) \
    ROW(8, dev_attr_max_shared_memory_per_block, sharedMemPerBlock) \
    ROW(9, dev_attr_total_constant_memory, totalConstMem) \
    ROW(10, dev_attr_warp_size, warpSize) \
    ROW(11, dev_attr_max_pitch, memPitch) \
    ROW(12, dev_attr_max_registers_per_block, regsPerBlock) \
    ROW(13, dev_attr_clock_rate, clockRate) \
    ROW(14, dev_attr_texture_alignment, textureAlignment) \
    ROW(15, dev_attr_gpu_overlap, deviceOverlap) \
    ROW(16, dev_attr_multi_processor_count, multiProcessorCount) \
    ROW(17, dev_attr_kernel_exec_timeout, kernelExecTimeoutEnabled) \
    ROW(18, dev_attr_integrated, integrated) \
    ROW(19, dev_attr_can_map_host_memory, canMapHostMemory) \
    ROW(20, dev_attr_compute_mode, computeMode) \
    ROW(21, dev_attr_max_texture_1d_width, maxTexture1D) \
    ROW(22, dev_attr_max_texture_2d_width, maxTexture2D[0]) \
    ROW(23, dev_attr_max_texture_2d_height, maxTexture2D[1]) \
    ROW(24, dev_attr_max_texture_3d_width, maxTexture3D[0]) \
    ROW(25, dev_attr_max_texture_3d_height, maxTexture3D[1]) \
    ROW(26, dev_attr_max_texture_3d_depth, maxTexture3D[2]) \
    ROW(30, dev_attr_surface_alignment, surfaceAlignment) \
    ROW(31, dev_attr_concurrent_kernels, concurrentKernels) \
    ROW(32, dev_attr_ecc_enabled, ECCEnabled) \
    ROW(33, dev_attr_pci_bus_id, pciBusID) \
    ROW(34, dev_attr_pci_device_id, pciDeviceID) \
    ROW(35, dev_attr_tcc_driver, tccDriver) \
    ROW(36, dev_attr_memory_clock_rate, memoryClockRate) \
    ROW(37, dev_attr_global_memory_bus_width, memoryBusWidth) \
    ROW(38, dev_attr_l2_cache_size, l2CacheSize) \
    ROW(39, dev_attr_max_threads_per_multi_processor, maxThreadsPerMultiProcessor) \
    ROW(40, dev_attr_async_engine_count, asyncEngineCount) \
    ROW(41, dev_attr_unified_addressing, unifiedAddressing) \
    ROW(50, dev_attr_pci_domain_id, pciDomainID) \
    ROW(51, dev_attr_texture_pitch_alignment, texturePitchAlignment) \
    ROW(75, dev_attr_compute_capability_major, major) \
    ROW(76, dev_attr_compute_capability_minor, minor) \
    ROW(78, dev_attr_stream_priorities_supported, streamPrioritiesSupported) \
    ROW(79, dev_attr_global_l1_cache_supported, globalL1CacheSupported) \
    ROW(80, dev_attr_local_l1_cache_supported, localL1CacheSupported) \
    ROW(81, dev_attr_max_shared_memory_per_multiprocessor, sharedMemPerMultiprocessor) \
    ROW(82, dev_attr_max_registers_per_multiprocessor, regsPerMultiprocessor) \
    ROW(83, dev_attr_managed_memory, managedMemory) \
    ROW(84, dev_attr_is_multi_gpu_board, isMultiGpuBoard) \
    ROW(85, dev_attr_multi_gpu_board_group_id, multiGpuBoardGroupID) \
    ROW(86, dev_attr_host_native_atomic_supported, hostNativeAtomicSupported) \
    ROW(87, dev_attr_single_to_double_precision_perf_ratio, singleToDoublePrecisionPerfRatio) \
    ROW(88, dev_attr_pageable_memory_access, pageableMemoryAccess) \
    ROW(89, dev_attr_concurrent_managed_access, concurrentManagedAccess) \
    ROW(90, dev_attr_compute_preemption_supported, computePreemptionSupported) \
    ROW(91, dev_attr_can_use_host_pointer_for_registered_mem, canUseHostPointerForRegisteredMem) \
    ROW(95, dev_attr_cooperative_launch, cooperativeLaunch) \
    ROW(96, dev_attr_cooperative_multi_device_launch, cooperativeMultiDeviceLaunch) \
    ROW(97, dev_attr_max_shared_memory_per_block_optin, sharedMemPerBlockOptin) \
    ROW(99, dev_attr_host_register_supported, hostRegisterSupported) \
    ROW(100, dev_attr_pageable_memory_access_uses_host_page_tables, pageableMemoryAccessUsesHostPageTables) \
    ROW(101, dev_attr_direct_managed_mem_access_from_host, directManagedMemAccessFromHost) \
    ROW(106, dev_attr_max_blocks_per_multiprocessor, maxBlocksPerMultiProcessor) \
    ROW(108, dev_attr_max_persisting_l2_cache_size, persistingL2CacheMaxSize) \
    ROW(109, dev_attr_max_access_policy_window_size, accessPolicyMaxWindowSize) \
    ROW(111, dev_attr_reserved_shared_memory_per_block, reservedSharedMemPerBlock) \
    ROW(112, dev_attr_sparse_cuda_array_supported, sparseCudaArraySupported) \
    ROW(113, dev_attr_host_register_read_only_supported, hostRegisterReadOnlySupported) \
    ROW(115, dev_attr_memory_pools_supported, memoryPoolsSupported) \
    ROW(120, dev_attr_cluster_launch, clusterLaunch) \
    ROW(125, dev_attr_ipc_event_support, ipcEventSupported)
// clang-format on

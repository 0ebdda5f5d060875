// SPDX-License-Identifier: MIT
// What a device can do. What OpenCL does not tell is as on a device of compute capability 8.0 where
// programs size their work by it, else zero.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "cnative/device_properties.hpp"
#include "order.hpp"

namespace cn::opencl {

inline constexpr int registers_per_block = 65536;

inline int to_int(std::size_t value) {
    return static_cast<int>(std::min<std::size_t>(value, 0x7FFFFFFF));
}

inline void describe_memory(const device &d, device_prop &p) {
    const device_id id = d.info.device;
    const bool one_memory = query<bool_t>(id, device_info::host_unified_memory) != 0;
    const bool fine = d.mode == memory_mode::fine;
    p.totalGlobalMem = query<ulong_t>(id, device_info::global_mem_size);
    p.totalConstMem = std::min<std::size_t>(
        query<ulong_t>(id, device_info::max_constant_buffer_size), 65536);
    p.memPitch = 0x7FFFFFFF;
    p.sharedMemPerBlock = d.limits.shared_bytes;
    p.sharedMemPerBlockOptin = d.limits.shared_bytes_optin;
    p.sharedMemPerMultiprocessor = d.limits.shared_bytes_optin;
    p.l2CacheSize = to_int(query<ulong_t>(id, device_info::global_mem_cache_size));
    p.ECCEnabled = query<bool_t>(id, device_info::error_correction_support) != 0;
    p.integrated = one_memory;
    p.canMapHostMemory = 1;
    p.unifiedAddressing = 1;
    p.managedMemory = 1;
    p.concurrentManagedAccess = fine;
    p.hostNativeAtomicSupported = fine && one_memory;
    p.pageableMemoryAccess = d.sees_host_memory();
    p.canUseHostPointerForRegisteredMem = d.sees_host_memory() || d.mode == memory_mode::buffers;
    p.hostRegisterSupported = 1;
    p.memoryPoolsSupported = 1;
}

inline void describe_threads(const device &d, device_prop &p) {
    const device_id id = d.info.device;
    p.warpSize = static_cast<int>(warp_size);
    p.maxThreadsPerBlock = to_int(d.limits.block_threads);
    for (int i = 0; i < 3; ++i) {
        p.maxThreadsDim[i] = to_int(d.limits.block_dim[i]);
        p.maxGridSize[i] = to_int(cuda_grid_dim[i]);
    }
    p.multiProcessorCount = to_int(query<uint_t>(id, device_info::max_compute_units));
    p.clockRate = to_int(query<uint_t>(id, device_info::max_clock_frequency) * std::size_t{1000});
    p.maxThreadsPerMultiProcessor = to_int(cuda_threads_per_multiprocessor);
    p.maxBlocksPerMultiProcessor = to_int(cuda_blocks_per_multiprocessor);
    p.regsPerBlock = registers_per_block;
    p.regsPerMultiprocessor = registers_per_block;
    p.deviceOverlap = 1;
    p.asyncEngineCount = 1;
    p.concurrentKernels = 1;
    p.cooperativeLaunch = 1;
    p.singleToDoublePrecisionPerfRatio = d.info.fp64 ? 2 : 0;
}

inline void describe_images(const device &d, device_prop &p) {
    const device_id id = d.info.device;
    p.textureAlignment = 512;
    p.texturePitchAlignment = 32;
    p.surfaceAlignment = 512;
    p.maxTexture2D[0] = to_int(query<std::size_t>(id, device_info::image2d_max_width));
    p.maxTexture2D[1] = to_int(query<std::size_t>(id, device_info::image2d_max_height));
    p.maxTexture1D = p.maxTexture2D[0];
    p.maxTexture3D[0] = to_int(query<std::size_t>(id, device_info::image3d_max_width));
    p.maxTexture3D[1] = to_int(query<std::size_t>(id, device_info::image3d_max_height));
    p.maxTexture3D[2] = to_int(query<std::size_t>(id, device_info::image3d_max_depth));
}

inline device_prop properties_of(const device &d) {
    device_prop p{};
    std::strncpy(p.name, d.info.name.c_str(), sizeof p.name - 1);
    p.major = 8;
    p.minor = 0;
    p.pciDeviceID = d.ordinal;
    describe_memory(d, p);
    describe_threads(d, p);
    describe_images(d, p);
    return p;
}

} // namespace cn::opencl

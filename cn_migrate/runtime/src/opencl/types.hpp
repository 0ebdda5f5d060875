// SPDX-License-Identifier: MIT
// OpenCL's handles and constants, as far as this library uses them (OpenCL 3.0 API specification,
// appendix "CL.h"). Own spellings inside a namespace: they cannot clash with <CL/cl.h>.
#pragma once

#include <cstdint>

namespace cn::opencl {

using platform_id = struct platform_handle *;
using device_id = struct device_handle *;
using context = struct context_handle *;
using command_queue = struct command_queue_handle *;
using buffer = struct buffer_handle *;
using program = struct program_handle *;
using kernel = struct kernel_handle *;
using event = struct event_handle *;

using int_t = std::int32_t;
using uint_t = std::uint32_t;
using ulong_t = std::uint64_t;
using bool_t = std::uint32_t;
using bits_t = std::uint64_t;
using property_t = std::intptr_t;

enum status : int_t {
    ok = 0,
    mem_object_allocation_failure = -4,
    out_of_resources = -5,
    out_of_host_memory = -6,
    build_program_failure = -11,
    map_failure = -12,
    wait_list_event_failed = -14,
    invalid_value = -30,
    invalid_mem_object = -38,
    invalid_kernel_name = -46,
    invalid_arg_value = -50,
    invalid_work_group_size = -54,
    invalid_work_item_size = -55,
    invalid_operation = -59,
    invalid_buffer_size = -61,
    invalid_global_work_size = -63,
};

enum class platform_info : uint_t { version = 0x0901, name = 0x0902, vendor = 0x0903 };

enum class device_info : uint_t {
    type = 0x1000,
    max_compute_units = 0x1002,
    max_work_group_size = 0x1004,
    max_work_item_sizes = 0x1005,
    max_clock_frequency = 0x100C,
    max_mem_alloc_size = 0x1010,
    image2d_max_width = 0x1011,
    image2d_max_height = 0x1012,
    image3d_max_width = 0x1013,
    image3d_max_height = 0x1014,
    image3d_max_depth = 0x1015,
    single_fp_config = 0x101B,
    global_mem_cache_size = 0x101E,
    global_mem_size = 0x101F,
    max_constant_buffer_size = 0x1020,
    local_mem_size = 0x1023,
    error_correction_support = 0x1024,
    name = 0x102B,
    version = 0x102F,
    extensions = 0x1030,
    double_fp_config = 0x1032,
    host_unified_memory = 0x1035,
    opencl_c_version = 0x103D,
    svm_capabilities = 0x1053,
    kernel_clock_capabilities = 0x1076,
    sub_group_sizes = 0x4108, // cl_intel_required_subgroup_size
    single_fp_atomic_capabilities = 0x4231,
    double_fp_atomic_capabilities = 0x4232,
};

enum device_type : bits_t {
    device_type_cpu = 1U << 1U,
    device_type_gpu = 1U << 2U,
    device_type_accelerator = 1U << 3U,
    device_type_all = 0xFFFFFFFF,
};

inline constexpr bits_t fp_correctly_rounded_divide_sqrt = 1U << 7U;

enum svm_capability : bits_t {
    svm_coarse_buffer = 1U << 0U,
    svm_fine_buffer = 1U << 1U,
    svm_fine_system = 1U << 2U,
};

enum mem_flag : bits_t {
    mem_read_write = 1U << 0U,
    mem_use_host_ptr = 1U << 3U,
    mem_svm_fine_grain_buffer = 1U << 10U,
};

inline constexpr bits_t map_read_write = 3;
inline constexpr bits_t queue_profiling_enable = 1U << 1U;
inline constexpr property_t context_platform = 0x1084;
inline constexpr uint_t program_build_log = 0x1183;
inline constexpr uint_t kernel_num_args = 0x1191;
inline constexpr uint_t kernel_work_group_size = 0x11B0;
inline constexpr uint_t kernel_local_mem_size = 0x11B2;
inline constexpr uint_t kernel_private_mem_size = 0x11B4;
inline constexpr uint_t kernel_exec_info_svm_ptrs = 0x11B6;
inline constexpr uint_t event_command_execution_status = 0x11D3;
inline constexpr uint_t profiling_command_end = 0x1283;
inline constexpr int_t execution_complete = 0;

} // namespace cn::opencl

// SPDX-License-Identifier: MIT
// Optional features of OpenCL C 3.0 that device code asks for by their macros. A driver tells the
// host of them; not every driver's compiler defines the macros too, so the host does.
#pragma once

#include "device.hpp"

namespace cn::opencl {

struct feature {
    device_info question;
    bits_t bit;
    const char *macro;
};

/// Extensions cl_ext_float_atomics and cl_khr_kernel_clock.
inline constexpr feature features[] = {
    {device_info::single_fp_atomic_capabilities, 1U << 1U, "__opencl_c_ext_fp32_global_atomic_add"},
    {device_info::single_fp_atomic_capabilities, 1U << 17U, "__opencl_c_ext_fp32_local_atomic_add"},
    {device_info::double_fp_atomic_capabilities, 1U << 1U, "__opencl_c_ext_fp64_global_atomic_add"},
    {device_info::double_fp_atomic_capabilities, 1U << 17U, "__opencl_c_ext_fp64_local_atomic_add"},
    {device_info::kernel_clock_capabilities, 1U << 0U, "__opencl_c_kernel_clock_scope_device"},
};

/// Build options that define the macros of the features that the device has.
inline std::string feature_options(const device &d) {
    std::string options;
    for (const feature &f : features) {
        if ((query<bits_t>(d.info.device, f.question) & f.bit) != 0) {
            options += std::string(" -D") + f.macro + "=1";
        }
    }
    return options;
}

} // namespace cn::opencl

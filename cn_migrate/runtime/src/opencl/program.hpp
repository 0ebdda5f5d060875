// SPDX-License-Identifier: MIT
// Device code: modules, and how they are built.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "buffer_offsets.hpp"
#include "cnative/module.hpp"
#include "features.hpp"

namespace cn::opencl {

/// The newest OpenCL C that the device's compiler knows, and its optional features.
inline std::string language_options(const device &d) {
    const std::string &text = d.info.language; // "OpenCL C <major>.<minor> ..."
    const char major = text.size() > 9 ? text[9] : '1';
    if (major >= '3') {
        return " -cl-std=CL3.0" + feature_options(d);
    }
    return major == '2' ? " -cl-std=CL2.0" : " -cl-std=CL1.2";
}

/// Asked for by the port of a program compiled for speed.
inline constexpr const char *fast = "-cl-denorms-are-zero";

/// True if kernels shall use the device's sub-groups for CUDA's warps. GPUs do where they can have 32 threads
/// each; on CPUs barriers were measured to be faster. CN_SUB_GROUPS=0|1 decides otherwise.
inline bool uses_sub_groups(const device &d) {
    const std::string has = query_text(d.info.device, device_info::extensions) + " ";
    for (const char *needed : {"cl_khr_subgroup_shuffle ", "cl_khr_subgroup_ballot ",
                               "cl_intel_required_subgroup_size "}) {
        if (has.find(needed) == std::string::npos) {
            return false;
        }
    }
    std::size_t sizes[16] = {};
    cl().GetDeviceInfo(d.info.device, static_cast<uint_t>(device_info::sub_group_sizes), sizeof sizes,
                       sizes, nullptr);
    if (std::find(std::begin(sizes), std::end(sizes), 32U) == std::end(sizes)) {
        return false;
    }
    const char *wish = std::getenv("CN_SUB_GROUPS");
    return wish != nullptr ? wish[0] == '1' : (d.info.type & device_type_gpu) != 0;
}

inline std::string build_options(const device &d, std::string options) {
    if (options.find("-cl-std") == std::string::npos) {
        options += language_options(d);
    }
    // CUDA rounds float division and square root correctly unless the program was compiled otherwise
    // (nvcc's -prec-div and -prec-sqrt); OpenCL allows 2.5 and 3 ulp where one does not ask.
    const auto single = query<bits_t>(d.info.device, device_info::single_fp_config);
    if ((single & fp_correctly_rounded_divide_sqrt) != 0 && options.find(fast) == std::string::npos) {
        options += " -cl-fp32-correctly-rounded-divide-sqrt";
    }
    if (uses_sub_groups(d)) {
        options += " -DCN_SUB_GROUPS";
    }
    return options;
}

inline std::string build_log(program p, const device &d) {
    std::size_t size = 0;
    cl().GetProgramBuildInfo(p, d.info.device, program_build_log, 0, nullptr, &size);
    std::string text(size, '\0');
    cl().GetProgramBuildInfo(p, d.info.device, program_build_log, size, text.data(), nullptr);
    return text.c_str();
}

/// A module with its programs. It is built for a device when one of its kernels is first launched there.
class module_programs {
  public:
    explicit module_programs(const module &of)
        : name(of.name), prints(text_of(of).find("printf") != std::string_view::npos), code(of) {}

    /// The program, built for this device. Throws error_no_kernel_image_for_device once its build
    /// failed; the compiler's messages are printed the first time.
    program built_for(device &d) {
        std::lock_guard<std::mutex> lock(guard);
        const auto known = programs.find(&d);
        if (known == programs.end()) {
            programs[&d] = build(d);
        }
        const program built = programs[&d];
        detail::require(built != nullptr, error_no_kernel_image_for_device);
        return built;
    }

    const char *const name;
    const bool prints; // its kernels may print

  private:
    static std::string_view text_of(const module &m) {
        return {reinterpret_cast<const char *>(m.text), m.size};
    }

    program build(device &d) const {
        if (cl().kernels_of != nullptr) {
            return cl().kernels_of(code);
        }
        const bool has_offsets = d.mode == memory_mode::buffers;
        const std::string whole = has_offsets ? with_offsets(text_of(code)) : std::string(text_of(code));
        const char *text = whole.data();
        const std::size_t size = whole.size();
        int_t status = ok;
        const program created = cl().CreateProgramWithSource(d.context, 1, &text, &size, &status);
        check(status, "clCreateProgramWithSource");
        const std::string flags = build_options(d, code.options);
        status = cl().BuildProgram(created, 1, &d.info.device, flags.c_str(), nullptr, nullptr);
        if (status == ok && !detail::verbose()) {
            return created;
        }
        const std::string log = build_log(created, d);
        const char *outcome = status == ok ? " was built for " : " does not compile for ";
        detail::explain(name + std::string(outcome) + d.info.name + " with \"" + flags + "\"\n" + log);
        return status == ok ? created : nullptr;
    }

    const module &code;
    std::mutex guard;
    std::map<const device *, program> programs;
};

/// The modules that the program has registered kernels of.
class module_table {
  public:
    module_programs *of(const module &m) {
        std::lock_guard<std::mutex> lock(guard);
        return &known.try_emplace(&m, m).first->second;
    }

  private:
    std::mutex guard;
    std::map<const module *, module_programs> known;
};

inline module_table &modules() {
    static auto *all = new module_table;
    return *all;
}

} // namespace cn::opencl

// SPDX-License-Identifier: MIT
// Device code: modules (the text of a .cl file, embedded in the program) and the kernels in them.
// A module is built for a device when one of its kernels is first launched there.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "../symbol.hpp"
#include "device_function.hpp"
#include "features.hpp"

namespace cn::types {

/// The device code of one file: `const cn::module m{"saxpy.cl", bytes, size, "-D N=4"};`
class module {
  public:
    module(const char *file, const unsigned char *text, std::size_t length, const char *flags)
        : name(file), prints(std::string_view(reinterpret_cast<const char *>(text), length)
                                 .find("printf") != std::string_view::npos),
          bytes(text), size(length), options(flags) {}

    /// The program, built for this device. Throws error_no_kernel_image_for_device once its build
    /// failed; the compiler's messages are printed the first time.
    opencl::program built_for(opencl::device &d) const;

    const char *const name;
    const bool prints; // its kernels may print

  private:
    opencl::program build(opencl::device &d) const;

    const unsigned char *const bytes;
    const std::size_t size;
    const char *const options;
    mutable std::mutex guard;
    mutable std::map<const opencl::device *, opencl::program> programs;
};

} // namespace cn::types

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
    if (d.mode == memory_mode::buffers) {
        options += " -DCN_BUFFER_OFFSETS";
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

/// One kernel of a built program.
struct kernel_object {
    kernel handle = nullptr;
    std::size_t most_threads = 0; // per block, as the compiler found
    std::size_t shared_bytes = 0; // static
    std::size_t private_bytes = 0;
};

inline std::size_t kernel_query(const device &d, kernel k, uint_t what) {
    std::uint64_t value = 0;
    cl().GetKernelWorkGroupInfo(k, d.info.device, what, sizeof value, &value, nullptr);
    return value;
}

inline kernel create_kernel(program p, const std::string &name) {
    int_t code = ok;
    const kernel created = cl().CreateKernel(p, name.c_str(), &code);
    if (code == invalid_kernel_name) {
        detail::explain("the device code has no kernel " + name);
    }
    check(code, "clCreateKernel");
    return created;
}

/// A kernel on a device. Its arguments are set and it is enqueued under `guard`.
struct kernel_instance {
    std::mutex guard;
    kernel_object plain;
    kernel_object at; // its form with an offset behind each pointer (CN_BUFFER_OFFSETS)
    unsigned long told_memory = 0; // the version of the memory that the driver was told of
};

inline kernel_object inspect(const device &d, kernel k) {
    return {k, kernel_query(d, k, kernel_work_group_size),
            kernel_query(d, k, kernel_local_mem_size), kernel_query(d, k, kernel_private_mem_size)};
}

struct parameter {
    std::size_t size;
    bool is_pointer;
    std::size_t alignment = 1;

    bool operator==(const parameter &p) const {
        return size == p.size && is_pointer == p.is_pointer;
    }
};

/// What the runtime knows of a kernel.
struct kernel_record {
    const module *source;
    const char *name;
    std::vector<parameter> parameters;
    std::vector<const symbol_base *> symbols;
    bool dynamic_shared;
    bool indirect;
    std::atomic<std::size_t> most_dynamic_shared{0}; // raised by func_set_attribute; 0: the default
    std::mutex guard = {};
    std::map<const device *, std::unique_ptr<kernel_instance>> instances = {};
    const void *stub = nullptr; // the host function that stands for it
    const char *linkage = ""; // what the original's linker calls it, where programs ask by that

    bool has_pointers() const {
        return !symbols.empty() || std::any_of(parameters.begin(), parameters.end(),
                                               [](const parameter &p) { return p.is_pointer; });
    }

    kernel_instance &on(device &d) {
        std::lock_guard<std::mutex> lock(guard);
        std::unique_ptr<kernel_instance> &instance = instances[&d];
        if (instance == nullptr) {
            const program built = source->built_for(d);
            auto created = std::make_unique<kernel_instance>();
            created->plain = inspect(d, create_kernel(built, name));
            if (d.mode == memory_mode::buffers && has_pointers()) {
                created->at = inspect(d, create_kernel(built, std::string(name) + "__at"));
            }
            instance = std::move(created);
        }
        return *instance;
    }
};

/// The kernels by the address of the host function that stands for them, or by a key (closure.hpp)
/// that such an address is linked to.
class kernel_table {
  public:
    void add(const void *stub_or_key, std::unique_ptr<kernel_record> record) {
        std::lock_guard<std::mutex> lock(guard);
        record->stub = stub_or_key;
        records.emplace(stub_or_key, std::move(record));
    }

    void link(const void *stub, const void *key, std::vector<parameter> parameters) {
        std::lock_guard<std::mutex> lock(guard);
        links.emplace(stub, linked{key, std::move(parameters)});
    }

    /// Throws error_invalid_device_function.
    kernel_record &find(const void *stub) {
        std::lock_guard<std::mutex> lock(guard);
        const auto known = records.find(stub);
        if (known != records.end()) {
            return *known->second;
        }
        const auto link = links.find(stub);
        detail::require(link != links.end(), error_invalid_device_function);
        const auto found = records.find(link->second.key);
        detail::require(found != records.end(), error_invalid_device_function);
        require_same_layout(*found->second, link->second.parameters);
        found->second->parameters = link->second.parameters; // alignment too
        return *found->second;
    }

    /// The kernels that `fits` says yes to.
    template <class Fits> std::vector<kernel_record *> all(Fits &&fits) {
        std::lock_guard<std::mutex> lock(guard);
        std::vector<kernel_record *> found;
        for (const auto &[stub, record] : records) {
            if (fits(*record)) {
                found.push_back(record.get());
            }
        }
        return found;
    }

  private:
    struct linked {
        const void *key;
        std::vector<parameter> parameters;
    };

    /// A closure's layout is the compiler's choice: it must be the one that the device code has.
    static void require_same_layout(const kernel_record &k, const std::vector<parameter> &p) {
        if (k.parameters != p) {
            detail::explain(std::string("this compiler lays the arguments of ") + k.name +
                            " out in another way than the device code does");
        }
        detail::require(k.parameters == p, error_invalid_device_function);
    }

    std::mutex guard;
    std::unordered_map<const void *, std::unique_ptr<kernel_record>> records;
    std::unordered_map<const void *, linked> links;
};

inline kernel_table &kernels() {
    static auto *all = new kernel_table;
    return *all;
}

} // namespace cn::opencl

namespace cn::types {

template <std::uint64_t Place, class Function, class... Rest> struct kernel_key;

inline opencl::program module::build(opencl::device &d) const {
    const char *text = reinterpret_cast<const char *>(bytes);
    opencl::int_t code = opencl::ok;
    const opencl::program created =
        opencl::cl().CreateProgramWithSource(d.context, 1, &text, &size, &code);
    opencl::check(code, "clCreateProgramWithSource");
    const std::string flags = opencl::build_options(d, options);
    code = opencl::cl().BuildProgram(created, 1, &d.info.device, flags.c_str(), nullptr, nullptr);
    if (code == opencl::ok && !detail::verbose()) {
        return created;
    }
    const std::string log = opencl::build_log(created, d);
    const char *outcome = code == opencl::ok ? " was built for " : " does not compile for ";
    detail::explain(name + std::string(outcome) + d.info.name + " with \"" + flags + "\"\n" + log);
    return code == opencl::ok ? created : nullptr;
}

inline opencl::program module::built_for(opencl::device &d) const {
    std::lock_guard<std::mutex> lock(guard);
    const auto known = programs.find(&d);
    if (known == programs.end()) {
        programs[&d] = build(d);
    }
    const opencl::program built = programs[&d];
    detail::require(built != nullptr, error_no_kernel_image_for_device);
    return built;
}

/// Says which kernel a host function stands for:
/// `const cn::kernel_entry e{m, "saxpy_float", static_cast<void (*)(float)>(saxpy<float>), {&coef},
/// dynamic_shared, indirect};`
///
/// The kernel's arguments are the function's parameters, then one local pointer if
/// `dynamic_shared`, then a pointer to each symbol. `indirect` kernels follow pointers that they
/// find in memory or in structures.
class kernel_entry {
  public:
    template <class... P>
    kernel_entry(const module &source, const char *name, void (*stub)(P...),
                 std::initializer_list<symbol_address> symbols = {},
                 bool dynamic_shared = false, bool indirect = false) {
        auto record = std::unique_ptr<opencl::kernel_record>(new opencl::kernel_record{
            &source,
            name,
            {opencl::parameter{sizeof(P), is_address<P>, alignof(P)}...},
            {symbols.begin(), symbols.end()},
            dynamic_shared,
            indirect});
        opencl::kernels().add(reinterpret_cast<const void *>(stub), std::move(record));
    }

    /// An instance that cannot be named: it has a key, and the sizes of its parameters.
    template <std::uint64_t Place, class Function, class... Rest>
    kernel_entry(const module &source, const char *name, kernel_key<Place, Function, Rest...>,
                 std::initializer_list<opencl::parameter> parameters,
                 std::initializer_list<symbol_address> symbols = {},
                 bool dynamic_shared = false, bool indirect = false) {
        auto record = std::unique_ptr<opencl::kernel_record>(new opencl::kernel_record{
            &source, name, parameters, {symbols.begin(), symbols.end()}, dynamic_shared,
            indirect});
        opencl::kernels().add(&kernel_key<Place, Function, Rest...>::id, std::move(record));
    }
};

/// What the original's linker calls the kernel of a host function, for programs that ask for it by
/// that: `const cn::linkage_name n{static_cast<void (*)(float)>(saxpy<float>), "_Z5saxpyIfEvT_"};`
class linkage_name {
  public:
    template <class... P> linkage_name(void (*stub)(P...), const char *name) {
        opencl::kernels().find(reinterpret_cast<const void *>(stub)).linkage = name;
    }
};

} // namespace cn::types

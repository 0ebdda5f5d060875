// SPDX-License-Identifier: MIT
// Kernels: what the program registered, and what they are on each device.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "cnative/module.hpp"
#include "program.hpp"

namespace cn::opencl {

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
    kernel_object at; // its form with an offset behind each pointer (buffer_offsets.hpp)
    unsigned long told_memory = 0; // the version of the memory that the driver was told of
};

inline kernel_object inspect(const device &d, kernel k) {
    return {k, kernel_query(d, k, kernel_work_group_size),
            kernel_query(d, k, kernel_local_mem_size), kernel_query(d, k, kernel_private_mem_size)};
}

} // namespace cn::opencl

namespace cn::types {

/// What the runtime knows of a kernel.
struct kernel_record {
    opencl::module_programs *source;
    const char *name;
    std::vector<parameter> parameters;
    std::vector<const symbol_base *> symbols;
    bool dynamic_shared;
    bool indirect;
    std::atomic<std::size_t> most_dynamic_shared{0}; // raised by func_set_attribute; 0: the default
    std::mutex guard = {};
    std::map<const opencl::device *, std::unique_ptr<opencl::kernel_instance>> instances = {};
    const void *stub = nullptr; // the host function that stands for it
    const char *linkage = ""; // what the original's linker calls it, where programs ask by that

    bool has_pointers() const {
        return !symbols.empty() || std::any_of(parameters.begin(), parameters.end(),
                                               [](const parameter &p) { return p.is_pointer; });
    }

    /// The kernel on a device, built there at the first call. Throws.
    opencl::kernel_instance &on(opencl::device &d) {
        std::lock_guard<std::mutex> lock(guard);
        std::unique_ptr<opencl::kernel_instance> &instance = instances[&d];
        if (instance != nullptr) {
            return *instance;
        }
        const opencl::program built = source->built_for(d);
        auto created = std::make_unique<opencl::kernel_instance>();
        created->plain = opencl::inspect(d, opencl::create_kernel(built, name));
        if (d.mode == opencl::memory_mode::buffers && has_pointers()) {
            const std::string at = std::string(name) + "__at";
            created->at = opencl::inspect(d, opencl::create_kernel(built, at));
        }
        instance = std::move(created);
        return *instance;
    }
};

} // namespace cn::types

namespace cn::opencl {

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
        const bool same = std::equal(
            p.begin(), p.end(), k.parameters.begin(), k.parameters.end(),
            [](const parameter &a, const parameter &b) {
                return a.size == b.size && a.is_pointer == b.is_pointer;
            });
        if (!same) {
            detail::explain(std::string("this compiler lays the arguments of ") + k.name +
                            " out in another way than the device code does");
        }
        detail::require(same, error_invalid_device_function);
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

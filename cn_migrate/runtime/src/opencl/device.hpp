// SPDX-License-Identifier: MIT
// The devices in use: each has its context, its streams and its own sticky error.
#pragma once

#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "cnative/stream.hpp"
#include "driver_stacks.hpp"
#include "limits.hpp"
#include "status.hpp"

namespace cn::opencl {
struct capture;
struct device;
} // namespace cn::opencl

namespace cn::types {

/// A stream: an in-order OpenCL queue and what the null stream's order asks to remember.
struct stream {
    opencl::device *owner = nullptr;
    opencl::command_queue queue = nullptr;
    unsigned flags = 0;
    int priority = 0;
    opencl::event_ref last = {};     // the last command's event
    unsigned long issued = 0;        // commands so far
    unsigned long joined_null = 0;   // how many of the null stream's commands this one waited for
    unsigned long joined_by_null = 0; // how many of its commands the null stream waited for
    std::shared_ptr<opencl::capture> capturing = {}; // while its work becomes nodes of a graph
};

} // namespace cn::types

namespace cn::opencl {

/// How device memory is had. CN_MEMORY=fine|coarse|buffer asks for one that the device can do.
enum class memory_mode {
    fine,    // shared virtual memory, the host may touch it at any time
    coarse,  // shared virtual memory, the host must map it
    buffers, // cl_mem objects behind reserved addresses
};

inline memory_mode mode_of(bits_t svm) {
    const memory_mode best = (svm & svm_fine_buffer) != 0     ? memory_mode::fine
                             : (svm & svm_coarse_buffer) != 0 ? memory_mode::coarse
                                                              : memory_mode::buffers;
    if (cl().kernels_of != nullptr) {
        return best; // a wish is for tests of drivers
    }
    const char *value = std::getenv("CN_MEMORY");
    const std::string wish = value != nullptr ? value : "";
    if (wish == "buffer") {
        return memory_mode::buffers;
    }
    return wish == "coarse" && best == memory_mode::fine ? memory_mode::coarse : best;
}

struct device {
    device(candidate chosen, int number)
        : info(std::move(chosen)), ordinal(number), mode(mode_of(info.svm)),
          limits(limits_of(info.device)) {}

    const candidate info;
    const int ordinal;
    const memory_mode mode;
    const launch_limits limits;
    std::atomic<opencl::context> context{nullptr};
    std::mutex order; // guards the streams and the order in which commands are enqueued
    stream null;
    std::set<stream *> streams; // the created ones
    std::atomic<error_t> broken{success};
    std::atomic<std::size_t> allocated{0};
    std::atomic<char *> trap_flag{nullptr}; // where its kernels say that a thread ended itself
    command_queue trap_queue = nullptr;     // where the host reads that

    /// True if kernels can use any host pointer: one address space for both.
    bool sees_host_memory() const {
        const bool one_space = (info.svm & svm_fine_system) != 0 ||
                               (info.type & device_type_cpu) != 0;
        return mode == memory_mode::fine && one_space;
    }

    command_queue create_queue(opencl::context in) const {
        int_t code = ok;
        const command_queue queue =
            cl().CreateCommandQueue(in, info.device, queue_profiling_enable, &code);
        check(code, "clCreateCommandQueue");
        return queue;
    }

    /// Creates the context and the null stream unless they are there.
    void open() {
        std::lock_guard<std::mutex> lock(order);
        if (context != nullptr) {
            return;
        }
        const property_t properties[] = {context_platform,
                                         reinterpret_cast<property_t>(info.platform), 0};
        int_t code = ok;
        const driver_stacks stacks;
        const opencl::context created =
            cl().CreateContext(properties, 1, &info.device, nullptr, nullptr, &code);
        check(code, "clCreateContext");
        null.owner = this;
        null.queue = create_queue(created);
        context = created;
    }
};

using device_list = std::vector<std::unique_ptr<device>>;

inline void explain_missing(const std::vector<candidate> &all) {
    const char *wish = std::getenv("CN_DEVICE");
    if (!cl().loaded) {
        detail::explain("no OpenCL library (libOpenCL.so.1) was found. Install one with a driver "
                        "(Debian, Ubuntu: apt install ocl-icd-libopencl1 pocl-opencl-icd; any: pip "
                        "install intel-opencl-rt), or name it in CN_OPENCL_LIBRARY.");
        return;
    }
    if (all.empty()) {
        detail::explain("the OpenCL library sees no device. Install a driver: your GPU vendor's, "
                        "or a CPU's (Debian, Ubuntu: apt install pocl-opencl-icd; any: pip install "
                        "intel-opencl-rt).");
        return;
    }
    std::string text = std::string("no device matches CN_DEVICE=") + wish + ". There are:";
    for (const candidate &c : all) {
        text += "\n  " + c.index + " " + c.name + " (" + c.platform_text + ")";
    }
    detail::explain(text);
}

inline device_list open_devices() {
    const std::vector<candidate> all = candidates();
    device_list devices;
    for (candidate &c : choose(all)) {
        devices.push_back(std::make_unique<device>(std::move(c), static_cast<int>(devices.size())));
    }
    if (devices.empty()) {
        explain_missing(all);
    }
    for (const auto &d : devices) {
        const char *mode = d->mode == memory_mode::fine     ? "fine-grained shared memory"
                           : d->mode == memory_mode::coarse ? "coarse-grained shared memory"
                                                            : "buffers";
        if (detail::verbose()) {
            detail::explain("device " + std::to_string(d->ordinal) + ": " + d->info.name + " (" +
                            d->info.platform_text + "), " + mode);
        }
    }
    return devices;
}

/// The devices in use, found at the first call. Never destroyed: a program's own static objects
/// may free memory after main().
inline const device_list &devices() {
    static const device_list *list = new device_list(open_devices());
    return *list;
}

inline thread_local int current_ordinal = 0;

/// Throws if there is no device at all.
inline void require_devices() {
    detail::require(!devices().empty(), cl().loaded ? error_no_device : error_insufficient_driver);
}

/// The device with this ordinal. Throws error_no_device, error_invalid_device.
inline device &device_at(int ordinal) {
    require_devices();
    detail::require(ordinal >= 0 && static_cast<std::size_t>(ordinal) < devices().size(),
                    error_invalid_device);
    return *devices()[static_cast<std::size_t>(ordinal)];
}

/// True when the main thread has ended: drivers are going away.
inline std::atomic<bool> ended{false};

/// Waits for all work when a thread that used a device ends. At a program's end this comes before
/// its static objects go, among them those that the drivers' threads still use.
struct finish_thread {
    finish_thread() = default;
    finish_thread(const finish_thread &) = delete;
    finish_thread &operator=(const finish_thread &) = delete;
    ~finish_thread();
};

/// This host thread's device, ready for work. Throws its sticky error if it has one, and
/// error_cudart_unloading after the end of the main thread.
inline device &current_device() {
    detail::require(!ended, error_cudart_unloading);
    device &d = device_at(current_ordinal);
    if (d.context == nullptr) {
        d.open();
    }
    static const thread_local finish_thread at_end;
    static_cast<void>(at_end);
    const error_t broken = d.broken;
    detail::require(broken == success, broken);
    return d;
}

} // namespace cn::opencl

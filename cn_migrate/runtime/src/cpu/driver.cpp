// SPDX-License-Identifier: MIT
// The machine's own processors as a driver: the functions of OpenCL that the library calls, for one device whose
// kernels are functions of the program. Commands are done when they are enqueued, in the calling thread; only
// user events may still be open.
#include "driver.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "device_info.hpp"
#include "handles.hpp"
#include "kernels.hpp"

namespace cn::types {

cpu_kernel::cpu_kernel(const module &source, const char *name, cpu_start start) {
    cpu::functions().add(source, name, start);
}

} // namespace cn::types

namespace cn::cpu {

namespace {

using opencl::command_queue;
using opencl::command_queue_handle;
using opencl::context;
using opencl::device_id;
using opencl::event;
using opencl::event_handle;
using opencl::execution_complete;
using opencl::invalid_kernel_name;
using opencl::kernel;
using opencl::kernel_argument;
using opencl::kernel_handle;
using opencl::kernel_work_group_size;
using opencl::ok;
using opencl::platform_id;
using opencl::platform_info;
using opencl::program;
using opencl::property_t;
using opencl::wait_list_event_failed;

struct user_events {
    std::mutex guard;
    std::condition_variable changed;
};

user_events &open_events() {
    static auto *all = new user_events;
    return *all;
}

ulong_t now() {
    const auto time = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<ulong_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(time).count());
}

// -- platform and device

int_t get_platform_ids(uint_t, platform_id *list, uint_t *count) {
    static int platform = 0;
    if (list != nullptr) {
        *list = reinterpret_cast<platform_id>(&platform);
    }
    if (count != nullptr) {
        *count = 1;
    }
    return ok;
}

int_t get_platform_info(platform_id, uint_t what, std::size_t size, void *to, std::size_t *needed) {
    const bool is_version = static_cast<platform_info>(what) == platform_info::version;
    return give_text(is_version ? "1" : "native", size, to, needed);
}

int_t get_device_ids(platform_id, bits_t, uint_t, device_id *list, uint_t *count) {
    static int device = 0;
    if (list != nullptr) {
        *list = reinterpret_cast<device_id>(&device);
    }
    if (count != nullptr) {
        *count = 1;
    }
    return ok;
}

int_t get_device_info(device_id, uint_t what, std::size_t size, void *to, std::size_t *needed) {
    switch (static_cast<device_info>(what)) {
    case device_info::name:
        return give_text("native (" + std::to_string(processors()) + " threads)", size, to, needed);
    case device_info::version:
    case device_info::extensions:
    case device_info::opencl_c_version:
        return give_text("", size, to, needed);
    case device_info::max_work_item_sizes: {
        const std::size_t sizes[16] = {1024, 1024, 64};
        return give(sizes, std::min(size, sizeof sizes), size, to, needed);
    }
    default:
        return give_number(number_of(static_cast<device_info>(what)), size, to, needed);
    }
}

context create_context(const property_t *, uint_t, const device_id *,
                       void (*)(const char *, const void *, std::size_t, void *), void *,
                       int_t *status) {
    static int only = 0;
    *status = ok;
    return reinterpret_cast<context>(&only);
}

command_queue create_command_queue(context, device_id, bits_t, int_t *status) {
    *status = ok;
    return new command_queue_handle;
}

int_t release_command_queue(command_queue queue) {
    delete queue;
    return ok;
}

int_t flush(command_queue) { return ok; }

// -- kernels

program kernels_of(const types::module &source) {
    auto *const same = const_cast<types::module *>(&source);
    return functions().has(source) ? reinterpret_cast<program>(same) : nullptr;
}

kernel create_kernel(program from, const char *name, int_t *status) {
    const auto *const source = reinterpret_cast<const types::module *>(from);
    const types::cpu_start found = functions().find(source, name);
    *status = found != nullptr ? ok : invalid_kernel_name;
    return found != nullptr ? new kernel_handle{found, {}} : nullptr;
}

int_t set_kernel_arg(kernel k, uint_t index, std::size_t size, const void *value) {
    if (k->arguments.size() <= index) {
        k->arguments.resize(index + 1);
    }
    kernel_argument &argument = k->arguments[index];
    argument.shared_bytes = value == nullptr ? size : 0;
    argument.value.resize(
        value == nullptr ? 0 : (size + kernel_argument::alignment - 1) / kernel_argument::alignment);
    if (value != nullptr) {
        std::memcpy(argument.value.data(), value, size);
    }
    return ok;
}

int_t set_kernel_arg_svm_pointer(kernel k, uint_t index, const void *pointer) {
    return set_kernel_arg(k, index, sizeof pointer, &pointer);
}

int_t set_kernel_exec_info(kernel, uint_t, std::size_t, const void *) { return ok; }

int_t get_kernel_work_group_info(kernel, device_id, uint_t what, std::size_t size, void *to,
                                 std::size_t *needed) {
    return give_number(what == kernel_work_group_size ? 1024 : 0, size, to, needed);
}

// -- events

event create_user_event(context, int_t *status) {
    *status = ok;
    auto *made = new event_handle;
    made->status = 1;
    return made;
}

int_t set_user_event_status(event e, int_t status) {
    std::lock_guard<std::mutex> lock(open_events().guard);
    e->ended = now();
    e->status = status;
    open_events().changed.notify_all();
    return ok;
}

int_t wait_for_events(uint_t count, const event *list) {
    int_t worst = ok;
    for (uint_t i = 0; i < count; ++i) {
        if (list[i]->status > execution_complete) {
            std::unique_lock<std::mutex> lock(open_events().guard);
            open_events().changed.wait(lock, [&] { return list[i]->status <= execution_complete; });
        }
        worst = list[i]->status < 0 ? int_t{wait_list_event_failed} : worst;
    }
    return worst;
}

int_t get_event_info(event e, uint_t, std::size_t size, void *to, std::size_t *needed) {
    const int_t status = e->status;
    return give(&status, sizeof status, size, to, needed);
}

int_t get_event_profiling_info(event e, uint_t, std::size_t size, void *to, std::size_t *needed) {
    return give_number(e->ended, size, to, needed);
}

int_t retain_event(event e) {
    ++e->references;
    return ok;
}

int_t release_event(event e) {
    if (--e->references == 0) {
        delete e;
    }
    return ok;
}

// -- commands

template <class Work>
int_t enqueue(uint_t count, const event *waits, event *issued, const Work &work) {
    const int_t status = wait_for_events(count, waits);
    if (status != ok) {
        return status;
    }
    work();
    if (issued != nullptr) {
        *issued = new event_handle;
        (*issued)->ended = now();
    }
    return ok;
}

int_t enqueue_nd_range_kernel(command_queue, kernel k, uint_t, const std::size_t *,
                              const std::size_t *global, const std::size_t *local, uint_t count,
                              const event *waits, event *issued) {
    unsigned grid[3];
    unsigned block[3];
    for (int i = 0; i < 3; ++i) {
        if (global[i] / local[i] > max_grid_blocks || global[i] > max_grid_threads) {
            return opencl::invalid_global_work_size;
        }
        grid[i] = static_cast<unsigned>(global[i] / local[i]);
        block[i] = static_cast<unsigned>(local[i]);
    }
    std::size_t shared_bytes = 0;
    std::vector<void *> arguments;
    for (kernel_argument &argument : k->arguments) {
        shared_bytes += argument.shared_bytes;
        if (!argument.value.empty()) {
            arguments.push_back(argument.value.data());
        }
    }
    return enqueue(count, waits, issued,
                   [&] { k->start(arguments.data(), grid, block, shared_bytes); });
}

int_t enqueue_marker(command_queue, uint_t count, const event *waits, event *issued) {
    return enqueue(count, waits, issued, [] {});
}

// -- memory, which is the host's

void *svm_alloc(context, bits_t, std::size_t size, uint_t) {
    constexpr std::size_t alignment = 4096;
    return std::aligned_alloc(alignment, (size / alignment + 1) * alignment);
}

void svm_free(context, void *memory) { std::free(memory); }

int_t enqueue_svm_memcpy(command_queue, bool_t, void *to, const void *from, std::size_t bytes,
                         uint_t count, const event *waits, event *issued) {
    return enqueue(count, waits, issued, [&] { std::memmove(to, from, bytes); });
}

int_t enqueue_svm_mem_fill(command_queue, void *to, const void *pattern, std::size_t width,
                           std::size_t bytes, uint_t count, const event *waits, event *issued) {
    return enqueue(count, waits, issued, [&] {
        for (std::size_t i = 0; i < bytes; i += width) {
            std::memcpy(static_cast<char *>(to) + i, pattern, width);
        }
    });
}

int_t enqueue_svm_map(command_queue, bool_t, bits_t, void *, std::size_t, uint_t count,
                      const event *waits, event *issued) {
    return enqueue(count, waits, issued, [] {});
}

int_t enqueue_svm_unmap(command_queue, void *, uint_t count, const event *waits, event *issued) {
    return enqueue(count, waits, issued, [] {});
}

} // namespace

opencl::library driver() {
    opencl::library made;
    made.loaded = true;
    made.svm = true;
    made.kernels_of = kernels_of;
    made.GetPlatformIDs = get_platform_ids;
    made.GetPlatformInfo = get_platform_info;
    made.GetDeviceIDs = get_device_ids;
    made.GetDeviceInfo = get_device_info;
    made.CreateContext = create_context;
    made.CreateCommandQueue = create_command_queue;
    made.ReleaseCommandQueue = release_command_queue;
    made.CreateKernel = create_kernel;
    made.SetKernelArg = set_kernel_arg;
    made.SetKernelArgSVMPointer = set_kernel_arg_svm_pointer;
    made.SetKernelExecInfo = set_kernel_exec_info;
    made.GetKernelWorkGroupInfo = get_kernel_work_group_info;
    made.CreateUserEvent = create_user_event;
    made.SetUserEventStatus = set_user_event_status;
    made.WaitForEvents = wait_for_events;
    made.GetEventInfo = get_event_info;
    made.GetEventProfilingInfo = get_event_profiling_info;
    made.RetainEvent = retain_event;
    made.ReleaseEvent = release_event;
    made.Flush = flush;
    made.EnqueueNDRangeKernel = enqueue_nd_range_kernel;
    made.EnqueueMarkerWithWaitList = enqueue_marker;
    made.EnqueueBarrierWithWaitList = enqueue_marker;
    made.SVMAlloc = svm_alloc;
    made.SVMFree = svm_free;
    made.EnqueueSVMMemcpy = enqueue_svm_memcpy;
    made.EnqueueSVMMemFill = enqueue_svm_mem_fill;
    made.EnqueueSVMMap = enqueue_svm_map;
    made.EnqueueSVMUnmap = enqueue_svm_unmap;
    return made;
}

} // namespace cn::cpu

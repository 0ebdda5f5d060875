// SPDX-License-Identifier: MIT
// A launch: its checks, its arguments, its command; or a node of a graph.
#pragma once

#include <algorithm>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "capture.hpp"
#include "record.hpp"
#include "grid_barrier.hpp"
#include "traps.hpp"
#include "variations.hpp"

namespace cn::opencl {

struct launch_configuration {
    dim3 grid;
    dim3 block;
    std::size_t shared_bytes;
    stream_t stream;
};

void launch(kernel_record &k, void *const *values, const launch_configuration &c);

/// The launch of a kernel, with arguments of its own.
struct kernel_work : node_work {
    kernel_work(kernel_record &k, void *const *values, const launch_configuration &c)
        : node_work(graph_node_type_kernel), kernel(k), configuration(c) {
        for (std::size_t i = 0; i < k.parameters.size(); ++i) {
            const char *value = static_cast<const char *>(values[i]);
            bytes.emplace_back(value, value + k.parameters[i].size);
        }
        for (std::vector<char> &value : bytes) {
            arguments.push_back(value.data());
        }
    }
    void run(stream_t into) const override {
        launch_configuration here = configuration;
        here.stream = into;
        launch(kernel, arguments.data(), here);
    }

    kernel_record &kernel;
    const launch_configuration configuration;
    std::vector<std::vector<char>> bytes;
    std::vector<void *> arguments;
};

/// Throws error_invalid_configuration, error_invalid_value (too much dynamic shared memory),
/// error_launch_out_of_resources (more threads than this kernel can have) or
/// error_cooperative_launch_too_large.
inline void require_launchable(const device &d, const kernel_record &k, const kernel_object &o,
                               const launch_configuration &c) {
    detail::require(fits(d.limits, c.grid, c.block), error_invalid_configuration);
    const std::size_t most_shared = std::max(k.most_dynamic_shared.load(), d.limits.shared_bytes);
    detail::require(c.shared_bytes <= most_shared, error_invalid_value);
    const std::size_t threads = std::size_t{c.block.x} * c.block.y * c.block.z;
    detail::require(threads <= o.most_threads, error_launch_out_of_resources);
    require_resident(d, k, c.grid);
}

/// Tells the driver all memory that a kernel might reach by pointers it finds in memory.
inline void tell_memory(device &d, kernel_instance &instance, argument_list &list) {
    const unsigned long version = memory().version();
    std::vector<const void *> reachable;
    for (const allocation &a : memory().of(d)) {
        if (a.shared) {
            reachable.push_back(a.base);
        }
        if (a.shared && a.mapped) {
            add_mapped(list, a);
        }
    }
    if (instance.told_memory == version || reachable.empty()) {
        return;
    }
    check(cl().SetKernelExecInfo(instance.plain.handle, kernel_exec_info_svm_ptrs,
                                 reachable.size() * sizeof(void *), reachable.data()),
          "clSetKernelExecInfo");
    instance.told_memory = version;
}

inline event_ref enqueue_kernel(stream &s, kernel k, const launch_configuration &c) {
    const std::size_t local[] = {c.block.x, c.block.y, c.block.z};
    const std::size_t global[] = {local[0] * c.grid.x, local[1] * c.grid.y, local[2] * c.grid.z};
    return enqueue(s, "clEnqueueNDRangeKernel",
                   [&](command_queue queue, uint_t n, const event *waits, event *issued) {
                       return cl().EnqueueNDRangeKernel(queue, k, 3, nullptr, global, local, n,
                                                        waits, issued);
                   });
}

/// Launches in stream order. Memory that the host has mapped is the kernel's while it runs: such a
/// launch returns when the kernel is done.
inline void launch(kernel_record &k, void *const *values, const launch_configuration &c) {
    static const bool varied = variations_file() != nullptr;
    static thread_local bool varying = false;
    if (varied && !varying) {
        static std::mutex first;
        varying = true;
        const std::lock_guard<std::mutex> others_wait(first);
        run_variations();
    }
    device &current = current_device();
    stream &s = resolve(c.stream);
    detail::require(s.owner == &current, error_invalid_resource_handle);
    detail::require(fits(current.limits, c.grid, c.block), error_invalid_configuration);
    if (s.capturing != nullptr) {
        add_captured(s, std::make_shared<kernel_work>(k, values, c));
        return;
    }
    if (k.indirect && current.mode == memory_mode::buffers) {
        detail::explain(std::string(k.name) + " follows pointers that it finds in memory: this "
                                              "needs shared virtual memory, which " +
                        current.info.name + " does not have");
        throw detail::failure{error_not_supported};
    }
    kernel_instance &instance = k.on(current);
    argument_list list = collect(k, current, values, c.shared_bytes);
    watch_traps(current, k);
    const kernel_object &object = list.has_offsets ? instance.at : instance.plain;
    require_launchable(current, k, object, c);
    std::lock_guard<std::mutex> lock(instance.guard);
    if (k.indirect) {
        tell_memory(current, instance, list);
    }
    if (k.source->prints) {
        std::fflush(stdout); // drivers write past the C library's buffer
    }
    set_arguments(current, object.handle, list, list.has_offsets);
    for (const allocation &a : list.mapped) {
        unmap(s, a);
    }
    const event_ref done =
        record(s, {k, values, c.grid, c.block, c.shared_bytes},
               [&] { return enqueue_kernel(s, object.handle, c); });
    if (list.mapped.empty()) {
        return;
    }
    wait(current, done); // not all drivers let a map command follow in the queue
    for (const allocation &a : list.mapped) {
        map(s, a);
    }
}

} // namespace cn::opencl

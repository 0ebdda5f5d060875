// SPDX-License-Identifier: MIT
// What the nodes of a graph do, made of their parameters.
#pragma once

#include <memory>

#include "cnative/graph/nodes.hpp"
#include "copy_3d.hpp"
#include "host_task.hpp"
#include "launch.hpp"

namespace cn::opencl {

inline std::shared_ptr<const kernel_work> kernel_work_of(const kernel_node_params *p) {
    detail::require(p != nullptr && p->extra == nullptr, error_invalid_value);
    kernel_record &k = kernels().find(p->func);
    detail::require(p->kernelParams != nullptr || k.parameters.empty(), error_invalid_value);
    return std::make_shared<kernel_work>(
        k, p->kernelParams,
        launch_configuration{p->gridDim, p->blockDim, p->sharedMemBytes, nullptr});
}

/// The parameters' pointers stay right as long as the node has this work.
inline kernel_node_params params_of(const kernel_work &w) {
    const launch_configuration &c = w.configuration;
    return {const_cast<void *>(w.kernel.stub),
            c.grid,
            c.block,
            static_cast<unsigned>(c.shared_bytes),
            const_cast<void **>(w.arguments.data()),
            nullptr};
}

struct copy_work : node_work {
    explicit copy_work(const memcpy_3d_parms &p) : node_work(graph_node_type_memcpy), params(p) {}
    void run(stream_t into) const override { copy_3d(&params, params.kind, into, true); }

    const memcpy_3d_parms params;
};

inline work_ref copy_work_of(const memcpy_3d_parms *p) {
    detail::require(p != nullptr, error_invalid_value);
    return std::make_shared<copy_work>(*p);
}

/// A copy of one row.
inline work_ref copy_work_of(void *to, const void *from, std::size_t bytes, memcpy_kind kind) {
    memcpy_3d_parms p{};
    p.srcPtr = {const_cast<void *>(from), bytes, bytes, 1};
    p.dstPtr = {to, bytes, bytes, 1};
    p.extent = {bytes, 1, 1};
    p.kind = kind;
    return std::make_shared<copy_work>(p);
}

struct fill_work : node_work {
    explicit fill_work(const memset_params &p) : node_work(graph_node_type_memset), params(p) {}
    void run(stream_t into) const override {
        const rows r{params.width * params.elementSize, params.height};
        const std::size_t pitch = params.height == 1 ? r.width : params.pitch;
        fill_rows(params.dst, pitch, {params.value, params.elementSize}, r, into);
    }

    const memset_params params;
};

inline work_ref fill_work_of(const memset_params *p) {
    detail::require(p != nullptr && p->dst != nullptr, error_invalid_value);
    const bool known = p->elementSize == 1 || p->elementSize == 2 || p->elementSize == 4;
    detail::require(known && p->height != 0, error_invalid_value);
    return std::make_shared<fill_work>(*p);
}

struct function_work : node_work {
    explicit function_work(const host_node_params &p) : node_work(graph_node_type_host), params(p) {}
    void run(stream_t into) const override {
        enqueue_host_task(resolve(into), [p = params](error_t) { p.fn(p.userData); });
    }

    const host_node_params params;
};

inline work_ref function_work_of(const host_node_params *p) {
    detail::require(p != nullptr && p->fn != nullptr, error_invalid_value);
    return std::make_shared<function_work>(*p);
}

} // namespace cn::opencl

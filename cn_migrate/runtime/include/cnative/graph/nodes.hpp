// SPDX-License-Identifier: MIT
// What the nodes of a graph do, as programs describe it.
#pragma once

#include "../copy_3d.hpp"
#include "../launch.hpp"
#include "../memory_pool.hpp"
#include "../stream.hpp"

namespace cn::types {

struct kernel_node_params {
    void *func; // a kernel's host function
    dim3 gridDim;
    dim3 blockDim;
    unsigned sharedMemBytes;
    void **kernelParams; // the address of each argument
    void **extra;
};

struct memset_params {
    void *dst;
    std::size_t pitch; // unused where there is one row
    unsigned value;
    unsigned elementSize; // 1, 2 or 4
    std::size_t width;    // elements
    std::size_t height;
};

struct memcpy_node_params {
    int flags;
    int reserved[3];
    memcpy_3d_parms copyParams;
};

struct host_node_params {
    host_fn_t fn;
    void *userData;
};

struct child_graph_node_params {
    graph_t graph;
};

struct event_record_node_params {
    event_t event;
};

struct event_wait_node_params {
    event_t event;
};

struct mem_alloc_node_params {
    mem_pool_props poolProps;
    const mem_access_desc *accessDescs;
    std::size_t accessDescCount;
    std::size_t bytesize;
    void *dptr; // out
};

struct mem_free_node_params {
    void *dptr;
};

/// Any node: `type` says which of the others counts.
struct graph_node_params {
    graph_node_type type;
    int reserved0[3];
    union {
        long long reserved1[29];
        kernel_node_params kernel;
        memcpy_node_params memcpy;
        memset_params memset;
        host_node_params host;
        child_graph_node_params graph;
        event_wait_node_params eventWait;
        event_record_node_params eventRecord;
        mem_alloc_node_params alloc;
        mem_free_node_params free;
    };
    long long reserved2;
};

} // namespace cn::types

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

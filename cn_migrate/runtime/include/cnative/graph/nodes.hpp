// SPDX-License-Identifier: MIT
// What the nodes of a graph do, as programs describe it.
#pragma once

#include "../copy_3d.hpp"
#include "../memory_pool.hpp"
#include "../stream.hpp"
#include "../vector_types.hpp"

namespace cn::types {

enum graph_node_type : int {
    graph_node_type_kernel = 0x00,
    graph_node_type_memcpy = 0x01,
    graph_node_type_memset = 0x02,
    graph_node_type_host = 0x03,
    graph_node_type_graph = 0x04,
    graph_node_type_empty = 0x05,
    graph_node_type_wait_event = 0x06,
    graph_node_type_event_record = 0x07,
    graph_node_type_ext_semaphore_signal = 0x08,
    graph_node_type_ext_semaphore_wait = 0x09,
    graph_node_type_mem_alloc = 0x0a,
    graph_node_type_mem_free = 0x0b,
    graph_node_type_conditional = 0x0d,
};

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

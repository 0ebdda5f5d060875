// SPDX-License-Identifier: MIT
// Graphs: their making, their nodes and what those depend on.
#pragma once

#include "nodes.hpp"

namespace cn::types {

/// How a node depends on another; only the ordinary way is known.
struct graph_edge_data {
    unsigned char from_port;
    unsigned char to_port;
    unsigned char type;
    unsigned char reserved[5];
};

enum graph_mem_attribute_type : int {
    graph_mem_attr_used_mem_current = 0,
    graph_mem_attr_used_mem_high = 1,
    graph_mem_attr_reserved_mem_current = 2,
    graph_mem_attr_reserved_mem_high = 3,
};

} // namespace cn::types

namespace cn {

error_t graph_create(graph_t *created, unsigned flags) noexcept;

error_t graph_destroy(graph_t handle) noexcept;

error_t graph_clone(graph_t *clone, graph_t original) noexcept;

// -- nodes

error_t graph_add_kernel_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                              std::size_t count, const kernel_node_params *p) noexcept;

error_t graph_add_memcpy_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                              std::size_t count, const memcpy_3d_parms *p) noexcept;

error_t graph_add_memcpy_node_1d(graph_node_t *added, graph_t g, const graph_node_t *after,
                                 std::size_t count, void *to, const void *from, std::size_t bytes,
                                 memcpy_kind kind) noexcept;

error_t graph_add_memcpy_node_to_symbol(graph_node_t *added, graph_t g, const graph_node_t *after,
                                        std::size_t count, const symbol_base &symbol,
                                        const void *from, std::size_t bytes, std::size_t offset,
                                        memcpy_kind kind) noexcept;

error_t graph_add_memcpy_node_from_symbol(graph_node_t *added, graph_t g, const graph_node_t *after,
                                          std::size_t count, void *to, const symbol_base &symbol,
                                          std::size_t bytes, std::size_t offset,
                                          memcpy_kind kind) noexcept;

error_t graph_add_memset_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                              std::size_t count, const memset_params *p) noexcept;

error_t graph_add_host_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                            std::size_t count, const host_node_params *p) noexcept;

error_t graph_add_child_graph_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                   std::size_t count, graph_t child) noexcept;

error_t graph_add_empty_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                             std::size_t count) noexcept;

error_t graph_add_event_record_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                    std::size_t count, event_t event) noexcept;

error_t graph_add_event_wait_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                  std::size_t count, event_t event) noexcept;

/// The memory's address is in the parameters afterwards.
error_t graph_add_mem_alloc_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                 std::size_t count, mem_alloc_node_params *p) noexcept;

error_t graph_add_mem_free_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                std::size_t count, void *pointer) noexcept;

/// error_not_supported for conditional nodes and semaphores of other interfaces.
error_t graph_add_node(graph_node_t *added, graph_t g, const graph_node_t *after, std::size_t count,
                       graph_node_params *p) noexcept;

error_t graph_add_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                       const graph_edge_data *, std::size_t count, graph_node_params *p) noexcept;

error_t graph_destroy_node(graph_node_t node) noexcept;

// -- parameters of nodes

error_t graph_node_get_type(graph_node_t node, graph_node_type *type) noexcept;

error_t graph_kernel_node_get_params(graph_node_t node, kernel_node_params *p) noexcept;

error_t graph_kernel_node_set_params(graph_node_t node, const kernel_node_params *p) noexcept;

error_t graph_memcpy_node_get_params(graph_node_t node, memcpy_3d_parms *p) noexcept;

error_t graph_memcpy_node_set_params(graph_node_t node, const memcpy_3d_parms *p) noexcept;

error_t graph_memcpy_node_set_params_1d(graph_node_t node, void *to, const void *from,
                                        std::size_t bytes, memcpy_kind kind) noexcept;

error_t graph_memset_node_get_params(graph_node_t node, memset_params *p) noexcept;

error_t graph_memset_node_set_params(graph_node_t node, const memset_params *p) noexcept;

error_t graph_host_node_get_params(graph_node_t node, host_node_params *p) noexcept;

error_t graph_host_node_set_params(graph_node_t node, const host_node_params *p) noexcept;

error_t graph_node_set_params(graph_node_t node, graph_node_params *p) noexcept;

error_t graph_event_record_node_get_event(graph_node_t node, event_t *event) noexcept;

error_t graph_event_wait_node_get_event(graph_node_t node, event_t *event) noexcept;

error_t graph_event_record_node_set_event(graph_node_t node, event_t event) noexcept;

error_t graph_event_wait_node_set_event(graph_node_t node, event_t event) noexcept;

// -- what there is, and what depends on what

error_t graph_get_nodes(graph_t handle, graph_node_t *nodes, std::size_t *count) noexcept;

error_t graph_get_root_nodes(graph_t handle, graph_node_t *nodes, std::size_t *count) noexcept;

/// Both arrays or none.
error_t graph_get_edges(graph_t handle, graph_node_t *from, graph_node_t *to,
                        std::size_t *count) noexcept;

error_t graph_node_get_dependencies(graph_node_t node, graph_node_t *nodes,
                                    std::size_t *count) noexcept;

error_t graph_node_get_dependent_nodes(graph_node_t node, graph_node_t *nodes,
                                       std::size_t *count) noexcept;

/// `to[i]` comes after `from[i]` from now on.
error_t graph_add_dependencies(graph_t handle, const graph_node_t *from, const graph_node_t *to,
                               std::size_t count) noexcept;

error_t graph_remove_dependencies(graph_t handle, const graph_node_t *from, const graph_node_t *to,
                                  std::size_t count) noexcept;

// The forms from CUDA 13 on: all dependencies are ordinary ones, whose data are zero.

error_t graph_add_dependencies(graph_t g, const graph_node_t *from, const graph_node_t *to,
                               const graph_edge_data *, std::size_t count) noexcept;

error_t graph_remove_dependencies(graph_t g, const graph_node_t *from, const graph_node_t *to,
                                  const graph_edge_data *, std::size_t count) noexcept;

error_t graph_get_edges(graph_t g, graph_node_t *from, graph_node_t *to, graph_edge_data *data,
                        std::size_t *count) noexcept;

error_t graph_node_get_dependencies(graph_node_t node, graph_node_t *nodes, graph_edge_data *data,
                                    std::size_t *count) noexcept;

error_t graph_node_get_dependent_nodes(graph_node_t node, graph_node_t *nodes,
                                       graph_edge_data *data, std::size_t *count) noexcept;

/// The node of a clone that stands for one of the original.
error_t graph_node_find_in_clone(graph_node_t *found, graph_node_t original,
                                 graph_t clone) noexcept;

// -- memory that graphs allocate

/// Memory is given back with the graphs that hold it: there is nothing more to give.
error_t device_graph_mem_trim(int device) noexcept;

/// 64 bits wide. All devices together.
error_t device_get_graph_mem_attribute(int device, graph_mem_attribute_type what,
                                       void *value) noexcept;

/// Sets the highest values back to the current ones.
error_t device_set_graph_mem_attribute(int device, graph_mem_attribute_type, void *) noexcept;

} // namespace cn

// SPDX-License-Identifier: MIT
// Executable graphs: instantiation, launch and update; capture of streams into graphs.
#pragma once

#include "graph.hpp"

namespace cn::types {

enum stream_capture_mode : int {
    stream_capture_mode_global = 0,
    stream_capture_mode_thread_local = 1,
    stream_capture_mode_relaxed = 2,
};

enum stream_capture_status : int {
    stream_capture_status_none = 0,
    stream_capture_status_active = 1,
    stream_capture_status_invalidated = 2,
};

enum graph_instantiate_flags : int {
    graph_instantiate_flag_auto_free_on_launch = 1,
    graph_instantiate_flag_upload = 2,
    graph_instantiate_flag_device_launch = 4,
    graph_instantiate_flag_use_node_priority = 8,
};

enum graph_instantiate_result : int {
    graph_instantiate_success = 0,
    graph_instantiate_error = 1,
    graph_instantiate_invalid_structure = 2,
    graph_instantiate_node_operation_not_supported = 3,
    graph_instantiate_multiple_devices_not_supported = 4,
};

struct graph_instantiate_params {
    unsigned long long flags;
    stream_t uploadStream;
    graph_node_t errNode_out;
    graph_instantiate_result result_out;
};

enum graph_exec_update_result : int {
    graph_exec_update_success = 0x0,
    graph_exec_update_error = 0x1,
    graph_exec_update_error_topology_changed = 0x2,
    graph_exec_update_error_node_type_changed = 0x3,
    graph_exec_update_error_function_changed = 0x4,
    graph_exec_update_error_parameters_changed = 0x5,
    graph_exec_update_error_not_supported = 0x6,
    graph_exec_update_error_unsupported_function_change = 0x7,
    graph_exec_update_error_attributes_changed = 0x8,
};

struct graph_exec_update_result_info {
    graph_exec_update_result result;
    graph_node_t errorNode;
    graph_node_t errorFromNode;
};

} // namespace cn::types

namespace cn {

/// error_invalid_value for a graph with a circle.
error_t graph_instantiate(graph_exec_t *made, graph_t handle,
                          unsigned long long flags = 0) noexcept;

error_t graph_instantiate_with_flags(graph_exec_t *made, graph_t g,
                                     unsigned long long flags = 0) noexcept;

/// The form up to CUDA 11; the log stays empty.
error_t graph_instantiate(graph_exec_t *made, graph_t g, graph_node_t *wrong, char *log,
                          std::size_t length) noexcept;

error_t graph_instantiate_with_params(graph_exec_t *made, graph_t g,
                                      graph_instantiate_params *p) noexcept;

error_t graph_exec_destroy(graph_exec_t exec) noexcept;

error_t graph_exec_get_flags(graph_exec_t exec, unsigned long long *flags) noexcept;

/// Issues all nodes into the stream.
error_t graph_launch(graph_exec_t exec, stream_t stream) noexcept;

/// Kernels are built at their first launch: there is nothing to send ahead.
error_t graph_upload(graph_exec_t exec, stream_t stream) noexcept;

// -- updates

/// Takes the parameters of a graph of the same shape. error_graph_exec_update_failure for another.
error_t graph_exec_update(graph_exec_t exec, graph_t fresh,
                          graph_exec_update_result_info *info) noexcept;

/// The form up to CUDA 11.
error_t graph_exec_update(graph_exec_t exec, graph_t fresh, graph_node_t *wrong,
                          graph_exec_update_result *result) noexcept;

error_t graph_exec_kernel_node_set_params(graph_exec_t exec, graph_node_t node,
                                          const kernel_node_params *p) noexcept;

error_t graph_exec_memcpy_node_set_params(graph_exec_t exec, graph_node_t node,
                                          const memcpy_3d_parms *p) noexcept;

error_t graph_exec_memcpy_node_set_params_1d(graph_exec_t exec, graph_node_t node, void *to,
                                             const void *from, std::size_t bytes,
                                             memcpy_kind kind) noexcept;

error_t graph_exec_memset_node_set_params(graph_exec_t exec, graph_node_t node,
                                          const memset_params *p) noexcept;

error_t graph_exec_host_node_set_params(graph_exec_t exec, graph_node_t node,
                                        const host_node_params *p) noexcept;

error_t graph_exec_child_graph_node_set_params(graph_exec_t exec, graph_node_t node,
                                               graph_t child) noexcept;

error_t graph_exec_event_record_node_set_event(graph_exec_t exec, graph_node_t node,
                                               event_t event) noexcept;

error_t graph_exec_event_wait_node_set_event(graph_exec_t exec, graph_node_t node,
                                             event_t event) noexcept;

error_t graph_exec_node_set_params(graph_exec_t exec, graph_node_t node,
                                   graph_node_params *p) noexcept;

/// A node that is not enabled does nothing at launches.
error_t graph_node_set_enabled(graph_exec_t exec, graph_node_t node, unsigned enabled) noexcept;

error_t graph_node_get_enabled(graph_exec_t exec, graph_node_t node, unsigned *enabled) noexcept;

// -- capture

/// What is issued into the stream from now on becomes a graph. The null stream cannot be captured.
error_t stream_begin_capture(stream_t stream, stream_capture_mode) noexcept;

/// As stream_begin_capture, into a graph that there is, behind these of its nodes.
error_t stream_begin_capture_to_graph(stream_t stream, graph_t into, const graph_node_t *after,
                                      const graph_edge_data *, std::size_t count,
                                      stream_capture_mode) noexcept;

error_t stream_end_capture(stream_t stream, graph_t *captured) noexcept;

error_t stream_is_capturing(stream_t stream, stream_capture_status *status) noexcept;

/// Everything but the status may be null.
error_t stream_get_capture_info(stream_t stream, stream_capture_status *status,
                                unsigned long long *id = nullptr, graph_t *into = nullptr,
                                const graph_node_t **after = nullptr,
                                std::size_t *count = nullptr) noexcept;

/// The form from CUDA 13 on; all dependencies are ordinary ones.
error_t stream_get_capture_info(stream_t stream, stream_capture_status *status,
                                unsigned long long *id, graph_t *into, const graph_node_t **after,
                                const graph_edge_data **edges, std::size_t *count) noexcept;

inline constexpr unsigned stream_add_capture_dependencies = 0;
inline constexpr unsigned stream_set_capture_dependencies = 1;

/// What the stream's next node comes after: these too, or only these.
error_t stream_update_capture_dependencies(stream_t stream, graph_node_t *after, std::size_t count,
                                           unsigned flags = 0) noexcept;

/// The form from CUDA 13 on.
error_t stream_update_capture_dependencies(stream_t stream, graph_node_t *after,
                                           const graph_edge_data *, std::size_t count,
                                           unsigned flags = 0) noexcept;

/// Remembered for the calling thread; captures hinder no other calls here, whatever their mode.
error_t thread_exchange_stream_capture_mode(stream_capture_mode *mode) noexcept;

} // namespace cn

// SPDX-License-Identifier: MIT
// Executable graphs: instantiation, launch and update; capture of streams into graphs.
#pragma once

#include "graph.hpp"

namespace cn::opencl {

/// A copy of a graph, with its nodes in an order in which they can run.
struct graph_exec {
    explicit graph_exec(const graph &g, unsigned long long f)
        : source(copy_of(g)), order(ordered(*source)), flags(f) {}

    /// The node that stands for one of the graph it is made of. Throws error_invalid_value.
    graph_node *node_of(const graph_node *original) {
        for (graph_node *node : order) {
            if (node->original == original) {
                return node;
            }
        }
        throw detail::failure{error_invalid_value};
    }

    std::unique_ptr<graph> source;
    std::vector<graph_node *> order;
    unsigned long long flags;
};

} // namespace cn::opencl

namespace cn::types {

using graph_exec_t = opencl::graph_exec *;

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

namespace cn::opencl {

class exec_table {
  public:
    graph_exec_t add(std::unique_ptr<graph_exec> made) {
        std::lock_guard<std::mutex> lock(guard);
        alive.insert(made.get());
        return made.release();
    }

    /// Throws error_invalid_value.
    graph_exec &require(graph_exec_t handle) {
        std::lock_guard<std::mutex> lock(guard);
        detail::require(alive.count(handle) != 0, error_invalid_value);
        return *handle;
    }

    std::unique_ptr<graph_exec> remove(graph_exec_t handle) {
        std::lock_guard<std::mutex> lock(guard);
        detail::require(alive.erase(handle) != 0, error_invalid_value);
        return std::unique_ptr<graph_exec>(handle);
    }

  private:
    std::mutex guard;
    std::set<graph_exec_t> alive;
};

inline exec_table &execs() {
    static auto *all = new exec_table;
    return *all;
}

/// Whether two graphs have the same shape, and if not, the node of the second that shows it.
inline graph_exec_update_result_info compare(const graph &old, const graph &fresh) {
    if (old.nodes.size() != fresh.nodes.size()) {
        return {graph_exec_update_error_topology_changed, nullptr, nullptr};
    }
    for (std::size_t i = 0; i < old.nodes.size(); ++i) {
        graph_node *const node = fresh.nodes[i].get();
        if (node->work->type != old.nodes[i]->work->type) {
            return {graph_exec_update_error_node_type_changed, node, nullptr};
        }
        std::set<std::size_t> before, now;
        for (const graph_node *other : old.nodes[i]->after) {
            before.insert(index_in(old, other));
        }
        for (const graph_node *other : node->after) {
            now.insert(index_in(fresh, other));
        }
        if (before != now) {
            return {graph_exec_update_error_topology_changed, node, nullptr};
        }
    }
    return {graph_exec_update_success, nullptr, nullptr};
}

/// Nodes keep what they stand for: the graph that the executable one was made of.
inline void take_work(graph &old, const graph &fresh) {
    for (std::size_t i = 0; i < old.nodes.size(); ++i) {
        old.nodes[i]->work = fresh.nodes[i]->work;
    }
}

inline void launch(graph_exec &exec, stream_t into) {
    stream &s = resolve(into);
    if (s.capturing != nullptr) {
        add_captured(s, std::make_shared<child_work>(*exec.source));
        return;
    }
    run(exec.order, into);
}

} // namespace cn::opencl

namespace cn {

/// error_invalid_value for a graph with a circle.
inline error_t graph_instantiate(graph_exec_t *made, graph_t handle,
                                 unsigned long long flags = 0) noexcept {
    return detail::call([&] {
        detail::require(made != nullptr, error_invalid_value);
        const graph &g = opencl::graphs().require(handle);
        detail::require((flags & graph_instantiate_flag_device_launch) == 0, error_not_supported);
        *made = opencl::execs().add(std::make_unique<opencl::graph_exec>(g, flags));
    });
}

inline error_t graph_instantiate_with_flags(graph_exec_t *made, graph_t g,
                                            unsigned long long flags = 0) noexcept {
    return graph_instantiate(made, g, flags);
}

/// The form up to CUDA 11; the log stays empty.
inline error_t graph_instantiate(graph_exec_t *made, graph_t g, graph_node_t *wrong, char *log,
                                 std::size_t length) noexcept {
    if (wrong != nullptr) {
        *wrong = nullptr;
    }
    if (log != nullptr && length != 0) {
        *log = '\0';
    }
    return graph_instantiate(made, g);
}

inline error_t graph_instantiate_with_params(graph_exec_t *made, graph_t g,
                                             graph_instantiate_params *p) noexcept {
    const error_t error = p != nullptr ? graph_instantiate(made, g, p->flags) : error_invalid_value;
    if (p != nullptr) {
        p->errNode_out = nullptr;
        p->result_out = error == success ? graph_instantiate_success
                                         : graph_instantiate_invalid_structure;
    }
    return error;
}

inline error_t graph_exec_destroy(graph_exec_t exec) noexcept {
    return detail::call([&] { opencl::execs().remove(exec); });
}

inline error_t graph_exec_get_flags(graph_exec_t exec, unsigned long long *flags) noexcept {
    return detail::call([&] {
        detail::require(flags != nullptr, error_invalid_value);
        *flags = opencl::execs().require(exec).flags;
    });
}

/// Issues all nodes into the stream.
inline error_t graph_launch(graph_exec_t exec, stream_t stream) noexcept {
    return detail::call([&] { opencl::launch(opencl::execs().require(exec), stream); });
}

/// Kernels are built at their first launch: there is nothing to send ahead.
inline error_t graph_upload(graph_exec_t exec, stream_t stream) noexcept {
    return detail::call([&] {
        opencl::execs().require(exec);
        opencl::resolve(stream);
    });
}

// -- updates

/// Takes the parameters of a graph of the same shape. error_graph_exec_update_failure for another.
inline error_t graph_exec_update(graph_exec_t exec, graph_t fresh,
                                 graph_exec_update_result_info *info) noexcept {
    return detail::call([&] {
        opencl::graph_exec &e = opencl::execs().require(exec);
        const graph &g = opencl::graphs().require(fresh);
        const graph_exec_update_result_info found = opencl::compare(*e.source, g);
        if (info != nullptr) {
            *info = found;
        }
        const bool same = found.result == graph_exec_update_success;
        detail::require(same, error_graph_exec_update_failure);
        opencl::take_work(*e.source, g);
    });
}

/// The form up to CUDA 11.
inline error_t graph_exec_update(graph_exec_t exec, graph_t fresh, graph_node_t *wrong,
                                 graph_exec_update_result *result) noexcept {
    graph_exec_update_result_info info{};
    const error_t error = graph_exec_update(exec, fresh, &info);
    if (wrong != nullptr) {
        *wrong = info.errorNode;
    }
    if (result != nullptr) {
        *result = info.result;
    }
    return error;
}

inline error_t graph_exec_kernel_node_set_params(graph_exec_t exec, graph_node_t node,
                                                 const kernel_node_params *p) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node),
                             opencl::kernel_work_of(p));
    });
}

inline error_t graph_exec_memcpy_node_set_params(graph_exec_t exec, graph_node_t node,
                                                 const memcpy_3d_parms *p) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node), opencl::copy_work_of(p));
    });
}

inline error_t graph_exec_memcpy_node_set_params_1d(graph_exec_t exec, graph_node_t node, void *to,
                                                    const void *from, std::size_t bytes,
                                                    memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node),
                             opencl::copy_work_of(to, from, bytes, kind));
    });
}

inline error_t graph_exec_memset_node_set_params(graph_exec_t exec, graph_node_t node,
                                                 const memset_params *p) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node), opencl::fill_work_of(p));
    });
}

inline error_t graph_exec_host_node_set_params(graph_exec_t exec, graph_node_t node,
                                               const host_node_params *p) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node),
                             opencl::function_work_of(p));
    });
}

inline error_t graph_exec_child_graph_node_set_params(graph_exec_t exec, graph_node_t node,
                                                      graph_t child) noexcept {
    return detail::call([&] {
        opencl::replace_work(
            opencl::execs().require(exec).node_of(node),
            std::make_shared<opencl::child_work>(opencl::graphs().require(child)));
    });
}

inline error_t graph_exec_event_record_node_set_event(graph_exec_t exec, graph_node_t node,
                                                      event_t event) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node),
                             opencl::record_work(event));
    });
}

inline error_t graph_exec_event_wait_node_set_event(graph_exec_t exec, graph_node_t node,
                                                    event_t event) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node), opencl::wait_work(event));
    });
}

inline error_t graph_exec_node_set_params(graph_exec_t exec, graph_node_t node,
                                          graph_node_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        opencl::replace_work(opencl::execs().require(exec).node_of(node), opencl::any_work(*p));
    });
}

/// A node that is not enabled does nothing at launches.
inline error_t graph_node_set_enabled(graph_exec_t exec, graph_node_t node,
                                      unsigned enabled) noexcept {
    return detail::call(
        [&] { opencl::execs().require(exec).node_of(node)->enabled = enabled != 0; });
}

inline error_t graph_node_get_enabled(graph_exec_t exec, graph_node_t node,
                                      unsigned *enabled) noexcept {
    return detail::call([&] {
        detail::require(enabled != nullptr, error_invalid_value);
        *enabled = opencl::execs().require(exec).node_of(node)->enabled;
    });
}

// -- capture

/// What is issued into the stream from now on becomes a graph. The null stream cannot be captured.
inline error_t stream_begin_capture(stream_t stream, stream_capture_mode) noexcept {
    return detail::call([&] { opencl::begin_capture(opencl::resolve(stream), nullptr, {}); });
}

/// As stream_begin_capture, into a graph that there is, behind these of its nodes.
inline error_t stream_begin_capture_to_graph(stream_t stream, graph_t into,
                                             const graph_node_t *after, const graph_edge_data *,
                                             std::size_t count, stream_capture_mode) noexcept {
    return detail::call([&] {
        graph &g = opencl::graphs().require(into);
        opencl::begin_capture(opencl::resolve(stream), &g, opencl::list_of(after, count));
    });
}

inline error_t stream_end_capture(stream_t stream, graph_t *captured) noexcept {
    return detail::call([&] {
        detail::require(captured != nullptr, error_invalid_value);
        *captured = nullptr;
        *captured = opencl::end_capture(opencl::resolve(stream));
    });
}

inline error_t stream_is_capturing(stream_t stream, stream_capture_status *status) noexcept {
    return detail::call([&] {
        detail::require(status != nullptr, error_invalid_value);
        const auto c = opencl::resolve(stream).capturing;
        *status = c == nullptr ? stream_capture_status_none
                  : c->invalid ? stream_capture_status_invalidated
                               : stream_capture_status_active;
    });
}

/// Everything but the status may be null.
inline error_t stream_get_capture_info(stream_t stream, stream_capture_status *status,
                                       unsigned long long *id = nullptr, graph_t *into = nullptr,
                                       const graph_node_t **after = nullptr,
                                       std::size_t *count = nullptr) noexcept {
    return detail::call([&] {
        const error_t error = stream_is_capturing(stream, status);
        detail::require(error == success, error);
        types::stream &s = opencl::resolve(stream);
        if (*status != stream_capture_status_active) {
            return;
        }
        const std::vector<graph_node *> &ends = s.capturing->ends[&s];
        if (id != nullptr) {
            *id = s.capturing->id;
        }
        if (into != nullptr) {
            *into = s.capturing->into;
        }
        if (after != nullptr) {
            *after = ends.data();
        }
        if (count != nullptr) {
            *count = ends.size();
        }
    });
}

/// The form from CUDA 13 on; all dependencies are ordinary ones.
inline error_t stream_get_capture_info(stream_t stream, stream_capture_status *status,
                                       unsigned long long *id, graph_t *into,
                                       const graph_node_t **after, const graph_edge_data **edges,
                                       std::size_t *count) noexcept {
    if (edges != nullptr) {
        *edges = nullptr;
    }
    return stream_get_capture_info(stream, status, id, into, after, count);
}

inline constexpr unsigned stream_add_capture_dependencies = 0;
inline constexpr unsigned stream_set_capture_dependencies = 1;

/// What the stream's next node comes after: these too, or only these.
inline error_t stream_update_capture_dependencies(stream_t stream, graph_node_t *after,
                                                  std::size_t count, unsigned flags = 0) noexcept {
    return detail::call([&] {
        types::stream &s = opencl::resolve(stream);
        detail::require(s.capturing != nullptr, error_illegal_state);
        if (flags == stream_set_capture_dependencies) {
            s.capturing->ends[&s].clear();
        }
        opencl::join_capture(s, s.capturing, opencl::list_of(after, count));
    });
}

/// The form from CUDA 13 on.
inline error_t stream_update_capture_dependencies(stream_t stream, graph_node_t *after,
                                                  const graph_edge_data *, std::size_t count,
                                                  unsigned flags = 0) noexcept {
    return stream_update_capture_dependencies(stream, after, count, flags);
}

/// Remembered for the calling thread; captures hinder no other calls here, whatever their mode.
inline error_t thread_exchange_stream_capture_mode(stream_capture_mode *mode) noexcept {
    static thread_local stream_capture_mode own = stream_capture_mode_global;
    return detail::call([&] {
        detail::require(mode != nullptr, error_invalid_value);
        std::swap(*mode, own);
    });
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Executable graphs, and capture.
#include "cnative/graph/exec.hpp"

#include <memory>
#include <utility>
#include <vector>

#include "../opencl/graph_exec.hpp"

namespace cn {

error_t graph_instantiate(graph_exec_t *made, graph_t handle, unsigned long long flags) noexcept {
    return detail::call([&] {
        detail::require(made != nullptr, error_invalid_value);
        const graph &g = opencl::graphs().require(handle);
        detail::require((flags & graph_instantiate_flag_device_launch) == 0, error_not_supported);
        *made = opencl::execs().add(std::make_unique<graph_exec>(g, flags));
    });
}

error_t graph_instantiate_with_flags(graph_exec_t *made, graph_t g,
                                     unsigned long long flags) noexcept {
    return graph_instantiate(made, g, flags);
}

error_t graph_instantiate(graph_exec_t *made, graph_t g, graph_node_t *wrong, char *log,
                          std::size_t length) noexcept {
    if (wrong != nullptr) {
        *wrong = nullptr;
    }
    if (log != nullptr && length != 0) {
        *log = '\0';
    }
    return graph_instantiate(made, g);
}

error_t graph_instantiate_with_params(graph_exec_t *made, graph_t g,
                                      graph_instantiate_params *p) noexcept {
    const error_t error = p != nullptr ? graph_instantiate(made, g, p->flags) : error_invalid_value;
    if (p != nullptr) {
        p->errNode_out = nullptr;
        p->result_out = error == success ? graph_instantiate_success
                                         : graph_instantiate_invalid_structure;
    }
    return error;
}

error_t graph_exec_destroy(graph_exec_t exec) noexcept {
    return detail::call([&] { opencl::execs().remove(exec); });
}

error_t graph_exec_get_flags(graph_exec_t exec, unsigned long long *flags) noexcept {
    return detail::call([&] {
        detail::require(flags != nullptr, error_invalid_value);
        *flags = opencl::execs().require(exec).flags;
    });
}

error_t graph_launch(graph_exec_t exec, stream_t stream) noexcept {
    return detail::call([&] { opencl::launch(opencl::execs().require(exec), stream); });
}

error_t graph_upload(graph_exec_t exec, stream_t stream) noexcept {
    return detail::call([&] {
        opencl::execs().require(exec);
        opencl::resolve(stream);
    });
}

error_t graph_exec_update(graph_exec_t exec, graph_t fresh,
                          graph_exec_update_result_info *info) noexcept {
    return detail::call([&] {
        graph_exec &e = opencl::execs().require(exec);
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

error_t graph_exec_update(graph_exec_t exec, graph_t fresh, graph_node_t *wrong,
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

error_t graph_exec_kernel_node_set_params(graph_exec_t exec, graph_node_t node,
                                          const kernel_node_params *p) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node),
                             opencl::kernel_work_of(p));
    });
}

error_t graph_exec_memcpy_node_set_params(graph_exec_t exec, graph_node_t node,
                                          const memcpy_3d_parms *p) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node), opencl::copy_work_of(p));
    });
}

error_t graph_exec_memcpy_node_set_params_1d(graph_exec_t exec, graph_node_t node, void *to,
                                             const void *from, std::size_t bytes,
                                             memcpy_kind kind) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node),
                             opencl::copy_work_of(to, from, bytes, kind));
    });
}

error_t graph_exec_memset_node_set_params(graph_exec_t exec, graph_node_t node,
                                          const memset_params *p) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node), opencl::fill_work_of(p));
    });
}

error_t graph_exec_host_node_set_params(graph_exec_t exec, graph_node_t node,
                                        const host_node_params *p) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node),
                             opencl::function_work_of(p));
    });
}

error_t graph_exec_child_graph_node_set_params(graph_exec_t exec, graph_node_t node,
                                               graph_t child) noexcept {
    return detail::call([&] {
        opencl::replace_work(
            opencl::execs().require(exec).node_of(node),
            std::make_shared<opencl::child_work>(opencl::graphs().require(child)));
    });
}

error_t graph_exec_event_record_node_set_event(graph_exec_t exec, graph_node_t node,
                                               event_t event) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node),
                             opencl::record_work(event));
    });
}

error_t graph_exec_event_wait_node_set_event(graph_exec_t exec, graph_node_t node,
                                             event_t event) noexcept {
    return detail::call([&] {
        opencl::replace_work(opencl::execs().require(exec).node_of(node), opencl::wait_work(event));
    });
}

error_t graph_exec_node_set_params(graph_exec_t exec, graph_node_t node,
                                   graph_node_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        opencl::replace_work(opencl::execs().require(exec).node_of(node), opencl::any_work(*p));
    });
}

error_t graph_node_set_enabled(graph_exec_t exec, graph_node_t node, unsigned enabled) noexcept {
    return detail::call(
        [&] { opencl::execs().require(exec).node_of(node)->enabled = enabled != 0; });
}

error_t graph_node_get_enabled(graph_exec_t exec, graph_node_t node, unsigned *enabled) noexcept {
    return detail::call([&] {
        detail::require(enabled != nullptr, error_invalid_value);
        *enabled = opencl::execs().require(exec).node_of(node)->enabled;
    });
}

error_t stream_begin_capture(stream_t stream, stream_capture_mode) noexcept {
    return detail::call([&] { opencl::begin_capture(opencl::resolve(stream), nullptr, {}); });
}

error_t stream_begin_capture_to_graph(stream_t stream, graph_t into, const graph_node_t *after,
                                      const graph_edge_data *, std::size_t count,
                                      stream_capture_mode) noexcept {
    return detail::call([&] {
        graph &g = opencl::graphs().require(into);
        opencl::begin_capture(opencl::resolve(stream), &g, opencl::list_of(after, count));
    });
}

error_t stream_end_capture(stream_t stream, graph_t *captured) noexcept {
    return detail::call([&] {
        detail::require(captured != nullptr, error_invalid_value);
        *captured = nullptr;
        *captured = opencl::end_capture(opencl::resolve(stream));
    });
}

error_t stream_is_capturing(stream_t stream, stream_capture_status *status) noexcept {
    return detail::call([&] {
        detail::require(status != nullptr, error_invalid_value);
        const auto c = opencl::resolve(stream).capturing;
        *status = c == nullptr ? stream_capture_status_none
                  : c->invalid ? stream_capture_status_invalidated
                               : stream_capture_status_active;
    });
}

error_t stream_get_capture_info(stream_t stream, stream_capture_status *status,
                                unsigned long long *id, graph_t *into, const graph_node_t **after,
                                std::size_t *count) noexcept {
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

error_t stream_get_capture_info(stream_t stream, stream_capture_status *status,
                                unsigned long long *id, graph_t *into, const graph_node_t **after,
                                const graph_edge_data **edges, std::size_t *count) noexcept {
    if (edges != nullptr) {
        *edges = nullptr;
    }
    return stream_get_capture_info(stream, status, id, into, after, count);
}

error_t stream_update_capture_dependencies(stream_t stream, graph_node_t *after, std::size_t count,
                                           unsigned flags) noexcept {
    return detail::call([&] {
        types::stream &s = opencl::resolve(stream);
        detail::require(s.capturing != nullptr, error_illegal_state);
        if (flags == stream_set_capture_dependencies) {
            s.capturing->ends[&s].clear();
        }
        opencl::join_capture(s, s.capturing, opencl::list_of(after, count));
    });
}

error_t stream_update_capture_dependencies(stream_t stream, graph_node_t *after,
                                           const graph_edge_data *, std::size_t count,
                                           unsigned flags) noexcept {
    return stream_update_capture_dependencies(stream, after, count, flags);
}

error_t thread_exchange_stream_capture_mode(stream_capture_mode *mode) noexcept {
    static thread_local stream_capture_mode own = stream_capture_mode_global;
    return detail::call([&] {
        detail::require(mode != nullptr, error_invalid_value);
        std::swap(*mode, own);
    });
}

} // namespace cn

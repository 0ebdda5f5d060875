// SPDX-License-Identifier: MIT
// Executable graphs.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "cnative/graph/exec.hpp"
#include "graph_nodes.hpp"

namespace cn::types {

/// A copy of a graph, with its nodes in an order in which they can run.
struct graph_exec {
    explicit graph_exec(const graph &g, unsigned long long f)
        : source(opencl::copy_of(g)), order(opencl::ordered(*source)), flags(f) {}

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

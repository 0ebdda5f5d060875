// SPDX-License-Identifier: MIT
// Graphs: work that is described once and then launched as a whole. OpenCL 1.2 has none; a launch
// issues the nodes one after the other into the stream, each after those it depends on.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "cnative/graph/nodes.hpp"
#include "device.hpp"

namespace cn::opencl {

/// What a node does. It never changes, so that a graph, its copies and its executable forms share it.
struct node_work {
    explicit node_work(graph_node_type t) : type(t) {}
    virtual ~node_work() = default;

    /// Issues the work into a stream. Throws.
    virtual void run(stream_t into) const = 0;

    const graph_node_type type;
};

using work_ref = std::shared_ptr<const node_work>;

/// Work of which nothing but what it does is known.
struct plain_work : node_work {
    plain_work(graph_node_type t, std::function<void(stream_t)> body)
        : node_work(t), issue(std::move(body)) {}
    void run(stream_t into) const override { issue(into); }

    std::function<void(stream_t)> issue;
};

inline work_ref empty_work() {
    return std::make_shared<plain_work>(graph_node_type_empty, [](stream_t) {});
}

} // namespace cn::opencl

namespace cn::types {

struct graph_node {
    graph *owner;
    opencl::work_ref work;
    std::vector<graph_node *> after = {};  // the nodes it depends on
    const graph_node *original = nullptr;  // of a node of a copy
    bool enabled = true;
};

struct graph {
    std::vector<std::unique_ptr<graph_node>> nodes = {}; // as they were added
};

} // namespace cn::types

namespace cn::opencl {

/// The graphs and nodes that programs hold handles of.
class graph_table {
  public:
    graph *add(std::unique_ptr<graph> made) {
        std::lock_guard<std::mutex> lock(guard);
        alive.insert(made.get());
        return made.release();
    }

    /// Throws error_invalid_value.
    graph &require(const graph *handle) {
        std::lock_guard<std::mutex> lock(guard);
        detail::require(alive.count(handle) != 0, error_invalid_value);
        return *const_cast<graph *>(handle);
    }

    std::unique_ptr<graph> remove(const graph *handle) {
        std::lock_guard<std::mutex> lock(guard);
        detail::require(alive.erase(handle) != 0, error_invalid_value);
        return std::unique_ptr<graph>(const_cast<graph *>(handle));
    }

  private:
    std::mutex guard;
    std::set<const graph *> alive;
};

inline graph_table &graphs() {
    static auto *all = new graph_table;
    return *all;
}

inline std::size_t index_in(const graph &g, const graph_node *node) {
    const auto at = std::find_if(g.nodes.begin(), g.nodes.end(),
                                 [&](const auto &own) { return own.get() == node; });
    detail::require(at != g.nodes.end(), error_invalid_value);
    return static_cast<std::size_t>(at - g.nodes.begin());
}

/// Throws error_invalid_value for a dependency on what is no node of the graph.
inline graph_node *add_node(graph &g, work_ref work, const std::vector<graph_node *> &after) {
    for (const graph_node *node : after) {
        index_in(g, node);
    }
    g.nodes.push_back(std::make_unique<graph_node>(graph_node{&g, std::move(work), after}));
    return g.nodes.back().get();
}

/// The nodes in an order in which each comes after those it depends on; else in that of their making.
/// Throws error_invalid_value for a circle.
inline std::vector<graph_node *> ordered(const graph &g) {
    std::vector<graph_node *> order;
    std::set<const graph_node *> done;
    const auto is_done = [&](const graph_node *node) { return done.count(node) != 0; };
    for (bool found = true; found;) {
        found = false;
        for (const auto &node : g.nodes) {
            const bool ready = std::all_of(node->after.begin(), node->after.end(), is_done);
            if (is_done(node.get()) || !ready) {
                continue;
            }
            order.push_back(node.get());
            done.insert(node.get());
            found = true;
        }
    }
    detail::require(order.size() == g.nodes.size(), error_invalid_value);
    return order;
}

inline void run(const std::vector<graph_node *> &order, stream_t into) {
    for (const graph_node *node : order) {
        if (node->enabled) {
            node->work->run(into);
        }
    }
}

std::unique_ptr<graph> copy_of(const graph &g);

/// A whole graph as one node of another.
struct child_work : node_work {
    explicit child_work(const graph &g)
        : node_work(graph_node_type_graph), child(copy_of(g)), order(ordered(*child)) {}
    void run(stream_t into) const override { opencl::run(order, into); }

    const std::unique_ptr<graph> child;
    const std::vector<graph_node *> order;
};

inline std::unique_ptr<graph> copy_of(const graph &g) {
    auto made = std::make_unique<graph>();
    for (const auto &node : g.nodes) {
        const auto *child = dynamic_cast<const child_work *>(node->work.get());
        work_ref work = child ? std::make_shared<child_work>(*child->child) : node->work;
        made->nodes.push_back(std::make_unique<graph_node>(
            graph_node{made.get(), std::move(work), {}, node.get(), node->enabled}));
    }
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
        for (const graph_node *before : g.nodes[i]->after) {
            made->nodes[i]->after.push_back(made->nodes[index_in(g, before)].get());
        }
    }
    return made;
}

} // namespace cn::opencl

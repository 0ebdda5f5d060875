// SPDX-License-Identifier: MIT
// Nodes of graphs as programs ask for them.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "cnative/graph/graph.hpp"
#include "event.hpp"
#include "graph_memory.hpp"
#include "graph_work.hpp"

namespace cn::opencl {

inline std::vector<graph_node *> list_of(const graph_node_t *nodes, std::size_t count) {
    detail::require(nodes != nullptr || count == 0, error_invalid_value);
    return {nodes, nodes + count};
}

/// Makes a node; what it does comes from `make`, called where the graph is one.
template <class Make>
error_t add_node(graph_node_t *added, graph_t handle, const graph_node_t *after, std::size_t count,
                 Make &&make) noexcept {
    return detail::call([&] {
        detail::require(added != nullptr, error_invalid_value);
        graph &g = graphs().require(handle);
        const std::vector<graph_node *> list = list_of(after, count);
        *added = add_node(g, make(), list);
    });
}

/// What a node does, if that is of type W. Throws error_invalid_value.
template <class W> const W &work_of(const graph_node *node) {
    detail::require(node != nullptr, error_invalid_value);
    const W *work = dynamic_cast<const W *>(node->work.get());
    detail::require(work != nullptr, error_invalid_value);
    return *work;
}

/// Replaces what a node does by other work of the same type. Throws error_invalid_value.
inline void replace_work(graph_node *node, work_ref work) {
    detail::require(node != nullptr && node->work->type == work->type, error_invalid_value);
    node->work = std::move(work);
}

/// Fills a caller's array. Its size is `*count`, which becomes the number of items; without an array
/// that is all. Where the array is larger the rest is null.
template <class T> void give(const std::vector<T> &items, T *array, std::size_t *count) {
    detail::require(count != nullptr, error_invalid_value);
    for (std::size_t i = 0; array != nullptr && i < *count; ++i) {
        array[i] = i < items.size() ? items[i] : T{};
    }
    *count = array == nullptr ? items.size() : std::min(*count, items.size());
}

/// The data of `*count` edges, where they are asked for.
inline error_t with_zeros(graph_edge_data *data, const std::size_t *count, error_t error) {
    for (std::size_t i = 0; error == success && data != nullptr && i < *count; ++i) {
        data[i] = {};
    }
    return error;
}

inline std::vector<graph_node *> dependents_of(const graph_node *node) {
    std::vector<graph_node *> found;
    for (const auto &other : node->owner->nodes) {
        if (std::find(other->after.begin(), other->after.end(), node) != other->after.end()) {
            found.push_back(other.get());
        }
    }
    return found;
}

inline work_ref any_work(graph_node_params &p) {
    switch (p.type) {
    case graph_node_type_kernel:
        return kernel_work_of(&p.kernel);
    case graph_node_type_memcpy:
        return copy_work_of(&p.memcpy.copyParams);
    case graph_node_type_memset:
        return fill_work_of(&p.memset);
    case graph_node_type_host:
        return function_work_of(&p.host);
    case graph_node_type_graph:
        return std::make_shared<child_work>(graphs().require(p.graph.graph));
    case graph_node_type_empty:
        return empty_work();
    case graph_node_type_wait_event:
        return wait_work(p.eventWait.event);
    case graph_node_type_event_record:
        return record_work(p.eventRecord.event);
    case graph_node_type_mem_alloc: {
        auto work = std::make_shared<allocation_work>(p.alloc.bytesize);
        p.alloc.dptr = work->memory->base();
        return work;
    }
    case graph_node_type_mem_free:
        return std::make_shared<release_work>(p.free.dptr);
    default:
        throw detail::failure{error_not_supported};
    }
}

} // namespace cn::opencl

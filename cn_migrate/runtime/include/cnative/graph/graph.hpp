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

namespace cn {

inline error_t graph_create(graph_t *created, unsigned flags) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr && flags == 0, error_invalid_value);
        *created = opencl::graphs().add(std::make_unique<graph>());
    });
}

inline error_t graph_destroy(graph_t handle) noexcept {
    return detail::call([&] { opencl::graphs().remove(handle); });
}

inline error_t graph_clone(graph_t *clone, graph_t original) noexcept {
    return detail::call([&] {
        detail::require(clone != nullptr, error_invalid_value);
        *clone = opencl::graphs().add(opencl::copy_of(opencl::graphs().require(original)));
    });
}

// -- nodes

inline error_t graph_add_kernel_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                     std::size_t count, const kernel_node_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::kernel_work_of(p); });
}

inline error_t graph_add_memcpy_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                     std::size_t count, const memcpy_3d_parms *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::copy_work_of(p); });
}

inline error_t graph_add_memcpy_node_1d(graph_node_t *added, graph_t g, const graph_node_t *after,
                                        std::size_t count, void *to, const void *from,
                                        std::size_t bytes, memcpy_kind kind) noexcept {
    return opencl::add_node(added, g, after, count,
                            [&] { return opencl::copy_work_of(to, from, bytes, kind); });
}

inline error_t graph_add_memcpy_node_to_symbol(graph_node_t *added, graph_t g,
                                               const graph_node_t *after, std::size_t count,
                                               const symbol_base &symbol, const void *from,
                                               std::size_t bytes, std::size_t offset,
                                               memcpy_kind kind) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        return opencl::copy_work_of(opencl::symbol_range(symbol, offset, bytes), from, bytes, kind);
    });
}

inline error_t graph_add_memcpy_node_from_symbol(graph_node_t *added, graph_t g,
                                                 const graph_node_t *after, std::size_t count,
                                                 void *to, const symbol_base &symbol,
                                                 std::size_t bytes, std::size_t offset,
                                                 memcpy_kind kind) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        return opencl::copy_work_of(to, opencl::symbol_range(symbol, offset, bytes), bytes, kind);
    });
}

inline error_t graph_add_memset_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                     std::size_t count, const memset_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::fill_work_of(p); });
}

inline error_t graph_add_host_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                   std::size_t count, const host_node_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::function_work_of(p); });
}

inline error_t graph_add_child_graph_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                          std::size_t count, graph_t child) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        return std::make_shared<opencl::child_work>(opencl::graphs().require(child));
    });
}

inline error_t graph_add_empty_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                    std::size_t count) noexcept {
    return opencl::add_node(added, g, after, count, opencl::empty_work);
}

inline error_t graph_add_event_record_node(graph_node_t *added, graph_t g,
                                           const graph_node_t *after, std::size_t count,
                                           event_t event) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::record_work(event); });
}

inline error_t graph_add_event_wait_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                         std::size_t count, event_t event) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::wait_work(event); });
}

/// The memory's address is in the parameters afterwards.
inline error_t graph_add_mem_alloc_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                        std::size_t count, mem_alloc_node_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        detail::require(p != nullptr, error_invalid_value);
        auto work = std::make_shared<opencl::allocation_work>(p->bytesize);
        p->dptr = work->memory->base();
        return work;
    });
}

inline error_t graph_add_mem_free_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                       std::size_t count, void *pointer) noexcept {
    return opencl::add_node(added, g, after, count,
                            [&] { return std::make_shared<opencl::release_work>(pointer); });
}

/// error_not_supported for conditional nodes and semaphores of other interfaces.
inline error_t graph_add_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                              std::size_t count, graph_node_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        detail::require(p != nullptr, error_invalid_value);
        return opencl::any_work(*p);
    });
}

inline error_t graph_add_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                              const graph_edge_data *, std::size_t count,
                              graph_node_params *p) noexcept {
    return graph_add_node(added, g, after, count, p);
}

inline error_t graph_destroy_node(graph_node_t node) noexcept {
    return detail::call([&] {
        detail::require(node != nullptr, error_invalid_value);
        graph &g = opencl::graphs().require(node->owner);
        for (graph_node *dependent : opencl::dependents_of(node)) {
            std::vector<graph_node *> &after = dependent->after;
            after.erase(std::remove(after.begin(), after.end(), node), after.end());
        }
        g.nodes.erase(g.nodes.begin() + static_cast<std::ptrdiff_t>(opencl::index_in(g, node)));
    });
}

// -- parameters of nodes

inline error_t graph_node_get_type(graph_node_t node, graph_node_type *type) noexcept {
    return detail::call([&] {
        detail::require(node != nullptr && type != nullptr, error_invalid_value);
        *type = node->work->type;
    });
}

inline error_t graph_kernel_node_get_params(graph_node_t node, kernel_node_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        *p = opencl::params_of(opencl::work_of<opencl::kernel_work>(node));
    });
}

inline error_t graph_kernel_node_set_params(graph_node_t node,
                                            const kernel_node_params *p) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::kernel_work_of(p)); });
}

inline error_t graph_memcpy_node_get_params(graph_node_t node, memcpy_3d_parms *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        *p = opencl::work_of<opencl::copy_work>(node).params;
    });
}

inline error_t graph_memcpy_node_set_params(graph_node_t node, const memcpy_3d_parms *p) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::copy_work_of(p)); });
}

inline error_t graph_memcpy_node_set_params_1d(graph_node_t node, void *to, const void *from,
                                               std::size_t bytes, memcpy_kind kind) noexcept {
    return detail::call(
        [&] { opencl::replace_work(node, opencl::copy_work_of(to, from, bytes, kind)); });
}

inline error_t graph_memset_node_get_params(graph_node_t node, memset_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        *p = opencl::work_of<opencl::fill_work>(node).params;
    });
}

inline error_t graph_memset_node_set_params(graph_node_t node, const memset_params *p) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::fill_work_of(p)); });
}

inline error_t graph_host_node_get_params(graph_node_t node, host_node_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        *p = opencl::work_of<opencl::function_work>(node).params;
    });
}

inline error_t graph_host_node_set_params(graph_node_t node, const host_node_params *p) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::function_work_of(p)); });
}

inline error_t graph_node_set_params(graph_node_t node, graph_node_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        opencl::replace_work(node, opencl::any_work(*p));
    });
}

inline error_t graph_event_record_node_get_event(graph_node_t node, event_t *event) noexcept {
    return detail::call([&] {
        detail::require(event != nullptr, error_invalid_value);
        *event = opencl::work_of<opencl::event_work>(node).event;
    });
}

inline error_t graph_event_wait_node_get_event(graph_node_t node, event_t *event) noexcept {
    return graph_event_record_node_get_event(node, event);
}

inline error_t graph_event_record_node_set_event(graph_node_t node, event_t event) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::record_work(event)); });
}

inline error_t graph_event_wait_node_set_event(graph_node_t node, event_t event) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::wait_work(event)); });
}

// -- what there is, and what depends on what

inline error_t graph_get_nodes(graph_t handle, graph_node_t *nodes, std::size_t *count) noexcept {
    return detail::call([&] {
        std::vector<graph_node *> all;
        for (const auto &node : opencl::graphs().require(handle).nodes) {
            all.push_back(node.get());
        }
        opencl::give(all, nodes, count);
    });
}

inline error_t graph_get_root_nodes(graph_t handle, graph_node_t *nodes,
                                    std::size_t *count) noexcept {
    return detail::call([&] {
        std::vector<graph_node *> roots;
        for (const auto &node : opencl::graphs().require(handle).nodes) {
            if (node->after.empty()) {
                roots.push_back(node.get());
            }
        }
        opencl::give(roots, nodes, count);
    });
}

/// Both arrays or none.
inline error_t graph_get_edges(graph_t handle, graph_node_t *from, graph_node_t *to,
                               std::size_t *count) noexcept {
    return detail::call([&] {
        detail::require(count != nullptr && (from == nullptr) == (to == nullptr),
                        error_invalid_value);
        std::vector<graph_node *> before, behind;
        for (const auto &node : opencl::graphs().require(handle).nodes) {
            before.insert(before.end(), node->after.begin(), node->after.end());
            behind.resize(before.size(), node.get());
        }
        std::size_t same = *count;
        opencl::give(before, from, &same);
        opencl::give(behind, to, count);
    });
}

inline error_t graph_node_get_dependencies(graph_node_t node, graph_node_t *nodes,
                                           std::size_t *count) noexcept {
    return detail::call([&] {
        detail::require(node != nullptr, error_invalid_value);
        opencl::give(node->after, nodes, count);
    });
}

inline error_t graph_node_get_dependent_nodes(graph_node_t node, graph_node_t *nodes,
                                              std::size_t *count) noexcept {
    return detail::call([&] {
        detail::require(node != nullptr, error_invalid_value);
        opencl::give(opencl::dependents_of(node), nodes, count);
    });
}

/// `to[i]` comes after `from[i]` from now on.
inline error_t graph_add_dependencies(graph_t handle, const graph_node_t *from,
                                      const graph_node_t *to, std::size_t count) noexcept {
    return detail::call([&] {
        const graph &g = opencl::graphs().require(handle);
        for (std::size_t i = 0; i < count; ++i) {
            opencl::index_in(g, from[i]);
            opencl::index_in(g, to[i]);
            to[i]->after.push_back(from[i]);
        }
    });
}

inline error_t graph_remove_dependencies(graph_t handle, const graph_node_t *from,
                                         const graph_node_t *to, std::size_t count) noexcept {
    return detail::call([&] {
        const graph &g = opencl::graphs().require(handle);
        for (std::size_t i = 0; i < count; ++i) {
            opencl::index_in(g, to[i]);
            std::vector<graph_node *> &after = to[i]->after;
            const auto found = std::find(after.begin(), after.end(), from[i]);
            detail::require(found != after.end(), error_invalid_value);
            after.erase(found);
        }
    });
}

// The forms from CUDA 13 on: all dependencies are ordinary ones, whose data are zero.

inline error_t graph_add_dependencies(graph_t g, const graph_node_t *from, const graph_node_t *to,
                                      const graph_edge_data *, std::size_t count) noexcept {
    return graph_add_dependencies(g, from, to, count);
}

inline error_t graph_remove_dependencies(graph_t g, const graph_node_t *from,
                                         const graph_node_t *to, const graph_edge_data *,
                                         std::size_t count) noexcept {
    return graph_remove_dependencies(g, from, to, count);
}

inline error_t graph_get_edges(graph_t g, graph_node_t *from, graph_node_t *to,
                               graph_edge_data *data, std::size_t *count) noexcept {
    return opencl::with_zeros(data, count, graph_get_edges(g, from, to, count));
}

inline error_t graph_node_get_dependencies(graph_node_t node, graph_node_t *nodes,
                                           graph_edge_data *data, std::size_t *count) noexcept {
    return opencl::with_zeros(data, count, graph_node_get_dependencies(node, nodes, count));
}

inline error_t graph_node_get_dependent_nodes(graph_node_t node, graph_node_t *nodes,
                                              graph_edge_data *data, std::size_t *count) noexcept {
    return opencl::with_zeros(data, count, graph_node_get_dependent_nodes(node, nodes, count));
}

/// The node of a clone that stands for one of the original.
inline error_t graph_node_find_in_clone(graph_node_t *found, graph_node_t original,
                                        graph_t clone) noexcept {
    return detail::call([&] {
        detail::require(found != nullptr, error_invalid_value);
        *found = nullptr;
        for (const auto &node : opencl::graphs().require(clone).nodes) {
            *found = node->original == original ? node.get() : *found;
        }
        detail::require(*found != nullptr, error_invalid_value);
    });
}

// -- memory that graphs allocate

/// Memory is given back with the graphs that hold it: there is nothing more to give.
inline error_t device_graph_mem_trim(int device) noexcept {
    return detail::call([&] { opencl::device_at(device); });
}

/// 64 bits wide. All devices together.
inline error_t device_get_graph_mem_attribute(int device, graph_mem_attribute_type what,
                                              void *value) noexcept {
    return detail::call([&] {
        opencl::device_at(device);
        const bool known = what >= 0 && what <= graph_mem_attr_reserved_mem_high;
        detail::require(value != nullptr && known, error_invalid_value);
        *static_cast<std::uint64_t *>(value) = opencl::graph_memories().bytes(what);
    });
}

/// Sets the highest values back to the current ones.
inline error_t device_set_graph_mem_attribute(int device, graph_mem_attribute_type,
                                              void *) noexcept {
    return detail::call([&] {
        opencl::device_at(device);
        opencl::graph_memories().forget_most();
    });
}

} // namespace cn

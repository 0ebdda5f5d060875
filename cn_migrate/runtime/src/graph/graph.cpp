// SPDX-License-Identifier: MIT
// Graphs: their making, their nodes and what those depend on.
#include "cnative/graph/graph.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "../opencl/graph_nodes.hpp"

namespace cn {

error_t graph_create(graph_t *created, unsigned flags) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr && flags == 0, error_invalid_value);
        *created = opencl::graphs().add(std::make_unique<graph>());
    });
}

error_t graph_destroy(graph_t handle) noexcept {
    return detail::call([&] { opencl::graphs().remove(handle); });
}

error_t graph_clone(graph_t *clone, graph_t original) noexcept {
    return detail::call([&] {
        detail::require(clone != nullptr, error_invalid_value);
        *clone = opencl::graphs().add(opencl::copy_of(opencl::graphs().require(original)));
    });
}

error_t graph_add_kernel_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                              std::size_t count, const kernel_node_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::kernel_work_of(p); });
}

error_t graph_add_memcpy_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                              std::size_t count, const memcpy_3d_parms *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::copy_work_of(p); });
}

error_t graph_add_memcpy_node_1d(graph_node_t *added, graph_t g, const graph_node_t *after,
                                 std::size_t count, void *to, const void *from, std::size_t bytes,
                                 memcpy_kind kind) noexcept {
    return opencl::add_node(added, g, after, count,
                            [&] { return opencl::copy_work_of(to, from, bytes, kind); });
}

error_t graph_add_memcpy_node_to_symbol(graph_node_t *added, graph_t g, const graph_node_t *after,
                                        std::size_t count, const symbol_base &symbol,
                                        const void *from, std::size_t bytes, std::size_t offset,
                                        memcpy_kind kind) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        return opencl::copy_work_of(opencl::symbol_range(symbol, offset, bytes), from, bytes, kind);
    });
}

error_t graph_add_memcpy_node_from_symbol(graph_node_t *added, graph_t g, const graph_node_t *after,
                                          std::size_t count, void *to, const symbol_base &symbol,
                                          std::size_t bytes, std::size_t offset,
                                          memcpy_kind kind) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        return opencl::copy_work_of(to, opencl::symbol_range(symbol, offset, bytes), bytes, kind);
    });
}

error_t graph_add_memset_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                              std::size_t count, const memset_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::fill_work_of(p); });
}

error_t graph_add_host_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                            std::size_t count, const host_node_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::function_work_of(p); });
}

error_t graph_add_child_graph_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                   std::size_t count, graph_t child) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        return std::make_shared<opencl::child_work>(opencl::graphs().require(child));
    });
}

error_t graph_add_empty_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                             std::size_t count) noexcept {
    return opencl::add_node(added, g, after, count, opencl::empty_work);
}

error_t graph_add_event_record_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                    std::size_t count, event_t event) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::record_work(event); });
}

error_t graph_add_event_wait_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                  std::size_t count, event_t event) noexcept {
    return opencl::add_node(added, g, after, count, [&] { return opencl::wait_work(event); });
}

error_t graph_add_mem_alloc_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                 std::size_t count, mem_alloc_node_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        detail::require(p != nullptr, error_invalid_value);
        auto work = std::make_shared<opencl::allocation_work>(p->bytesize);
        p->dptr = work->memory->base();
        return work;
    });
}

error_t graph_add_mem_free_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                                std::size_t count, void *pointer) noexcept {
    return opencl::add_node(added, g, after, count,
                            [&] { return std::make_shared<opencl::release_work>(pointer); });
}

error_t graph_add_node(graph_node_t *added, graph_t g, const graph_node_t *after, std::size_t count,
                       graph_node_params *p) noexcept {
    return opencl::add_node(added, g, after, count, [&] {
        detail::require(p != nullptr, error_invalid_value);
        return opencl::any_work(*p);
    });
}

error_t graph_add_node(graph_node_t *added, graph_t g, const graph_node_t *after,
                       const graph_edge_data *, std::size_t count, graph_node_params *p) noexcept {
    return graph_add_node(added, g, after, count, p);
}

error_t graph_destroy_node(graph_node_t node) noexcept {
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

error_t graph_node_get_type(graph_node_t node, graph_node_type *type) noexcept {
    return detail::call([&] {
        detail::require(node != nullptr && type != nullptr, error_invalid_value);
        *type = node->work->type;
    });
}

error_t graph_kernel_node_get_params(graph_node_t node, kernel_node_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        *p = opencl::params_of(opencl::work_of<opencl::kernel_work>(node));
    });
}

error_t graph_kernel_node_set_params(graph_node_t node, const kernel_node_params *p) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::kernel_work_of(p)); });
}

error_t graph_memcpy_node_get_params(graph_node_t node, memcpy_3d_parms *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        *p = opencl::work_of<opencl::copy_work>(node).params;
    });
}

error_t graph_memcpy_node_set_params(graph_node_t node, const memcpy_3d_parms *p) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::copy_work_of(p)); });
}

error_t graph_memcpy_node_set_params_1d(graph_node_t node, void *to, const void *from,
                                        std::size_t bytes, memcpy_kind kind) noexcept {
    return detail::call(
        [&] { opencl::replace_work(node, opencl::copy_work_of(to, from, bytes, kind)); });
}

error_t graph_memset_node_get_params(graph_node_t node, memset_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        *p = opencl::work_of<opencl::fill_work>(node).params;
    });
}

error_t graph_memset_node_set_params(graph_node_t node, const memset_params *p) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::fill_work_of(p)); });
}

error_t graph_host_node_get_params(graph_node_t node, host_node_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        *p = opencl::work_of<opencl::function_work>(node).params;
    });
}

error_t graph_host_node_set_params(graph_node_t node, const host_node_params *p) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::function_work_of(p)); });
}

error_t graph_node_set_params(graph_node_t node, graph_node_params *p) noexcept {
    return detail::call([&] {
        detail::require(p != nullptr, error_invalid_value);
        opencl::replace_work(node, opencl::any_work(*p));
    });
}

error_t graph_event_record_node_get_event(graph_node_t node, event_t *event) noexcept {
    return detail::call([&] {
        detail::require(event != nullptr, error_invalid_value);
        *event = opencl::work_of<opencl::event_work>(node).event;
    });
}

error_t graph_event_wait_node_get_event(graph_node_t node, event_t *event) noexcept {
    return graph_event_record_node_get_event(node, event);
}

error_t graph_event_record_node_set_event(graph_node_t node, event_t event) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::record_work(event)); });
}

error_t graph_event_wait_node_set_event(graph_node_t node, event_t event) noexcept {
    return detail::call([&] { opencl::replace_work(node, opencl::wait_work(event)); });
}

error_t graph_get_nodes(graph_t handle, graph_node_t *nodes, std::size_t *count) noexcept {
    return detail::call([&] {
        std::vector<graph_node *> all;
        for (const auto &node : opencl::graphs().require(handle).nodes) {
            all.push_back(node.get());
        }
        opencl::give(all, nodes, count);
    });
}

error_t graph_get_root_nodes(graph_t handle, graph_node_t *nodes, std::size_t *count) noexcept {
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

error_t graph_get_edges(graph_t handle, graph_node_t *from, graph_node_t *to,
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

error_t graph_node_get_dependencies(graph_node_t node, graph_node_t *nodes,
                                    std::size_t *count) noexcept {
    return detail::call([&] {
        detail::require(node != nullptr, error_invalid_value);
        opencl::give(node->after, nodes, count);
    });
}

error_t graph_node_get_dependent_nodes(graph_node_t node, graph_node_t *nodes,
                                       std::size_t *count) noexcept {
    return detail::call([&] {
        detail::require(node != nullptr, error_invalid_value);
        opencl::give(opencl::dependents_of(node), nodes, count);
    });
}

error_t graph_add_dependencies(graph_t handle, const graph_node_t *from, const graph_node_t *to,
                               std::size_t count) noexcept {
    return detail::call([&] {
        const graph &g = opencl::graphs().require(handle);
        for (std::size_t i = 0; i < count; ++i) {
            opencl::index_in(g, from[i]);
            opencl::index_in(g, to[i]);
            to[i]->after.push_back(from[i]);
        }
    });
}

error_t graph_remove_dependencies(graph_t handle, const graph_node_t *from, const graph_node_t *to,
                                  std::size_t count) noexcept {
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

error_t graph_add_dependencies(graph_t g, const graph_node_t *from, const graph_node_t *to,
                               const graph_edge_data *, std::size_t count) noexcept {
    return graph_add_dependencies(g, from, to, count);
}

error_t graph_remove_dependencies(graph_t g, const graph_node_t *from, const graph_node_t *to,
                                  const graph_edge_data *, std::size_t count) noexcept {
    return graph_remove_dependencies(g, from, to, count);
}

error_t graph_get_edges(graph_t g, graph_node_t *from, graph_node_t *to, graph_edge_data *data,
                        std::size_t *count) noexcept {
    return opencl::with_zeros(data, count, graph_get_edges(g, from, to, count));
}

error_t graph_node_get_dependencies(graph_node_t node, graph_node_t *nodes, graph_edge_data *data,
                                    std::size_t *count) noexcept {
    return opencl::with_zeros(data, count, graph_node_get_dependencies(node, nodes, count));
}

error_t graph_node_get_dependent_nodes(graph_node_t node, graph_node_t *nodes,
                                       graph_edge_data *data, std::size_t *count) noexcept {
    return opencl::with_zeros(data, count, graph_node_get_dependent_nodes(node, nodes, count));
}

error_t graph_node_find_in_clone(graph_node_t *found, graph_node_t original,
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

error_t device_graph_mem_trim(int device) noexcept {
    return detail::call([&] { opencl::device_at(device); });
}

error_t device_get_graph_mem_attribute(int device, graph_mem_attribute_type what,
                                       void *value) noexcept {
    return detail::call([&] {
        opencl::device_at(device);
        const bool known = what >= 0 && what <= graph_mem_attr_reserved_mem_high;
        detail::require(value != nullptr && known, error_invalid_value);
        *static_cast<std::uint64_t *>(value) = opencl::graph_memories().bytes(what);
    });
}

error_t device_set_graph_mem_attribute(int device, graph_mem_attribute_type, void *) noexcept {
    return detail::call([&] {
        opencl::device_at(device);
        opencl::graph_memories().forget_most();
    });
}

} // namespace cn

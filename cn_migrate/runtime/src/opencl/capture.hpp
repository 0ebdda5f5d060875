// SPDX-License-Identifier: MIT
// Capture: while a stream is captured, what is issued into it becomes nodes of a graph. Streams that
// wait for an event recorded in a captured one are captured with it.
#pragma once

#include "graph.hpp"
#include "order.hpp"

namespace cn::opencl {

struct capture {
    stream *origin;
    graph *into;
    bool made; // the graph is the capture's own, and not the program's
    unsigned long long id;
    bool invalid = false;
    // What the next node of each captured stream comes after; of no stream: the last nodes of those
    // that were destroyed.
    std::map<const stream *, std::vector<graph_node *>> ends = {};
    std::set<stream *> streams = {};
};

/// Adds what is issued into a captured stream. Throws error_stream_capture_invalidated.
inline graph_node *add_captured(stream &s, work_ref work) {
    capture &c = *s.capturing;
    detail::require(!c.invalid, error_stream_capture_invalidated);
    std::vector<graph_node *> &ends = c.ends[&s];
    graph_node *added = add_node(*c.into, std::move(work), ends);
    ends = {added};
    return added;
}

/// Throws error_stream_capture_unsupported, and spoils the capture, where the stream is captured:
/// for what waits.
inline void refuse_capture(stream &s) {
    if (s.capturing != nullptr) {
        s.capturing->invalid = true;
        throw detail::failure{error_stream_capture_unsupported};
    }
}

/// The stream's next node also comes after these; it is captured with them from now on.
inline void join_capture(stream &s, const std::shared_ptr<capture> &c,
                         const std::vector<graph_node *> &after) {
    detail::require(s.capturing == nullptr || s.capturing == c, error_stream_capture_merge);
    detail::require(s.owner == c->origin->owner, error_not_supported);
    s.capturing = c;
    c->streams.insert(&s);
    std::vector<graph_node *> &ends = c->ends[&s];
    for (graph_node *node : after) {
        if (std::find(ends.begin(), ends.end(), node) == ends.end()) {
            ends.push_back(node);
        }
    }
}

inline void begin_capture(stream &s, graph *into, const std::vector<graph_node *> &after) {
    static std::atomic<unsigned long long> captures{0};
    detail::require(&s != &s.owner->null, error_stream_capture_unsupported);
    detail::require(s.capturing == nullptr, error_illegal_state);
    graph *const target = into != nullptr ? into : graphs().add(std::make_unique<graph>());
    const bool made = into == nullptr;
    join_capture(s, std::make_shared<capture>(capture{&s, target, made, ++captures}), after);
}

/// True if all that the captured streams did comes before the ends of the first one.
inline bool is_joined(const capture &c) {
    std::vector<const graph_node *> pending(c.ends.at(c.origin).begin(), c.ends.at(c.origin).end());
    std::set<const graph_node *> reached(pending.begin(), pending.end());
    while (!pending.empty()) {
        const graph_node *node = pending.back();
        pending.pop_back();
        for (const graph_node *before : node->after) {
            if (reached.insert(before).second) {
                pending.push_back(before);
            }
        }
    }
    for (const auto &[s, ends] : c.ends) {
        for (const graph_node *node : ends) {
            if (reached.count(node) == 0) {
                return false;
            }
        }
    }
    return true;
}

/// Ends a capture without a graph.
inline void abandon_capture(const capture &c) {
    if (c.made) {
        graphs().remove(c.into);
    }
    for (stream *captured : c.streams) {
        captured->capturing = nullptr;
    }
}

/// Before a captured stream is destroyed.
inline void leave_capture(stream &s) {
    const std::shared_ptr<capture> c = s.capturing;
    if (c == nullptr) {
        return;
    }
    if (c->origin == &s) {
        return abandon_capture(*c);
    }
    for (graph_node *node : c->ends[&s]) {
        c->ends[nullptr].push_back(node);
    }
    c->ends.erase(&s);
    c->streams.erase(&s);
}

/// The captured graph. Throws error_stream_capture_unmatched, _invalidated, _unjoined.
inline graph *end_capture(stream &s) {
    const std::shared_ptr<capture> c = s.capturing;
    detail::require(c != nullptr, error_illegal_state);
    detail::require(c->origin == &s, error_stream_capture_unmatched);
    const error_t error = c->invalid      ? error_stream_capture_invalidated
                          : is_joined(*c) ? success
                                          : error_stream_capture_unjoined;
    if (error != success) {
        abandon_capture(*c);
        throw detail::failure{error};
    }
    for (stream *captured : c->streams) {
        captured->capturing = nullptr;
    }
    return c->into;
}

} // namespace cn::opencl

// SPDX-License-Identifier: MIT
// Events: markers in streams, or places in graphs that are captured; the nodes of graphs that concern
// events.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "capture.hpp"
#include "cnative/event.hpp"
#include "cnative/stream.hpp"

namespace cn::types {

/// A point in a stream: a marker command, once recorded.
struct event {
    opencl::device *owner = nullptr;
    unsigned flags = 0;
    opencl::event_ref marker = {};
    std::weak_ptr<opencl::capture> captured = {};     // of one last recorded in a captured stream,
    std::vector<graph_node *> captured_after = {};    // and the nodes it stands behind
};

} // namespace cn::types

namespace cn::opencl {

struct event_set {
    std::mutex guard; // of the set and of the events' markers
    std::set<event_t> alive;
};

inline event_set &events() {
    static auto *all = new event_set;
    return *all;
}

/// Locks all events. Throws error_invalid_resource_handle where this is none.
inline std::unique_lock<std::mutex> lock_event(event_t handle) {
    std::unique_lock<std::mutex> lock(events().guard);
    detail::require(events().alive.count(handle) != 0, error_invalid_resource_handle);
    return lock;
}

/// What an event recorded last; empty if nothing. Throws error_invalid_resource_handle, and
/// error_captured_event for one that marks a place in a graph.
inline event_ref marker_of(event_t handle) {
    const auto lock = lock_event(handle);
    detail::require(handle->captured.expired(), error_captured_event);
    return handle->marker;
}

/// Records an event in a captured stream: it marks a place in the graph. Throws.
inline void capture_event(event_t handle, const stream &s) {
    const auto lock = lock_event(handle);
    handle->captured = s.capturing;
    handle->captured_after = s.capturing->ends[&s];
}

/// Whether an event marks a place in a graph that is being captured; the stream is then captured with
/// it. Throws.
inline bool wait_in_capture(stream &s, event_t awaited) {
    const auto lock = lock_event(awaited);
    const std::shared_ptr<capture> c = awaited->captured.lock();
    const bool outside = s.capturing != nullptr && c == nullptr && awaited->marker;
    detail::require(!outside, error_stream_capture_isolation);
    if (c != nullptr) {
        join_capture(s, c, awaited->captured_after);
    }
    return c != nullptr;
}

/// The device's clock, in nanoseconds, when a command ended.
inline ulong_t end_time(const event_ref &e) {
    ulong_t time = 0;
    check(cl().GetEventProfilingInfo(e.get(), profiling_command_end, sizeof time, &time, nullptr),
          "clGetEventProfilingInfo");
    return time;
}

/// The resolution of event times, in nanoseconds: no two events are closer than this.
inline constexpr ulong_t event_resolution = 500;

/// Work that concerns one event: to record it, or to wait for it.
struct event_work : node_work {
    event_work(graph_node_type t, event_t e, error_t (*f)(event_t, stream_t))
        : node_work(t), event(e), function(f) {}
    void run(stream_t into) const override {
        const error_t error = function(event, into);
        detail::require(error == success, error);
    }

    const event_t event;
    error_t (*const function)(event_t, stream_t);
};

inline work_ref record_work(event_t handle) {
    lock_event(handle);
    return std::make_shared<event_work>(graph_node_type_event_record, handle, event_record);
}

inline work_ref wait_work(event_t handle) {
    const auto wait = [](event_t e, stream_t s) { return stream_wait_event(s, e, 0); };
    lock_event(handle);
    return std::make_shared<event_work>(graph_node_type_wait_event, handle, wait);
}

} // namespace cn::opencl

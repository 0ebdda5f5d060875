// SPDX-License-Identifier: MIT
// Events: points in a stream, with the time at which the device reached them.
#pragma once

#include <algorithm>
#include <set>

#include "memory.hpp"
#include "opencl/capture.hpp"

namespace cn::types {

/// A point in a stream: a marker command, once recorded.
struct event {
    opencl::device *owner = nullptr;
    unsigned flags = 0;
    opencl::event_ref marker = {};
    std::weak_ptr<opencl::capture> captured = {};     // of one last recorded in a captured stream,
    std::vector<graph_node *> captured_after = {};    // and the nodes it stands behind
};

using event_t = event *;

inline constexpr unsigned event_default = 0;
inline constexpr unsigned event_blocking_sync = 1;
inline constexpr unsigned event_disable_timing = 2;
inline constexpr unsigned event_interprocess = 4;
inline constexpr unsigned event_record_default = 0;
inline constexpr unsigned event_record_external = 1;
inline constexpr unsigned event_wait_default = 0;
inline constexpr unsigned event_wait_external = 1;

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

} // namespace cn::opencl

namespace cn {

inline error_t event_create_with_flags(event_t *created, unsigned flags) noexcept {
    return detail::call([&] {
        const bool supported = (flags & ~(event_blocking_sync | event_disable_timing)) == 0;
        detail::require(created != nullptr && supported, error_invalid_value);
        auto made = std::make_unique<event>();
        made->owner = &opencl::current_device();
        made->flags = flags;
        std::lock_guard<std::mutex> lock(opencl::events().guard);
        opencl::events().alive.insert(made.get());
        *created = made.release();
    });
}

inline error_t event_create(event_t *created) noexcept {
    return event_create_with_flags(created, event_default);
}

inline error_t event_create(event_t *created, unsigned flags) noexcept {
    return event_create_with_flags(created, flags);
}

/// What waits for the event goes on waiting for what it recorded.
inline error_t event_destroy(event_t handle) noexcept {
    return detail::call([&] {
        std::lock_guard<std::mutex> lock(opencl::events().guard);
        const bool known = opencl::events().alive.erase(handle) != 0;
        detail::require(known, error_invalid_resource_handle);
        delete handle;
    });
}

/// Records the point that the stream has reached with all its earlier work.
inline error_t event_record(event_t handle, stream_t stream = nullptr) noexcept {
    return detail::call([&] {
        types::stream &s = opencl::resolve(stream);
        if (s.capturing != nullptr) {
            return opencl::capture_event(handle, s);
        }
        opencl::lock_event(handle);
        detail::require(handle->owner == s.owner, error_invalid_resource_handle);
        opencl::event_ref marker = opencl::enqueue_marker(s);
        std::lock_guard<std::mutex> lock(opencl::events().guard);
        handle->marker = std::move(marker);
        handle->captured.reset();
    });
}

} // namespace cn

namespace cn::opencl {

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

} // namespace cn::opencl

namespace cn {

/// `event_record_external` makes a node of a captured graph that records the event at each launch.
inline error_t event_record_with_flags(event_t handle, stream_t stream = nullptr,
                                       unsigned flags = event_record_default) noexcept {
    const bool external = flags == event_record_external;
    return !external ? event_record(handle, stream) : detail::call([&] {
        types::stream &s = opencl::resolve(stream);
        detail::require(s.capturing != nullptr, error_invalid_value);
        opencl::add_captured(s, opencl::record_work(handle));
    });
}

/// Waits until the recorded point is reached; one never recorded is.
inline error_t event_synchronize(event_t handle) noexcept {
    return detail::call([&] {
        const opencl::event_ref marker = opencl::marker_of(handle);
        opencl::wait(*handle->owner, marker);
    });
}

/// success if the recorded point is reached, else error_not_ready.
inline error_t event_query(event_t handle) noexcept {
    return detail::call([&] {
        const opencl::event_ref marker = opencl::marker_of(handle);
        const bool reached = !marker || marker.state() <= opencl::execution_complete;
        detail::require(reached, error_not_ready);
    });
}

/// Milliseconds between two recorded points, with half a microsecond's resolution, never less than
/// that. error_not_ready if one is not reached yet, error_invalid_resource_handle if one was not
/// recorded or has no times.
inline error_t event_elapsed_time(float *milliseconds, event_t start, event_t end) noexcept {
    return detail::call([&] {
        detail::require(milliseconds != nullptr, error_invalid_value);
        const opencl::event_ref from = opencl::marker_of(start);
        const opencl::event_ref to = opencl::marker_of(end);
        const bool timed = from && to && start->owner == end->owner &&
                           ((start->flags | end->flags) & event_disable_timing) == 0;
        detail::require(timed, error_invalid_resource_handle);
        const bool reached = from.state() <= opencl::execution_complete &&
                             to.state() <= opencl::execution_complete;
        detail::require(reached, error_not_ready);
        const opencl::ulong_t begun = opencl::end_time(from);
        const opencl::ulong_t ended = opencl::end_time(to);
        const opencl::ulong_t least = begun + opencl::event_resolution;
        *milliseconds = static_cast<float>(std::max(ended, least) - begun) * 1e-6F;
    });
}

} // namespace cn

// SPDX-License-Identifier: MIT
// The order of work: what is enqueued in a stream, and what waits for what.
//
// Commands of one stream run in order. The null stream waits for all earlier work of the blocking
// streams of its device, and their later work waits for it (CUDA C++ Programming Guide, "Default
// Stream", legacy behaviour).
#pragma once

#include <thread>
#include <vector>

#include "device.hpp"

namespace cn::opencl {

/// Adds a stream to the device.
inline stream *create_stream(device &d, unsigned flags, int priority) {
    auto created = std::make_unique<stream>();
    created->owner = &d;
    created->queue = d.create_queue(d.context);
    created->flags = flags;
    created->priority = priority;
    std::lock_guard<std::mutex> lock(d.order);
    d.streams.insert(created.get());
    return created.release();
}

/// Removes a created stream whose work is done.
inline void destroy_stream(stream &s) {
    {
        std::lock_guard<std::mutex> lock(s.owner->order);
        s.owner->streams.erase(&s);
    }
    cl().ReleaseCommandQueue(s.queue);
    delete &s;
}

/// The calling thread's own default stream on this device.
inline stream &thread_stream(device &d) {
    thread_local std::vector<stream *> own;
    const auto index = static_cast<std::size_t>(d.ordinal);
    if (own.size() <= index) {
        own.resize(index + 1);
    }
    if (own[index] == nullptr) {
        own[index] = create_stream(d, stream_default, 0);
    }
    return *own[index];
}

/// What a handle stands for. Throws error_invalid_resource_handle for one that is not alive.
inline stream &resolve(stream_t handle) {
    device &current = current_device();
    const bool is_default = handle == nullptr;
    if (handle == stream_legacy || (is_default && !detail::default_is_per_thread)) {
        return current.null;
    }
    if (handle == stream_per_thread || is_default) {
        return thread_stream(current);
    }
    for (const auto &d : devices()) {
        std::lock_guard<std::mutex> lock(d->order);
        if (d->streams.count(handle) != 0) {
            return *handle;
        }
    }
    throw detail::failure{error_invalid_resource_handle};
}

/// The events that the next command of this stream must wait for. Call with the device locked.
inline std::vector<event> earlier(stream &s) {
    std::vector<event> waits;
    device &d = *s.owner;
    if (&s == &d.null) {
        for (stream *other : d.streams) {
            if ((other->flags & stream_non_blocking) == 0 &&
                other->joined_by_null != other->issued) {
                waits.push_back(other->last.get());
                other->joined_by_null = other->issued;
            }
        }
        return waits;
    }
    if ((s.flags & stream_non_blocking) == 0 && s.joined_null != d.null.issued) {
        waits.push_back(d.null.last.get());
        s.joined_null = d.null.issued;
    }
    return waits;
}

/// Enqueues a command, `command(queue, waits, wait_list, event*) -> status`, behind everything it
/// must follow, and starts it. Call with the device locked.
template <class Command>
event_ref enqueue_locked(stream &s, const char *what, Command &&command) {
    const std::vector<event> waits = earlier(s);
    event issued = nullptr;
    check(command(s.queue, static_cast<uint_t>(waits.size()),
                  waits.empty() ? nullptr : waits.data(), &issued),
          what);
    s.last = event_ref(issued);
    ++s.issued;
    check(cl().Flush(s.queue), "clFlush");
    return s.last;
}

template <class Command> event_ref enqueue(stream &s, const char *what, Command &&command) {
    std::lock_guard<std::mutex> lock(s.owner->order);
    return enqueue_locked(s, what, std::forward<Command>(command));
}

/// Has a thread of a kernel ended itself and its launch?
bool trapped(device &d);

/// Waits for a command. A failed one breaks its device, as a failed kernel does in CUDA.
inline void wait(device &d, const event_ref &e) {
    if (!e) {
        return;
    }
    const event waited = e.get();
    const int_t code = cl().WaitForEvents(1, &waited);
    if (code == ok && e.state() == execution_complete) {
        if (trapped(d)) {
            d.broken = error_assert;
            throw detail::failure{error_assert};
        }
        return;
    }
    if (detail::verbose()) {
        detail::explain("a command on " + d.info.name + " failed with OpenCL status " +
                        std::to_string(code == ok ? e.state() : code));
    }
    d.broken = error_launch_failure;
    throw detail::failure{error_launch_failure};
}

inline event_ref enqueue_marker(stream &s) {
    return enqueue(s, "clEnqueueMarkerWithWaitList",
                   [](command_queue queue, uint_t n, const event *waits, event *issued) {
                       return cl().EnqueueMarkerWithWaitList(queue, n, waits, issued);
                   });
}

/// Waits until the stream's next command could run: what the host does now is in stream order.
inline void wait_for_turn(stream &s) { wait(*s.owner, enqueue_marker(s)); }

/// The events after which all that this stream holds now is done. The null stream's work includes
/// that of the blocking streams, which its next command would wait for.
inline std::vector<event_ref> ends_of(stream &s) {
    device &d = *s.owner;
    std::lock_guard<std::mutex> lock(d.order);
    std::vector<event_ref> ends{s.last};
    if (&s != &d.null) {
        return ends;
    }
    for (stream *other : d.streams) {
        if ((other->flags & stream_non_blocking) == 0) {
            ends.push_back(other->last);
        }
    }
    return ends;
}

inline bool is_done(stream &s) {
    for (const event_ref &end : ends_of(s)) {
        if (end && end.state() > execution_complete) {
            return false;
        }
    }
    return true;
}

inline void synchronize(stream &s) {
    for (const event_ref &end : ends_of(s)) {
        wait(*s.owner, end);
    }
}

/// Waits for all streams of a device.
inline void synchronize(device &d) {
    std::vector<event_ref> ends;
    {
        std::lock_guard<std::mutex> lock(d.order);
        ends.push_back(d.null.last);
        for (stream *s : d.streams) {
            ends.push_back(s->last);
        }
    }
    for (const event_ref &end : ends) {
        wait(d, end);
    }
}

/// Initialised before main() is called.
inline const std::thread::id main_thread = std::this_thread::get_id();

inline finish_thread::~finish_thread() {
    for (const auto &d : devices()) {
        detail::call([&] { synchronize(*d); });
    }
    ended = std::this_thread::get_id() == main_thread;
}

} // namespace cn::opencl

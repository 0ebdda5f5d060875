// SPDX-License-Identifier: MIT
// Events.
#include "cnative/event.hpp"

#include <algorithm>
#include <memory>

#include "opencl/event.hpp"

namespace cn {

error_t event_create_with_flags(event_t *created, unsigned flags) noexcept {
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

error_t event_create(event_t *created) noexcept {
    return event_create_with_flags(created, event_default);
}

error_t event_create(event_t *created, unsigned flags) noexcept {
    return event_create_with_flags(created, flags);
}

error_t event_destroy(event_t handle) noexcept {
    return detail::call([&] {
        std::lock_guard<std::mutex> lock(opencl::events().guard);
        const bool known = opencl::events().alive.erase(handle) != 0;
        detail::require(known, error_invalid_resource_handle);
        delete handle;
    });
}

error_t event_record(event_t handle, stream_t stream) noexcept {
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

error_t event_record_with_flags(event_t handle, stream_t stream, unsigned flags) noexcept {
    const bool external = flags == event_record_external;
    return !external ? event_record(handle, stream) : detail::call([&] {
        types::stream &s = opencl::resolve(stream);
        detail::require(s.capturing != nullptr, error_invalid_value);
        opencl::add_captured(s, opencl::record_work(handle));
    });
}

error_t event_synchronize(event_t handle) noexcept {
    return detail::call([&] {
        const opencl::event_ref marker = opencl::marker_of(handle);
        opencl::wait(*handle->owner, marker);
    });
}

error_t event_query(event_t handle) noexcept {
    return detail::call([&] {
        const opencl::event_ref marker = opencl::marker_of(handle);
        const bool reached = !marker || marker.state() <= opencl::execution_complete;
        detail::require(reached, error_not_ready);
    });
}

error_t event_elapsed_time(float *milliseconds, event_t start, event_t end) noexcept {
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

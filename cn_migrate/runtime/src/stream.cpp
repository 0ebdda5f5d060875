// SPDX-License-Identifier: MIT
// Streams.
#include "cnative/stream.hpp"

#include <cstdint>

#include "opencl/allocation.hpp"
#include "opencl/event.hpp"
#include "opencl/host_task.hpp"

bool cn::detail::default_is_per_thread = false;

namespace cn {

error_t stream_create_with_priority(stream_t *created, unsigned flags, int priority) noexcept {
    return detail::call([&] {
        detail::require(created != nullptr && flags <= stream_non_blocking, error_invalid_value);
        *created = opencl::create_stream(opencl::current_device(), flags, priority);
    });
}

error_t stream_create_with_flags(stream_t *created, unsigned flags) noexcept {
    return stream_create_with_priority(created, flags, 0);
}

error_t stream_create(stream_t *created) noexcept {
    return stream_create_with_priority(created, stream_default, 0);
}

error_t stream_destroy(stream_t handle) noexcept {
    return detail::call([&] {
        types::stream &s = opencl::resolve(handle);
        const bool created = handle == &s && handle != nullptr;
        detail::require(created, error_invalid_resource_handle);
        opencl::leave_capture(s);
        opencl::synchronize(s);
        opencl::destroy_stream(s);
    });
}

error_t stream_synchronize(stream_t handle) noexcept {
    return detail::call([&] {
        types::stream &s = opencl::resolve(handle);
        opencl::refuse_capture(s);
        opencl::synchronize(s);
    });
}

error_t stream_query(stream_t handle) noexcept {
    return detail::call([&] {
        types::stream &s = opencl::resolve(handle);
        opencl::refuse_capture(s);
        detail::require(opencl::is_done(s), error_not_ready);
    });
}

error_t stream_wait_event(stream_t handle, event_t awaited, unsigned flags) noexcept {
    return detail::call([&] {
        types::stream &s = opencl::resolve(handle);
        if (flags == event_wait_external && s.capturing != nullptr) {
            opencl::add_captured(s, opencl::wait_work(awaited));
            return;
        }
        if (opencl::wait_in_capture(s, awaited)) {
            return;
        }
        const opencl::event_ref marker = opencl::marker_of(awaited);
        if (!marker) {
            return;
        }
        if (awaited->owner != s.owner) {
            return opencl::wait(*awaited->owner, marker);
        }
        opencl::enqueue_wait(s, marker);
    });
}

error_t stream_get_flags(stream_t handle, unsigned *flags) noexcept {
    return detail::call([&] {
        detail::require(flags != nullptr, error_invalid_value);
        *flags = opencl::resolve(handle).flags;
    });
}

error_t stream_get_priority(stream_t handle, int *priority) noexcept {
    return detail::call([&] {
        detail::require(priority != nullptr, error_invalid_value);
        *priority = opencl::resolve(handle).priority;
    });
}

error_t stream_get_id(stream_t handle, unsigned long long *id) noexcept {
    return detail::call([&] {
        detail::require(id != nullptr, error_invalid_value);
        *id = reinterpret_cast<std::uintptr_t>(&opencl::resolve(handle));
    });
}

error_t stream_get_device(stream_t handle, int *ordinal) noexcept {
    return detail::call([&] {
        detail::require(ordinal != nullptr, error_invalid_value);
        *ordinal = opencl::resolve(handle).owner->ordinal;
    });
}

error_t device_get_stream_priority_range(int *least, int *greatest) noexcept {
    return detail::call([&] {
        opencl::current_device();
        for (int *bound : {least, greatest}) {
            if (bound != nullptr) {
                *bound = 0;
            }
        }
    });
}

error_t launch_host_func(stream_t handle, host_fn_t function, void *user_data) noexcept {
    return detail::call([&] {
        detail::require(function != nullptr, error_invalid_value);
        opencl::enqueue_host_task(opencl::resolve(handle),
                                  [=](error_t) { function(user_data); });
    });
}

error_t stream_add_callback(stream_t handle, stream_callback_t callback, void *user_data,
                            unsigned flags) noexcept {
    return detail::call([&] {
        detail::require(callback != nullptr && flags == 0, error_invalid_value);
        opencl::enqueue_host_task(opencl::resolve(handle), [=](error_t status) {
            callback(handle, status, user_data);
        });
    });
}

error_t stream_attach_mem_async(stream_t handle, void *pointer, std::size_t, unsigned) noexcept {
    return detail::call([&] {
        opencl::resolve(handle);
        const auto a = opencl::memory().find(pointer);
        const bool managed = a && a->kind == opencl::memory_kind::managed;
        detail::require(managed, error_invalid_value);
    });
}

} // namespace cn

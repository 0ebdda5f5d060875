// SPDX-License-Identifier: MIT
// Streams and events of the driver interface.
#include "cnative/driver/stream.hpp"

#include "../opencl/host_task.hpp"
#include "memory.hpp"
#include "result.hpp"

namespace cn {

driver_result driver_stream_create(stream_t *created, unsigned flags) noexcept {
    return detail::driver_call([&] { detail::demand(stream_create_with_flags(created, flags)); });
}

driver_result driver_stream_create_with_priority(stream_t *created, unsigned flags,
                                                 int priority) noexcept {
    return detail::driver_call(
        [&] { detail::demand(stream_create_with_priority(created, flags, priority)); });
}

driver_result driver_ctx_get_stream_priority_range(int *least, int *greatest) noexcept {
    return detail::driver_call(
        [&] { detail::demand(device_get_stream_priority_range(least, greatest)); });
}

driver_result driver_stream_destroy(stream_t stream) noexcept {
    return detail::driver_call([&] { detail::demand(stream_destroy(stream)); });
}

driver_result driver_stream_synchronize(stream_t stream) noexcept {
    return detail::driver_call([&] { detail::demand(stream_synchronize(stream)); });
}

driver_result driver_stream_query(stream_t stream) noexcept {
    return detail::driver_call([&] { detail::demand(stream_query(stream)); });
}

driver_result driver_stream_wait_event(stream_t stream, event_t awaited, unsigned flags) noexcept {
    return detail::driver_call([&] { detail::demand(stream_wait_event(stream, awaited, flags)); });
}

driver_result driver_stream_add_callback(stream_t stream, driver_stream_callback callback,
                                         void *user_data, unsigned flags) noexcept {
    return detail::driver_call([&] {
        detail::require(callback != nullptr && flags == 0, error_invalid_value);
        opencl::enqueue_host_task(opencl::resolve(stream), [=](error_t status) {
            callback(stream, detail::driver_result_of(status), user_data);
        });
    });
}

driver_result driver_stream_attach_mem_async(stream_t stream, driver_device_ptr address,
                                             std::size_t bytes, unsigned flags) noexcept {
    return detail::driver_call([&] {
        detail::demand(stream_attach_mem_async(stream, opencl::pointer(address), bytes, flags));
    });
}

driver_result driver_launch_host_func(stream_t stream, host_fn_t function,
                                      void *user_data) noexcept {
    return detail::driver_call(
        [&] { detail::demand(launch_host_func(stream, function, user_data)); });
}

driver_result driver_event_create(event_t *created, unsigned flags) noexcept {
    return detail::driver_call([&] { detail::demand(event_create_with_flags(created, flags)); });
}

driver_result driver_event_destroy(event_t event) noexcept {
    return detail::driver_call([&] { detail::demand(event_destroy(event)); });
}

driver_result driver_event_record(event_t event, stream_t stream) noexcept {
    return detail::driver_call([&] { detail::demand(event_record(event, stream)); });
}

driver_result driver_event_query(event_t event) noexcept {
    return detail::driver_call([&] { detail::demand(event_query(event)); });
}

driver_result driver_event_synchronize(event_t event) noexcept {
    return detail::driver_call([&] { detail::demand(event_synchronize(event)); });
}

driver_result driver_event_elapsed_time(float *milliseconds, event_t start, event_t end) noexcept {
    return detail::driver_call(
        [&] { detail::demand(event_elapsed_time(milliseconds, start, end)); });
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Streams and events of the driver interface: those of the runtime interface, under its results.
#pragma once

#include "../stream.hpp"
#include "memory.hpp"

namespace cn::types {

using driver_stream_callback = void (*)(stream_t stream, driver_result status, void *user_data);

} // namespace cn::types

namespace cn {

driver_result driver_stream_create(stream_t *created, unsigned flags) noexcept;

driver_result driver_stream_create_with_priority(stream_t *created, unsigned flags,
                                                 int priority) noexcept;

driver_result driver_ctx_get_stream_priority_range(int *least, int *greatest) noexcept;

driver_result driver_stream_destroy(stream_t stream) noexcept;

driver_result driver_stream_synchronize(stream_t stream) noexcept;

driver_result driver_stream_query(stream_t stream) noexcept;

driver_result driver_stream_wait_event(stream_t stream, event_t awaited, unsigned flags) noexcept;

driver_result driver_stream_add_callback(stream_t stream, driver_stream_callback callback,
                                         void *user_data, unsigned flags) noexcept;

driver_result driver_stream_attach_mem_async(stream_t stream, driver_device_ptr address,
                                             std::size_t bytes, unsigned flags) noexcept;

driver_result driver_launch_host_func(stream_t stream, host_fn_t function,
                                      void *user_data) noexcept;

driver_result driver_event_create(event_t *created, unsigned flags) noexcept;

driver_result driver_event_destroy(event_t event) noexcept;

driver_result driver_event_record(event_t event, stream_t stream) noexcept;

driver_result driver_event_query(event_t event) noexcept;

driver_result driver_event_synchronize(event_t event) noexcept;

driver_result driver_event_elapsed_time(float *milliseconds, event_t start, event_t end) noexcept;

} // namespace cn

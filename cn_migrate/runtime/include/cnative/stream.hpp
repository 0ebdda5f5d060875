// SPDX-License-Identifier: MIT
// Streams: creation, synchronisation, waiting for events, host functions in stream order.
#pragma once

#include <cstddef>

#include "event.hpp"
#include "memory.hpp"

namespace cn::types {

inline constexpr unsigned stream_default = 0;
inline constexpr unsigned stream_non_blocking = 1;
inline const stream_t stream_legacy = reinterpret_cast<stream_t>(1);
inline const stream_t stream_per_thread = reinterpret_cast<stream_t>(2);

using stream_callback_t = void (*)(stream_t stream, error_t status, void *user_data);
using host_fn_t = void (*)(void *user_data);

} // namespace cn::types

namespace cn {

namespace detail {
/// Is the default stream of each thread its own? (nvcc --default-stream per-thread)
extern bool default_is_per_thread;
} // namespace detail

/// Priorities are accepted and remembered; OpenCL queues do not have them.
error_t stream_create_with_priority(stream_t *created, unsigned flags, int priority) noexcept;

error_t stream_create_with_flags(stream_t *created, unsigned flags) noexcept;

error_t stream_create(stream_t *created) noexcept;

/// Waits for the stream's work, then removes it.
error_t stream_destroy(stream_t handle) noexcept;

/// Waits until the stream's work is done. Reports failed kernels.
error_t stream_synchronize(stream_t handle) noexcept;

/// success if the stream's work is done, else error_not_ready.
error_t stream_query(stream_t handle) noexcept;

/// The stream's later work waits for what the event recorded.
error_t stream_wait_event(stream_t handle, event_t awaited, unsigned flags = 0) noexcept;

error_t stream_get_flags(stream_t handle, unsigned *flags) noexcept;

error_t stream_get_priority(stream_t handle, int *priority) noexcept;

/// A number that no other stream has.
error_t stream_get_id(stream_t handle, unsigned long long *id) noexcept;

error_t stream_get_device(stream_t handle, int *ordinal) noexcept;

/// All priorities are the same: 0 to 0.
error_t device_get_stream_priority_range(int *least, int *greatest) noexcept;

/// Calls a host function when the stream's earlier work is done; later work waits for it. It must
/// not call this library.
error_t launch_host_func(stream_t handle, host_fn_t function, void *user_data) noexcept;

error_t stream_add_callback(stream_t handle, stream_callback_t callback, void *user_data,
                            unsigned flags) noexcept;

/// Managed memory follows all streams here; checked, then ignored.
error_t stream_attach_mem_async(stream_t handle, void *pointer, std::size_t = 0,
                                unsigned = mem_attach_single) noexcept;

template <class Type>
error_t stream_attach_mem_async(stream_t handle, Type *pointer, std::size_t length = 0,
                                unsigned flags = mem_attach_single) noexcept {
    return stream_attach_mem_async(handle, static_cast<void *>(pointer), length, flags);
}

} // namespace cn

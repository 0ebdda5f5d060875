// SPDX-License-Identifier: MIT
// Events: points in a stream, with the time at which the device reached them.
#pragma once

#include "error.hpp"
#include "handles.hpp"

namespace cn::types {

inline constexpr unsigned event_default = 0;
inline constexpr unsigned event_blocking_sync = 1;
inline constexpr unsigned event_disable_timing = 2;
inline constexpr unsigned event_interprocess = 4;
inline constexpr unsigned event_record_default = 0;
inline constexpr unsigned event_record_external = 1;
inline constexpr unsigned event_wait_default = 0;
inline constexpr unsigned event_wait_external = 1;

} // namespace cn::types

namespace cn {

error_t event_create_with_flags(event_t *created, unsigned flags) noexcept;

error_t event_create(event_t *created) noexcept;

error_t event_create(event_t *created, unsigned flags) noexcept;

/// What waits for the event goes on waiting for what it recorded.
error_t event_destroy(event_t handle) noexcept;

/// Records the point that the stream has reached with all its earlier work.
error_t event_record(event_t handle, stream_t stream = nullptr) noexcept;

/// `event_record_external` makes a node of a captured graph that records the event at each launch.
error_t event_record_with_flags(event_t handle, stream_t stream = nullptr,
                                unsigned flags = event_record_default) noexcept;

/// Waits until the recorded point is reached; one never recorded is.
error_t event_synchronize(event_t handle) noexcept;

/// success if the recorded point is reached, else error_not_ready.
error_t event_query(event_t handle) noexcept;

/// Milliseconds between two recorded points, with half a microsecond's resolution, never less than
/// that. error_not_ready if one is not reached yet, error_invalid_resource_handle if one was not
/// recorded or has no times.
error_t event_elapsed_time(float *milliseconds, event_t start, event_t end) noexcept;

} // namespace cn

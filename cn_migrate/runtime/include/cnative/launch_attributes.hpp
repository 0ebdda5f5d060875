// SPDX-License-Identifier: MIT
// Launches with attributes, and attributes of streams. Most are hints, which are without effect here;
// clusters of blocks change the meaning, and are refused.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include "error.hpp"
#include "handles.hpp"
#include "vector_types.hpp"

namespace cn::types {

enum access_property : int {
    access_property_normal = 0,
    access_property_streaming = 1,
    access_property_persisting = 2,
};

enum synchronization_policy : int {
    sync_policy_auto = 1,
    sync_policy_spin = 2,
    sync_policy_yield = 3,
    sync_policy_blocking_sync = 4,
};

enum cluster_scheduling_policy : int {
    cluster_scheduling_policy_default = 0,
    cluster_scheduling_policy_spread = 1,
    cluster_scheduling_policy_load_balancing = 2,
};

enum launch_attribute_id : int {
    launch_attribute_ignore = 0,
    launch_attribute_access_policy_window = 1,
    launch_attribute_cooperative = 2,
    launch_attribute_synchronization_policy = 3,
    launch_attribute_cluster_dimension = 4,
    launch_attribute_cluster_scheduling_policy_preference = 5,
    launch_attribute_programmatic_stream_serialization = 6,
    launch_attribute_programmatic_event = 7,
    launch_attribute_priority = 8,
};

struct access_policy_window {
    void *base_ptr;
    std::size_t num_bytes;
    float hitRatio;
    access_property hitProp;
    access_property missProp;
};

union launch_attribute_value {
    char pad[64];
    access_policy_window accessPolicyWindow;
    int cooperative;
    synchronization_policy syncPolicy;
    struct {
        unsigned x;
        unsigned y;
        unsigned z;
    } clusterDim;
    cluster_scheduling_policy clusterSchedulingPolicyPreference;
    int programmaticStreamSerializationAllowed;
    struct {
        event_t event;
        int flags;
        int triggerAtBlockStart;
    } programmaticEvent;
    int priority;
};

struct launch_attribute {
    launch_attribute_id id;
    launch_attribute_value val;
};

struct launch_config_t {
    dim3 gridDim = dim3(0, 0, 0);
    dim3 blockDim = dim3(0, 0, 0);
    std::size_t dynamicSmemBytes = 0;
    stream_t stream = nullptr;
    launch_attribute *attrs = nullptr;
    unsigned numAttrs = 0;
};

} // namespace cn::types

namespace cn {

error_t launch_kernel_ex_c(const launch_config_t *config, const void *kernel,
                           void **arguments) noexcept;

template <class... Parameters, class... Arguments>
error_t launch_kernel_ex(const launch_config_t *config, void (*kernel)(Parameters...),
                         Arguments &&...arguments) noexcept {
    const auto launch_with = [&](std::decay_t<Parameters>... values) {
        const void *places[] = {&values..., nullptr};
        return launch_kernel_ex_c(config, reinterpret_cast<const void *>(kernel),
                                  const_cast<void **>(places));
    };
    return launch_with(std::forward<Arguments>(arguments)...);
}

/// A hint; the stream is checked.
error_t stream_set_attribute(stream_t stream, launch_attribute_id,
                             const launch_attribute_value *value) noexcept;

/// What a stream has that no attribute was set for; only its priority is remembered.
error_t stream_get_attribute(stream_t stream, launch_attribute_id id,
                             launch_attribute_value *value) noexcept;

error_t stream_copy_attributes(stream_t to, stream_t from) noexcept;

/// No lines of any cache persist here.
error_t ctx_reset_persisting_l2_cache() noexcept;

} // namespace cn

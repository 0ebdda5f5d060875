// SPDX-License-Identifier: MIT
// Launches with attributes, and attributes of streams. Most are hints, which are without effect here;
// clusters of blocks and cooperation of a whole grid change the meaning, and are refused.
#pragma once

#include <tuple>

#include "event.hpp"
#include "launch.hpp"

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

namespace cn::opencl {

/// Throws error_not_supported for an attribute without which the kernel would mean something else.
inline void require_hints(const launch_config_t &config) {
    for (unsigned i = 0; i < config.numAttrs; ++i) {
        const launch_attribute &a = config.attrs[i];
        const auto &c = a.val.clusterDim;
        const bool clusters = a.id == launch_attribute_cluster_dimension && c.x * c.y * c.z > 1;
        const bool together = a.id == launch_attribute_cooperative && a.val.cooperative != 0;
        detail::require(!clusters && !together, error_not_supported);
    }
}

} // namespace cn::opencl

namespace cn {

inline error_t launch_kernel_ex_c(const launch_config_t *config, const void *kernel,
                                  void **arguments) noexcept {
    return detail::call([&] {
        detail::require(config != nullptr, error_invalid_value);
        opencl::require_hints(*config);
        opencl::launch(opencl::kernels().find(kernel), arguments,
                       {config->gridDim, config->blockDim, config->dynamicSmemBytes,
                        config->stream});
    });
}

template <class... P, class... A>
error_t launch_kernel_ex(const launch_config_t *config, void (*kernel)(P...),
                         A &&...arguments) noexcept {
    std::tuple<std::decay_t<P>...> values(std::forward<A>(arguments)...);
    return std::apply(
        [&](auto &...value) {
            const void *places[] = {&value..., nullptr};
            return launch_kernel_ex_c(config, reinterpret_cast<const void *>(kernel),
                                      const_cast<void **>(places));
        },
        values);
}

/// A hint; the stream is checked.
inline error_t stream_set_attribute(stream_t stream, launch_attribute_id,
                                    const launch_attribute_value *value) noexcept {
    return detail::call([&] {
        detail::require(value != nullptr, error_invalid_value);
        opencl::resolve(stream);
    });
}

/// What a stream has that no attribute was set for; only its priority is remembered.
inline error_t stream_get_attribute(stream_t stream, launch_attribute_id id,
                                    launch_attribute_value *value) noexcept {
    return detail::call([&] {
        detail::require(value != nullptr, error_invalid_value);
        const types::stream &s = opencl::resolve(stream);
        *value = {};
        if (id == launch_attribute_priority) {
            value->priority = s.priority;
        }
        if (id == launch_attribute_synchronization_policy) {
            value->syncPolicy = sync_policy_auto;
        }
    });
}

inline error_t stream_copy_attributes(stream_t to, stream_t from) noexcept {
    return detail::call([&] {
        opencl::resolve(to);
        opencl::resolve(from);
    });
}

/// No lines of any cache persist here.
inline error_t ctx_reset_persisting_l2_cache() noexcept {
    return detail::call([] { opencl::current_device(); });
}

} // namespace cn

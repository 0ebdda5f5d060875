// SPDX-License-Identifier: MIT
// Launches with attributes, and attributes of streams.
#include "cnative/launch_attributes.hpp"

#include "opencl/launch.hpp"

namespace cn {

namespace {

/// Throws error_not_supported for an attribute without which the kernel would mean something else.
void require_hints(const launch_config_t &config) {
    for (unsigned i = 0; i < config.numAttrs; ++i) {
        const launch_attribute &a = config.attrs[i];
        const auto &c = a.val.clusterDim;
        const bool clusters = a.id == launch_attribute_cluster_dimension && c.x * c.y * c.z > 1;
        detail::require(!clusters, error_not_supported);
    }
}

} // namespace

error_t launch_kernel_ex_c(const launch_config_t *config, const void *kernel,
                           void **arguments) noexcept {
    return detail::call([&] {
        detail::require(config != nullptr, error_invalid_value);
        require_hints(*config);
        opencl::launch(opencl::kernels().find(kernel), arguments,
                       {config->gridDim, config->blockDim, config->dynamicSmemBytes,
                        config->stream});
    });
}

error_t stream_set_attribute(stream_t stream, launch_attribute_id,
                             const launch_attribute_value *value) noexcept {
    return detail::call([&] {
        detail::require(value != nullptr, error_invalid_value);
        opencl::resolve(stream);
    });
}

error_t stream_get_attribute(stream_t stream, launch_attribute_id id,
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

error_t stream_copy_attributes(stream_t to, stream_t from) noexcept {
    return detail::call([&] {
        opencl::resolve(to);
        opencl::resolve(from);
    });
}

error_t ctx_reset_persisting_l2_cache() noexcept {
    return detail::call([] { opencl::current_device(); });
}

} // namespace cn

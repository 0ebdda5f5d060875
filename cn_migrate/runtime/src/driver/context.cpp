// SPDX-License-Identifier: MIT
// Devices and contexts of the driver interface.
#include "cnative/driver/context.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "../opencl/properties.hpp"
#include "../opencl/settings.hpp"
#include "context.hpp"
#include "result.hpp"

namespace cn {

namespace {

int attribute_of(const device_prop &p, driver_device_attribute attribute) {
    switch (static_cast<int>(attribute)) {
#define CN_ROW(value, name, property)                                                              \
    case value:                                                                                    \
        return static_cast<int>(p.property);
        CN_DEVICE_ATTRIBUTES(CN_ROW)
#undef CN_ROW
    case driver_device_attribute_virtual_memory_management_supported:
        return 1;
    }
    return 0;
}

} // namespace

driver_result driver_init(unsigned flags) noexcept {
    return detail::driver_call([&] {
        detail::require(flags == 0, error_invalid_value);
        opencl::require_devices();
    });
}

driver_result driver_driver_get_version(int *version) noexcept {
    return detail::driver_call([&] { detail::demand(driver_get_version(version)); });
}

driver_result driver_device_get(driver_device *found, int ordinal) noexcept {
    return detail::driver_call([&] {
        detail::require(found != nullptr, error_invalid_value);
        *found = opencl::device_at(ordinal).ordinal;
    });
}

driver_result driver_device_get_count(int *count) noexcept {
    return detail::driver_call([&] {
        detail::require(count != nullptr, error_invalid_value);
        *count = static_cast<int>(opencl::devices().size());
    });
}

driver_result driver_device_get_name(char *name, int length, driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(name != nullptr && length > 0, error_invalid_value);
        std::snprintf(name, static_cast<std::size_t>(length), "%s",
                      opencl::device_at(d).info.name.c_str());
    });
}

driver_result driver_device_total_mem(std::size_t *bytes, driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(bytes != nullptr, error_invalid_value);
        *bytes = opencl::properties_of(opencl::device_at(d)).totalGlobalMem;
    });
}

driver_result driver_device_get_uuid(driver_uuid *uuid, driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(uuid != nullptr, error_invalid_value);
        *uuid = {};
        uuid->bytes[15] = static_cast<char>(opencl::device_at(d).ordinal);
    });
}

driver_result driver_device_compute_capability(int *major, int *minor, driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(major != nullptr && minor != nullptr, error_invalid_value);
        const device_prop p = opencl::properties_of(opencl::device_at(d));
        *major = p.major;
        *minor = p.minor;
    });
}

driver_result driver_device_get_attribute(int *value, driver_device_attribute attribute,
                                          driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(value != nullptr, error_invalid_value);
        const bool known = attribute >= driver_device_attribute_max_threads_per_block &&
                           attribute <= driver_device_attribute_host_numa_id;
        detail::require(known, error_invalid_value);
        *value = attribute_of(opencl::properties_of(opencl::device_at(d)), attribute);
    });
}

driver_result driver_device_get_properties(driver_device_properties *properties,
                                           driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(properties != nullptr, error_invalid_value);
        const device_prop p = opencl::properties_of(opencl::device_at(d));
        *properties = {p.maxThreadsPerBlock,
                       {p.maxThreadsDim[0], p.maxThreadsDim[1], p.maxThreadsDim[2]},
                       {p.maxGridSize[0], p.maxGridSize[1], p.maxGridSize[2]},
                       opencl::to_int(p.sharedMemPerBlock),
                       opencl::to_int(p.totalConstMem),
                       p.warpSize,
                       opencl::to_int(p.memPitch),
                       p.regsPerBlock,
                       p.clockRate,
                       opencl::to_int(p.textureAlignment)};
    });
}

driver_result driver_device_can_access_peer(int *can, driver_device d,
                                            driver_device peer) noexcept {
    return detail::driver_call([&] { detail::demand(device_can_access_peer(can, d, peer)); });
}

driver_result driver_ctx_create(driver_context *created, unsigned flags, driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(created != nullptr, error_invalid_value);
        opencl::device &chosen = opencl::device_at(d);
        *created = opencl::contexts().create(chosen.ordinal, flags);
        opencl::context_stack.push_back(*created);
        opencl::follow_stack();
        opencl::current_device();
    });
}

driver_result driver_ctx_create(driver_context *created, driver_context_parameters *,
                                unsigned flags, driver_device d) noexcept {
    return driver_ctx_create(created, flags, d);
}

driver_result driver_ctx_destroy(driver_context c) noexcept {
    return detail::driver_call([&] {
        opencl::contexts().require(c);
        detail::require(!c->primary, error_device_uninitialized);
        opencl::synchronize(opencl::device_at(c->ordinal));
        std::vector<driver_context> &stack = opencl::context_stack;
        stack.erase(std::remove(stack.begin(), stack.end(), c), stack.end());
        opencl::follow_stack();
        opencl::contexts().destroy(c);
    });
}

driver_result driver_ctx_push_current(driver_context c) noexcept {
    return detail::driver_call([&] {
        opencl::contexts().require(c);
        opencl::context_stack.push_back(c);
        opencl::follow_stack();
    });
}

driver_result driver_ctx_pop_current(driver_context *popped) noexcept {
    return detail::driver_call([&] {
        detail::require(!opencl::context_stack.empty(), error_device_uninitialized);
        if (popped != nullptr) {
            *popped = opencl::context_stack.back();
        }
        opencl::context_stack.pop_back();
        opencl::follow_stack();
    });
}

driver_result driver_ctx_set_current(driver_context c) noexcept {
    return detail::driver_call([&] {
        if (c != nullptr) {
            opencl::contexts().require(c);
        }
        if (!opencl::context_stack.empty()) {
            opencl::context_stack.pop_back();
        }
        if (c != nullptr) {
            opencl::context_stack.push_back(c);
        }
        opencl::follow_stack();
    });
}

driver_result driver_ctx_get_current(driver_context *current) noexcept {
    return detail::driver_call([&] {
        detail::require(current != nullptr, error_invalid_value);
        *current = opencl::current_context();
    });
}

driver_result driver_ctx_get_device(driver_device *ordinal) noexcept {
    return detail::driver_call([&] {
        detail::require(ordinal != nullptr, error_invalid_value);
        const driver_context current = opencl::current_context();
        detail::require(current != nullptr, error_device_uninitialized);
        *ordinal = current->ordinal;
    });
}

driver_result driver_ctx_get_flags(unsigned *flags) noexcept {
    return detail::driver_call([&] {
        detail::require(flags != nullptr, error_invalid_value);
        const driver_context current = opencl::current_context();
        detail::require(current != nullptr, error_device_uninitialized);
        *flags = current->flags;
    });
}

driver_result driver_ctx_get_api_version(driver_context, unsigned *version) noexcept {
    return detail::driver_call([&] {
        detail::require(version != nullptr, error_invalid_value);
        *version = 3020;
    });
}

driver_result driver_ctx_synchronize() noexcept {
    return detail::driver_call([] { opencl::synchronize(opencl::current_device()); });
}

driver_result driver_ctx_set_limit(limit which, std::size_t value) noexcept {
    return detail::driver_call([&] { detail::demand(device_set_limit(which, value)); });
}

driver_result driver_ctx_get_limit(std::size_t *value, limit which) noexcept {
    return detail::driver_call([&] { detail::demand(device_get_limit(value, which)); });
}

driver_result driver_ctx_set_cache_config(func_cache config) noexcept {
    return detail::driver_call([&] { detail::demand(device_set_cache_config(config)); });
}

driver_result driver_ctx_get_cache_config(func_cache *config) noexcept {
    return detail::driver_call([&] { detail::demand(device_get_cache_config(config)); });
}

driver_result driver_ctx_set_shared_mem_config(shared_mem_config config) noexcept {
    return detail::driver_call([&] { detail::demand(device_set_shared_mem_config(config)); });
}

driver_result driver_ctx_get_shared_mem_config(shared_mem_config *config) noexcept {
    return detail::driver_call([&] { detail::demand(device_get_shared_mem_config(config)); });
}

driver_result driver_ctx_enable_peer_access(driver_context peer, unsigned flags) noexcept {
    return detail::driver_call([&] {
        opencl::contexts().require(peer);
        detail::demand(device_enable_peer_access(peer->ordinal, flags));
    });
}

driver_result driver_ctx_disable_peer_access(driver_context peer) noexcept {
    return detail::driver_call([&] {
        opencl::contexts().require(peer);
        detail::demand(device_disable_peer_access(peer->ordinal));
    });
}

driver_result driver_device_primary_ctx_retain(driver_context *retained, driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(retained != nullptr, error_invalid_value);
        *retained = opencl::contexts().primary(opencl::device_at(d).ordinal);
    });
}

driver_result driver_device_primary_ctx_release(driver_device d) noexcept {
    return detail::driver_call([&] { opencl::device_at(d); });
}

driver_result driver_device_primary_ctx_get_state(driver_device d, unsigned *flags,
                                                  int *active) noexcept {
    return detail::driver_call([&] {
        detail::require(flags != nullptr && active != nullptr, error_invalid_value);
        *active = opencl::device_at(d).context != nullptr;
        *flags = opencl::settings().flags;
    });
}

driver_result driver_device_primary_ctx_set_flags(driver_device d, unsigned flags) noexcept {
    return detail::driver_call([&] {
        opencl::device_at(d);
        detail::demand(set_device_flags(flags));
    });
}

driver_result driver_device_primary_ctx_reset(driver_device d) noexcept {
    return detail::driver_call([&] {
        const int before = std::exchange(opencl::current_ordinal, opencl::device_at(d).ordinal);
        const error_t error = device_reset();
        opencl::current_ordinal = before;
        detail::demand(error);
    });
}

driver_result driver_profiler_start() noexcept { return driver_success; }

driver_result driver_profiler_stop() noexcept { return driver_success; }

} // namespace cn

// SPDX-License-Identifier: MIT
// Devices: which there are, which is current, what they can do, waiting for them.
#include "cnative/device.hpp"

#include "opencl/allocation.hpp"
#include "opencl/properties.hpp"
#include "opencl/settings.hpp"
#include "opencl/symbols.hpp"

namespace cn {

error_t get_device_count(int *count) noexcept {
    return detail::call([&] {
        detail::require(count != nullptr, error_invalid_value);
        *count = static_cast<int>(opencl::devices().size());
        opencl::require_devices();
    });
}

error_t set_device(int ordinal) noexcept {
    return detail::call([&] {
        opencl::device_at(ordinal);
        opencl::current_ordinal = ordinal;
        opencl::current_device(); // as CUDA does since version 12: it is in use from now on
    });
}

error_t get_device(int *ordinal) noexcept {
    return detail::call([&] {
        detail::require(ordinal != nullptr, error_invalid_value);
        opencl::require_devices();
        *ordinal = opencl::current_ordinal;
    });
}

error_t get_device_properties(device_prop *properties, int ordinal) noexcept {
    return detail::call([&] {
        detail::require(properties != nullptr, error_invalid_value);
        *properties = opencl::properties_of(opencl::device_at(ordinal));
    });
}

error_t device_get_attribute(int *value, device_attr attribute, int ordinal) noexcept {
    return detail::call([&] {
        detail::require(value != nullptr, error_invalid_value);
        const device_prop p = opencl::properties_of(opencl::device_at(ordinal));
        *value = opencl::attribute_of(p, attribute);
    });
}

error_t choose_device(int *ordinal, const device_prop *wanted) noexcept {
    return detail::call([&] {
        detail::require(ordinal != nullptr && wanted != nullptr, error_invalid_value);
        opencl::require_devices();
        *ordinal = 0;
        for (const auto &d : opencl::devices()) {
            const device_prop p = opencl::properties_of(*d);
            const bool enough = p.totalGlobalMem >= wanted->totalGlobalMem &&
                                p.major * 10 + p.minor >= wanted->major * 10 + wanted->minor;
            if (enough) {
                *ordinal = d->ordinal;
                return;
            }
        }
    });
}

error_t device_synchronize() noexcept {
    return detail::call([] { opencl::synchronize(opencl::current_device()); });
}

error_t thread_synchronize() noexcept { return device_synchronize(); }

error_t device_reset() noexcept {
    return detail::call([] {
        opencl::device &d = opencl::device_at(opencl::current_ordinal);
        if (d.context == nullptr) {
            return;
        }
        d.broken = success;
        opencl::synchronize(d);
        while (!d.streams.empty()) {
            opencl::destroy_stream(**d.streams.begin());
        }
        for (const opencl::allocation &a : opencl::memory().of(d)) {
            opencl::release(a);
        }
        d.trap_flag = nullptr;
        opencl::symbols().forget(d);
    });
}

error_t thread_exit() noexcept { return device_reset(); }

error_t driver_get_version(int *version) noexcept {
    return detail::call([&] {
        detail::require(version != nullptr, error_invalid_value);
        *version = opencl::devices().empty() ? 0 : opencl::api_version;
    });
}

error_t runtime_get_version(int *version) noexcept {
    return detail::call([&] {
        detail::require(version != nullptr, error_invalid_value);
        *version = opencl::api_version;
    });
}

error_t set_device_flags(unsigned flags) noexcept {
    return detail::call([&] {
        detail::require((flags & ~device_mask) == 0, error_invalid_value);
        opencl::settings().flags = flags;
    });
}

error_t get_device_flags(unsigned *flags) noexcept {
    return detail::call([&] {
        detail::require(flags != nullptr, error_invalid_value);
        *flags = opencl::settings().flags | device_map_host;
    });
}

error_t device_set_limit(limit which, std::size_t value) noexcept {
    return detail::call([&] { opencl::limit_setting(which) = value; });
}

error_t device_get_limit(std::size_t *value, limit which) noexcept {
    return detail::call([&] {
        detail::require(value != nullptr, error_invalid_value);
        *value = opencl::limit_setting(which);
    });
}

error_t device_set_cache_config(func_cache config) noexcept {
    return detail::call([&] { opencl::settings().cache = config; });
}

error_t device_get_cache_config(func_cache *config) noexcept {
    return detail::call([&] {
        detail::require(config != nullptr, error_invalid_value);
        *config = opencl::settings().cache;
    });
}

error_t device_set_shared_mem_config(shared_mem_config config) noexcept {
    return detail::call([&] { opencl::settings().banks = config; });
}

error_t device_get_shared_mem_config(shared_mem_config *config) noexcept {
    return detail::call([&] {
        detail::require(config != nullptr, error_invalid_value);
        *config = opencl::settings().banks;
    });
}

error_t device_can_access_peer(int *can, int ordinal, int peer) noexcept {
    return detail::call([&] {
        detail::require(can != nullptr, error_invalid_value);
        opencl::are_two(ordinal, peer); // throws for what is no device; a device is no peer of itself
        *can = 0;
    });
}

error_t device_get_p2p_attribute(int *value, device_p2p_attr, int from, int to) noexcept {
    return device_can_access_peer(value, from, to);
}

error_t device_enable_peer_access(int peer, unsigned flags) noexcept {
    return detail::call([&] {
        const bool other = opencl::are_two(opencl::current_ordinal, peer);
        detail::require(flags == 0, error_invalid_value);
        throw detail::failure{other ? error_peer_access_unsupported : error_invalid_device};
    });
}

error_t device_disable_peer_access(int peer) noexcept {
    return detail::call([&] {
        opencl::device_at(peer);
        throw detail::failure{error_peer_access_not_enabled};
    });
}

error_t profiler_start() noexcept { return success; }

error_t profiler_stop() noexcept { return success; }

} // namespace cn

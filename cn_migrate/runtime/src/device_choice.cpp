// SPDX-License-Identifier: MIT
// Choosing a device.
#include "cnative/device_choice.hpp"

#include <cstdio>

#include "opencl/properties.hpp"

namespace cn {

error_t init_device(int ordinal, unsigned, unsigned) noexcept {
    return detail::call([&] { opencl::device_at(ordinal).open(); });
}

error_t set_valid_devices(int *ordinals, int count) noexcept {
    return detail::call([&] {
        detail::require(ordinals != nullptr && count > 0, error_invalid_value);
        for (int i = 0; i < count; ++i) {
            opencl::device_at(ordinals[i]);
        }
        opencl::current_ordinal = ordinals[0];
    });
}

error_t device_get_pci_bus_id(char *id, int length, int ordinal) noexcept {
    return detail::call([&] {
        detail::require(id != nullptr && length > 0, error_invalid_value);
        const device_prop p = opencl::properties_of(opencl::device_at(ordinal));
        std::snprintf(id, static_cast<std::size_t>(length), "%04x:%02x:%02x.0", p.pciDomainID,
                      p.pciBusID, p.pciDeviceID);
    });
}

error_t device_get_by_pci_bus_id(int *ordinal, const char *id) noexcept {
    return detail::call([&] {
        detail::require(ordinal != nullptr && id != nullptr, error_invalid_value);
        unsigned domain = 0;
        unsigned bus = 0;
        unsigned number = 0;
        const bool known = std::sscanf(id, "%x:%x:%x", &domain, &bus, &number) == 3 &&
                           domain == 0 && bus == 0 && number < opencl::devices().size();
        detail::require(known, error_invalid_device);
        *ordinal = static_cast<int>(number);
    });
}

error_t thread_set_limit(limit which, std::size_t value) noexcept {
    return device_set_limit(which, value);
}

error_t thread_get_limit(std::size_t *value, limit which) noexcept {
    return device_get_limit(value, which);
}

error_t thread_set_cache_config(func_cache config) noexcept {
    return device_set_cache_config(config);
}

error_t thread_get_cache_config(func_cache *config) noexcept {
    return device_get_cache_config(config);
}

} // namespace cn

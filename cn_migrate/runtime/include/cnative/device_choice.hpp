// SPDX-License-Identifier: MIT
// Choosing a device: by wishes, by a list, by its place on the bus.
#pragma once

#include "device.hpp"

namespace cn {

/// Makes a device ready for work without making it the current one.
error_t init_device(int ordinal, unsigned = 0, unsigned = 0) noexcept;

/// The first of the list is this host thread's device from now on.
error_t set_valid_devices(int *ordinals, int count) noexcept;

/// "domain:bus:device.function" in hexadecimal. OpenCL does not tell it, so the device's ordinal
/// stands for the number of the device.
error_t device_get_pci_bus_id(char *id, int length, int ordinal) noexcept;

error_t device_get_by_pci_bus_id(int *ordinal, const char *id) noexcept;

// Deprecated names.

error_t thread_set_limit(limit which, std::size_t value) noexcept;

error_t thread_get_limit(std::size_t *value, limit which) noexcept;

error_t thread_set_cache_config(func_cache config) noexcept;

error_t thread_get_cache_config(func_cache *config) noexcept;

} // namespace cn

// SPDX-License-Identifier: MIT
// Devices: which there are, which is current, what they can do, waiting for them.
#pragma once

#include "device_attribute_list.hpp"
#include "device_properties.hpp"
#include "memory.hpp"
#include "symbol.hpp"
#include "version.hpp"

namespace cn::types {

#define CN_ROW(value, name, property) name = value,
enum device_attr : int { CN_DEVICE_ATTRIBUTES(CN_ROW) };
#undef CN_ROW

enum device_p2p_attr : int {
    dev_p2p_attr_performance_rank = 1,
    dev_p2p_attr_access_supported = 2,
    dev_p2p_attr_native_atomic_supported = 3,
    dev_p2p_attr_cuda_array_access_supported = 4,
};

enum limit : int {
    limit_stack_size = 0,
    limit_printf_fifo_size = 1,
    limit_malloc_heap_size = 2,
    limit_dev_runtime_sync_depth = 3,
    limit_dev_runtime_pending_launch_count = 4,
    limit_max_l2_fetch_granularity = 5,
    limit_persisting_l2_cache_size = 6,
};

enum func_cache : int {
    func_cache_prefer_none = 0,
    func_cache_prefer_shared = 1,
    func_cache_prefer_l1 = 2,
    func_cache_prefer_equal = 3,
};

enum shared_mem_config : int {
    shared_mem_bank_size_default = 0,
    shared_mem_bank_size_four_byte = 1,
    shared_mem_bank_size_eight_byte = 2,
};

enum compute_mode : int {
    compute_mode_default = 0,
    compute_mode_exclusive = 1,
    compute_mode_prohibited = 2,
    compute_mode_exclusive_process = 3,
};

inline constexpr unsigned device_schedule_auto = 0;
inline constexpr unsigned device_schedule_spin = 1;
inline constexpr unsigned device_schedule_yield = 2;
inline constexpr unsigned device_schedule_blocking_sync = 4;
inline constexpr unsigned device_blocking_sync = 4;
inline constexpr unsigned device_schedule_mask = 7;
inline constexpr unsigned device_map_host = 8;
inline constexpr unsigned device_lmem_resize_to_max = 16;
inline constexpr unsigned device_sync_memops = 0x80;
inline constexpr unsigned device_mask = 0xFF;
inline constexpr unsigned init_device_flags_are_valid = 1;
inline constexpr unsigned peer_access_default = 0;

} // namespace cn::types

namespace cn::opencl {

/// The version of CUDA's runtime API whose meaning this library gives.
inline constexpr int api_version = CN_API_VERSION;

inline int attribute_of(const device_prop &p, device_attr attribute) {
    switch (attribute) {
#define CN_ROW(value, name, property)                                                              \
    case name:                                                                                     \
        return static_cast<int>(p.property);
        CN_DEVICE_ATTRIBUTES(CN_ROW)
#undef CN_ROW
    }
    throw detail::failure{error_invalid_value};
}

/// Settings that OpenCL has no word for: remembered, so that a program reads what it wrote.
struct device_settings {
    std::atomic<std::size_t> limits[7] = {1024, 1U << 20U, 8U << 20U, 2, 2048, 64, 0};
    std::atomic<func_cache> cache{func_cache_prefer_none};
    std::atomic<shared_mem_config> banks{shared_mem_bank_size_default};
    std::atomic<unsigned> flags{device_schedule_auto};
};

inline device_settings &settings() {
    static device_settings all;
    return all;
}

inline std::atomic<std::size_t> &limit_setting(limit which) {
    const bool known = which >= limit_stack_size && which <= limit_persisting_l2_cache_size;
    detail::require(known, error_unsupported_limit);
    return settings().limits[which];
}

/// Whether the two ordinals are different devices; throws error_invalid_device if one is none.
inline bool are_two(int a, int b) { return &device_at(a) != &device_at(b); }

} // namespace cn::opencl

namespace cn {

/// How many devices there are; without any, 0 and error_no_device or error_insufficient_driver.
inline error_t get_device_count(int *count) noexcept {
    return detail::call([&] {
        detail::require(count != nullptr, error_invalid_value);
        *count = static_cast<int>(opencl::devices().size());
        opencl::require_devices();
    });
}

/// This host thread uses the device with this ordinal from now on.
inline error_t set_device(int ordinal) noexcept {
    return detail::call([&] {
        opencl::device_at(ordinal);
        opencl::current_ordinal = ordinal;
    });
}

inline error_t get_device(int *ordinal) noexcept {
    return detail::call([&] {
        detail::require(ordinal != nullptr, error_invalid_value);
        opencl::require_devices();
        *ordinal = opencl::current_ordinal;
    });
}

inline error_t get_device_properties(device_prop *properties, int ordinal) noexcept {
    return detail::call([&] {
        detail::require(properties != nullptr, error_invalid_value);
        *properties = opencl::properties_of(opencl::device_at(ordinal));
    });
}

/// error_invalid_value for attributes that are not known here.
inline error_t device_get_attribute(int *value, device_attr attribute, int ordinal) noexcept {
    return detail::call([&] {
        detail::require(value != nullptr, error_invalid_value);
        const device_prop p = opencl::properties_of(opencl::device_at(ordinal));
        *value = opencl::attribute_of(p, attribute);
    });
}

/// The first device that has the memory and the compute capability asked for, else device 0.
inline error_t choose_device(int *ordinal, const device_prop *wanted) noexcept {
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

/// Waits for all work of the current device. Reports failed kernels.
inline error_t device_synchronize() noexcept {
    return detail::call([] { opencl::synchronize(opencl::current_device()); });
}

inline error_t thread_synchronize() noexcept { return device_synchronize(); }

/// Waits for the current device, then gives up its memory, its created streams and its error.
inline error_t device_reset() noexcept {
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

inline error_t thread_exit() noexcept { return device_reset(); }

/// The version of CUDA that a device of this interface is compatible with.
inline error_t driver_get_version(int *version) noexcept {
    return detail::call([&] {
        detail::require(version != nullptr, error_invalid_value);
        *version = opencl::devices().empty() ? 0 : opencl::api_version;
    });
}

inline error_t runtime_get_version(int *version) noexcept {
    return detail::call([&] {
        detail::require(version != nullptr, error_invalid_value);
        *version = opencl::api_version;
    });
}

/// Hints on how the host waits; remembered.
inline error_t set_device_flags(unsigned flags) noexcept {
    return detail::call([&] {
        detail::require((flags & ~device_mask) == 0, error_invalid_value);
        opencl::settings().flags = flags;
    });
}

inline error_t get_device_flags(unsigned *flags) noexcept {
    return detail::call([&] {
        detail::require(flags != nullptr, error_invalid_value);
        *flags = opencl::settings().flags | device_map_host;
    });
}

inline error_t device_set_limit(limit which, std::size_t value) noexcept {
    return detail::call([&] { opencl::limit_setting(which) = value; });
}

inline error_t device_get_limit(std::size_t *value, limit which) noexcept {
    return detail::call([&] {
        detail::require(value != nullptr, error_invalid_value);
        *value = opencl::limit_setting(which);
    });
}

inline error_t device_set_cache_config(func_cache config) noexcept {
    return detail::call([&] { opencl::settings().cache = config; });
}

inline error_t device_get_cache_config(func_cache *config) noexcept {
    return detail::call([&] {
        detail::require(config != nullptr, error_invalid_value);
        *config = opencl::settings().cache;
    });
}

inline error_t device_set_shared_mem_config(shared_mem_config config) noexcept {
    return detail::call([&] { opencl::settings().banks = config; });
}

inline error_t device_get_shared_mem_config(shared_mem_config *config) noexcept {
    return detail::call([&] {
        detail::require(config != nullptr, error_invalid_value);
        *config = opencl::settings().banks;
    });
}

/// No device uses another's memory directly; copies between them work.
inline error_t device_can_access_peer(int *can, int ordinal, int peer) noexcept {
    return detail::call([&] {
        detail::require(can != nullptr, error_invalid_value);
        detail::require(opencl::are_two(ordinal, peer), error_invalid_device);
        *can = 0;
    });
}

inline error_t device_get_p2p_attribute(int *value, device_p2p_attr, int from, int to) noexcept {
    return device_can_access_peer(value, from, to);
}

inline error_t device_enable_peer_access(int peer, unsigned flags) noexcept {
    return detail::call([&] {
        const bool other = opencl::are_two(opencl::current_ordinal, peer);
        detail::require(flags == 0, error_invalid_value);
        throw detail::failure{other ? error_peer_access_unsupported : error_invalid_device};
    });
}

inline error_t device_disable_peer_access(int peer) noexcept {
    return detail::call([&] {
        opencl::device_at(peer);
        throw detail::failure{error_peer_access_not_enabled};
    });
}

/// Nothing to start or stop: profilers of OpenCL see the whole program.
inline error_t profiler_start() noexcept { return success; }
inline error_t profiler_stop() noexcept { return success; }

} // namespace cn

// SPDX-License-Identifier: MIT
// Devices and contexts of the driver interface. A context names a device; all contexts of one device
// share its memory, its null stream and its errors. Each host thread has a stack of contexts, whose
// top one says which device is current.
#pragma once

#include <cstring>
#include <set>
#include <vector>

#include "../device.hpp"
#include "device_attribute_list.hpp"
#include "result.hpp"

namespace cn::opencl {

struct context_record {
    int ordinal = 0;
    unsigned flags = 0;
    bool primary = false;
};

} // namespace cn::opencl

namespace cn::types {

using driver_device = int;
using driver_context = opencl::context_record *;

struct driver_uuid {
    char bytes[16];
};

struct driver_device_properties {
    int maxThreadsPerBlock;
    int maxThreadsDim[3];
    int maxGridSize[3];
    int sharedMemPerBlock;
    int totalConstantMemory;
    int SIMDWidth;
    int memPitch;
    int regsPerBlock;
    int clockRate;
    int textureAlign;
};

#define CN_ROW(value, name) name = value,
enum driver_device_attribute : int { CN_DRIVER_DEVICE_ATTRIBUTES(CN_ROW) };
#undef CN_ROW

/// What a context is made with from CUDA 13 on; nothing in it has a meaning here.
struct driver_context_parameters {
    void *execAffinityParams;
    int numExecAffinityParams;
    void *cigParams;
};

} // namespace cn::types

namespace cn::opencl {

inline thread_local std::vector<driver_context> context_stack;

class context_table {
  public:
    driver_context create(int ordinal, unsigned flags) {
        std::lock_guard<std::mutex> lock(guard);
        return *created.insert(new context_record{ordinal, flags, false}).first;
    }

    /// A device's own context, which the runtime interface uses.
    driver_context primary(int ordinal) {
        std::lock_guard<std::mutex> lock(guard);
        driver_context &own = primaries[ordinal];
        if (own == nullptr) {
            own = new context_record{ordinal, 0, true};
        }
        return own;
    }

    /// Throws error_device_uninitialized (an invalid context).
    void require(driver_context c) {
        std::lock_guard<std::mutex> lock(guard);
        const auto own = c != nullptr && created.count(c) == 0 ? primaries.find(c->ordinal)
                                                               : primaries.end();
        const bool known = created.count(c) != 0 || (own != primaries.end() && own->second == c);
        detail::require(known, error_device_uninitialized);
    }

    void destroy(driver_context c) {
        std::lock_guard<std::mutex> lock(guard);
        detail::require(created.erase(c) != 0, error_device_uninitialized);
        delete c;
    }

  private:
    std::mutex guard;
    std::set<driver_context> created;
    std::map<int, driver_context> primaries;
};

inline context_table &contexts() {
    static auto *all = new context_table;
    return *all;
}

/// The top of this thread's stack; else the primary context of its device if that is in use; or null.
inline driver_context current_context() {
    if (!context_stack.empty()) {
        return context_stack.back();
    }
    const device &d = device_at(current_ordinal);
    return d.context != nullptr ? contexts().primary(current_ordinal) : nullptr;
}

inline int attribute_of(const device_prop &p, driver_device_attribute attribute) {
    switch (static_cast<int>(attribute)) {
#define CN_ROW(value, name, property)                                                              \
    case value:                                                                                    \
        return static_cast<int>(p.property);
        CN_DEVICE_ATTRIBUTES(CN_ROW)
#undef CN_ROW
    }
    return 0;
}

/// The device of the top context is current from now on.
inline void follow_stack() {
    if (!context_stack.empty()) {
        current_ordinal = context_stack.back()->ordinal;
    }
}

} // namespace cn::opencl

namespace cn {

inline driver_result driver_init(unsigned flags) noexcept {
    return detail::driver_call([&] {
        detail::require(flags == 0, error_invalid_value);
        opencl::require_devices();
    });
}

inline driver_result driver_driver_get_version(int *version) noexcept {
    return detail::driver_call([&] { detail::demand(driver_get_version(version)); });
}

inline driver_result driver_device_get(driver_device *found, int ordinal) noexcept {
    return detail::driver_call([&] {
        detail::require(found != nullptr, error_invalid_value);
        *found = opencl::device_at(ordinal).ordinal;
    });
}

inline driver_result driver_device_get_count(int *count) noexcept {
    return detail::driver_call([&] {
        detail::require(count != nullptr, error_invalid_value);
        *count = static_cast<int>(opencl::devices().size());
    });
}

inline driver_result driver_device_get_name(char *name, int length, driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(name != nullptr && length > 0, error_invalid_value);
        std::snprintf(name, static_cast<std::size_t>(length), "%s",
                      opencl::device_at(d).info.name.c_str());
    });
}

inline driver_result driver_device_total_mem(std::size_t *bytes, driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(bytes != nullptr, error_invalid_value);
        *bytes = opencl::properties_of(opencl::device_at(d)).totalGlobalMem;
    });
}

/// The ordinal, in 16 bytes: OpenCL has no number of a device that lasts.
inline driver_result driver_device_get_uuid(driver_uuid *uuid, driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(uuid != nullptr, error_invalid_value);
        *uuid = {};
        uuid->bytes[15] = static_cast<char>(opencl::device_at(d).ordinal);
    });
}

inline driver_result driver_device_compute_capability(int *major, int *minor,
                                                      driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(major != nullptr && minor != nullptr, error_invalid_value);
        const device_prop p = opencl::properties_of(opencl::device_at(d));
        *major = p.major;
        *minor = p.minor;
    });
}

/// Zero for what no device of this interface has (layered textures, virtual memory management ...).
inline driver_result driver_device_get_attribute(int *value, driver_device_attribute attribute,
                                                 driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(value != nullptr, error_invalid_value);
        const bool known = attribute >= driver_device_attribute_max_threads_per_block &&
                           attribute <= driver_device_attribute_host_numa_id;
        detail::require(known, error_invalid_value);
        *value = opencl::attribute_of(opencl::properties_of(opencl::device_at(d)), attribute);
    });
}

inline driver_result driver_device_get_properties(driver_device_properties *properties,
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

inline driver_result driver_device_can_access_peer(int *can, driver_device d,
                                                   driver_device peer) noexcept {
    return detail::driver_call([&] { detail::demand(device_can_access_peer(can, d, peer)); });
}

inline driver_result driver_ctx_create(driver_context *created, unsigned flags,
                                       driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(created != nullptr, error_invalid_value);
        opencl::device &chosen = opencl::device_at(d);
        *created = opencl::contexts().create(chosen.ordinal, flags);
        opencl::context_stack.push_back(*created);
        opencl::follow_stack();
        opencl::current_device();
    });
}

inline driver_result driver_ctx_create(driver_context *created, driver_context_parameters *,
                                       unsigned flags, driver_device d) noexcept {
    return driver_ctx_create(created, flags, d);
}

/// Waits for the context's device. Memory of the context stays until it is freed or the program ends.
inline driver_result driver_ctx_destroy(driver_context c) noexcept {
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

inline driver_result driver_ctx_push_current(driver_context c) noexcept {
    return detail::driver_call([&] {
        opencl::contexts().require(c);
        opencl::context_stack.push_back(c);
        opencl::follow_stack();
    });
}

/// `popped` may be null.
inline driver_result driver_ctx_pop_current(driver_context *popped) noexcept {
    return detail::driver_call([&] {
        detail::require(!opencl::context_stack.empty(), error_device_uninitialized);
        if (popped != nullptr) {
            *popped = opencl::context_stack.back();
        }
        opencl::context_stack.pop_back();
        opencl::follow_stack();
    });
}

/// Replaces the top of the stack; null only takes it away.
inline driver_result driver_ctx_set_current(driver_context c) noexcept {
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

inline driver_result driver_ctx_get_current(driver_context *current) noexcept {
    return detail::driver_call([&] {
        detail::require(current != nullptr, error_invalid_value);
        *current = opencl::current_context();
    });
}

inline driver_result driver_ctx_get_device(driver_device *ordinal) noexcept {
    return detail::driver_call([&] {
        detail::require(ordinal != nullptr, error_invalid_value);
        const driver_context current = opencl::current_context();
        detail::require(current != nullptr, error_device_uninitialized);
        *ordinal = current->ordinal;
    });
}

inline driver_result driver_ctx_get_flags(unsigned *flags) noexcept {
    return detail::driver_call([&] {
        detail::require(flags != nullptr, error_invalid_value);
        const driver_context current = opencl::current_context();
        detail::require(current != nullptr, error_device_uninitialized);
        *flags = current->flags;
    });
}

/// The version of CUDA's driver interface from which on contexts work as these do.
inline driver_result driver_ctx_get_api_version(driver_context, unsigned *version) noexcept {
    return detail::driver_call([&] {
        detail::require(version != nullptr, error_invalid_value);
        *version = 3020;
    });
}

inline driver_result driver_ctx_synchronize() noexcept {
    return detail::driver_call([] { opencl::synchronize(opencl::current_device()); });
}

inline driver_result driver_ctx_set_limit(limit which, std::size_t value) noexcept {
    return detail::driver_call([&] { detail::demand(device_set_limit(which, value)); });
}

inline driver_result driver_ctx_get_limit(std::size_t *value, limit which) noexcept {
    return detail::driver_call([&] { detail::demand(device_get_limit(value, which)); });
}

inline driver_result driver_ctx_set_cache_config(func_cache config) noexcept {
    return detail::driver_call([&] { detail::demand(device_set_cache_config(config)); });
}

inline driver_result driver_ctx_get_cache_config(func_cache *config) noexcept {
    return detail::driver_call([&] { detail::demand(device_get_cache_config(config)); });
}

inline driver_result driver_ctx_set_shared_mem_config(shared_mem_config config) noexcept {
    return detail::driver_call([&] { detail::demand(device_set_shared_mem_config(config)); });
}

inline driver_result driver_ctx_get_shared_mem_config(shared_mem_config *config) noexcept {
    return detail::driver_call([&] { detail::demand(device_get_shared_mem_config(config)); });
}

inline driver_result driver_ctx_enable_peer_access(driver_context peer, unsigned flags) noexcept {
    return detail::driver_call([&] {
        opencl::contexts().require(peer);
        detail::demand(device_enable_peer_access(peer->ordinal, flags));
    });
}

inline driver_result driver_ctx_disable_peer_access(driver_context peer) noexcept {
    return detail::driver_call([&] {
        opencl::contexts().require(peer);
        detail::demand(device_disable_peer_access(peer->ordinal));
    });
}

inline driver_result driver_device_primary_ctx_retain(driver_context *retained,
                                                      driver_device d) noexcept {
    return detail::driver_call([&] {
        detail::require(retained != nullptr, error_invalid_value);
        *retained = opencl::contexts().primary(opencl::device_at(d).ordinal);
    });
}

/// The primary context lives as long as the program.
inline driver_result driver_device_primary_ctx_release(driver_device d) noexcept {
    return detail::driver_call([&] { opencl::device_at(d); });
}

inline driver_result driver_device_primary_ctx_get_state(driver_device d, unsigned *flags,
                                                         int *active) noexcept {
    return detail::driver_call([&] {
        detail::require(flags != nullptr && active != nullptr, error_invalid_value);
        *active = opencl::device_at(d).context != nullptr;
        *flags = opencl::settings().flags;
    });
}

inline driver_result driver_device_primary_ctx_set_flags(driver_device d, unsigned flags) noexcept {
    return detail::driver_call([&] {
        opencl::device_at(d);
        detail::demand(set_device_flags(flags));
    });
}

inline driver_result driver_device_primary_ctx_reset(driver_device d) noexcept {
    return detail::driver_call([&] {
        const int before = std::exchange(opencl::current_ordinal, opencl::device_at(d).ordinal);
        const error_t error = device_reset();
        opencl::current_ordinal = before;
        detail::demand(error);
    });
}

inline driver_result driver_profiler_start() noexcept { return driver_success; }
inline driver_result driver_profiler_stop() noexcept { return driver_success; }

} // namespace cn

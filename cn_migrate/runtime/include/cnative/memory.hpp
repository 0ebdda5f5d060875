// SPDX-License-Identifier: MIT
// Memory: allocation on the device and on the host, and what can be asked about a pointer.
#pragma once

#include <cstddef>

#include "opencl/copy.hpp"
#include "opencl/graph_memory.hpp"

namespace cn::types {

inline constexpr unsigned host_alloc_default = 0;
inline constexpr unsigned host_alloc_portable = 1;
inline constexpr unsigned host_alloc_mapped = 2;
inline constexpr unsigned host_alloc_write_combined = 4;
inline constexpr unsigned host_register_default = 0;
inline constexpr unsigned host_register_portable = 1;
inline constexpr unsigned host_register_mapped = 2;
inline constexpr unsigned host_register_io_memory = 4;
inline constexpr unsigned host_register_read_only = 8;
inline constexpr unsigned mem_attach_global = 1;
inline constexpr unsigned mem_attach_host = 2;
inline constexpr unsigned mem_attach_single = 4;
inline constexpr int cpu_device_id = -1;
inline constexpr int invalid_device_id = -2;

enum memory_type : int {
    memory_type_unregistered = 0,
    memory_type_host = 1,
    memory_type_device = 2,
    memory_type_managed = 3,
};

struct pointer_attributes {
    memory_type type;
    int device;
    void *devicePointer;
    void *hostPointer;
};

enum mem_location_type : int {
    mem_location_type_invalid = 0,
    mem_location_type_device = 1,
    mem_location_type_host = 2,
    mem_location_type_host_numa = 3,
    mem_location_type_host_numa_current = 4,
};
/// Where memory is wanted; `id` is a device's number.
struct mem_location {
    mem_location_type type;
    int id;
};

enum memory_advise : int {
    mem_advise_set_read_mostly = 1,
    mem_advise_unset_read_mostly = 2,
    mem_advise_set_preferred_location = 3,
    mem_advise_unset_preferred_location = 4,
    mem_advise_set_accessed_by = 5,
    mem_advise_unset_accessed_by = 6,
};

} // namespace cn::types

namespace cn::opencl {

inline constexpr std::size_t pitch_alignment = 512;

/// Gives out memory of this kind; no bytes are the null pointer.
inline void *allocate_for(memory_kind kind, std::size_t size, unsigned flags = 0) {
    device &d = current_device();
    return size == 0 ? nullptr : allocate(d, kind, size, flags).base;
}

/// The allocation that begins at this address. Throws error_invalid_value.
inline allocation allocation_at(const void *base) {
    const std::optional<allocation> found = memory().find(base);
    detail::require(found && found->base == base, error_invalid_value);
    return *found;
}

} // namespace cn::opencl

namespace cn {

/// Device memory. error_memory_allocation if there is not enough.
inline error_t malloc(void **pointer, std::size_t size) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr, error_invalid_value);
        *pointer = opencl::allocate_for(opencl::memory_kind::device, size);
    });
}

/// Device memory for `height` rows of `width` bytes, `*pitch` bytes apart.
inline error_t malloc_pitch(void **pointer, std::size_t *pitch, std::size_t width,
                            std::size_t height) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr && pitch != nullptr, error_invalid_value);
        const std::size_t unit = opencl::pitch_alignment;
        *pitch = (width + unit - 1) / unit * unit;
        *pointer = opencl::allocate_for(opencl::memory_kind::device, *pitch * height);
    });
}

/// Memory that host and device use by the same pointer. While a kernel uses it, the host must not.
inline error_t malloc_managed(void **pointer, std::size_t size,
                              unsigned flags = mem_attach_global) noexcept {
    return detail::call([&] {
        const bool known = flags == mem_attach_global || flags == mem_attach_host;
        detail::require(pointer != nullptr && size != 0 && known, error_invalid_value);
        *pointer = opencl::allocate_for(opencl::memory_kind::managed, size, flags);
    });
}

/// Host memory that copies can use asynchronously and kernels directly (host_get_device_pointer).
inline error_t host_alloc(void **pointer, std::size_t size, unsigned flags) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr && flags <= 7, error_invalid_value);
        *pointer = opencl::allocate_for(opencl::memory_kind::pinned, size, flags);
    });
}

inline error_t malloc_host(void **pointer, std::size_t size,
                           unsigned flags = host_alloc_default) noexcept {
    return host_alloc(pointer, size, flags);
}

/// Frees device or managed memory; waits for the device first. Null is fine.
inline error_t free(void *pointer) noexcept {
    return detail::call([&] {
        opencl::current_device();
        if (pointer == nullptr) {
            return;
        }
        if (opencl::graph_memories().leave(pointer)) {
            return;
        }
        const opencl::allocation a = opencl::allocation_at(pointer);
        const bool ours = a.kind == opencl::memory_kind::device ||
                          a.kind == opencl::memory_kind::managed;
        detail::require(ours, error_invalid_value);
        opencl::synchronize(*a.owner);
        opencl::release(a);
    });
}

/// Frees memory of malloc_host or host_alloc. Null is fine.
inline error_t free_host(void *pointer) noexcept {
    return detail::call([&] {
        opencl::current_device();
        if (pointer == nullptr) {
            return;
        }
        const opencl::allocation a = opencl::allocation_at(pointer);
        detail::require(a.kind == opencl::memory_kind::pinned, error_invalid_value);
        opencl::synchronize(*a.owner);
        opencl::release(a);
    });
}

/// Device memory in stream order.
inline error_t malloc_async(void **pointer, std::size_t size, stream_t stream) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr, error_invalid_value);
        types::stream &s = opencl::resolve(stream);
        if (s.capturing != nullptr) {
            const auto work = std::make_shared<opencl::allocation_work>(size);
            opencl::add_captured(s, work);
            *pointer = work->memory->base();
            return;
        }
        *pointer = opencl::allocate_for(opencl::memory_kind::device, size);
    });
}

/// Frees after the stream's earlier work, for which it waits.
inline error_t free_async(void *pointer, stream_t stream) noexcept {
    return detail::call([&] {
        types::stream &s = opencl::resolve(stream);
        if (s.capturing != nullptr) {
            opencl::add_captured(s, std::make_shared<opencl::release_work>(pointer));
            return;
        }
        opencl::synchronize(s);
        const error_t freed = free(pointer);
        detail::require(freed == success, freed);
    });
}

/// Makes host memory usable by asynchronous copies, and by kernels where the device can.
inline error_t host_register(void *pointer, std::size_t size, unsigned flags) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr && size != 0 && flags <= 15, error_invalid_value);
        opencl::register_host(opencl::current_device(), pointer, size, flags);
    });
}

inline error_t host_unregister(void *pointer) noexcept {
    return detail::call([&] {
        const auto a = opencl::memory().find(pointer);
        const bool known = a && a->base == pointer && a->kind == opencl::memory_kind::registered;
        detail::require(known, error_host_memory_not_registered);
        opencl::synchronize(*a->owner);
        opencl::release(*a);
    });
}

/// The pointer by which kernels use pinned or registered host memory: the same one.
inline error_t host_get_device_pointer(void **on_device, void *on_host, unsigned flags) noexcept {
    return detail::call([&] {
        const auto a = opencl::memory().find(on_host);
        detail::require(on_device != nullptr && flags == 0 && a, error_invalid_value);
        const bool pinned = a->kind != opencl::memory_kind::registered;
        const bool reachable = pinned || a->object != nullptr || a->owner->sees_host_memory();
        detail::require(reachable, error_not_supported);
        *on_device = on_host;
    });
}

inline error_t host_get_flags(unsigned *flags, void *pointer) noexcept {
    return detail::call([&] {
        const auto a = opencl::memory().find(pointer);
        detail::require(flags != nullptr && a && !a->on_device_only(), error_invalid_value);
        *flags = a->flags;
    });
}

/// Bytes free and in all on the current device; what other programs use is not known.
inline error_t mem_get_info(std::size_t *free_bytes, std::size_t *total_bytes) noexcept {
    return detail::call([&] {
        const bool given = free_bytes != nullptr && total_bytes != nullptr;
        detail::require(given, error_invalid_value);
        const opencl::device &d = opencl::current_device();
        *total_bytes = opencl::query<opencl::ulong_t>(d.info.device,
                                                      opencl::device_info::global_mem_size);
        *free_bytes = *total_bytes - std::min<std::size_t>(*total_bytes, d.allocated);
    });
}

inline error_t pointer_get_attributes(pointer_attributes *attributes,
                                      const void *pointer) noexcept {
    return detail::call([&] {
        detail::require(attributes != nullptr, error_invalid_value);
        opencl::current_device();
        const auto a = opencl::memory().find(pointer);
        void *const address = const_cast<void *>(pointer);
        if (!a) {
            *attributes = {memory_type_unregistered, invalid_device_id, nullptr, address};
            return;
        }
        const memory_type type = a->on_device_only() ? memory_type_device
                                 : a->kind == opencl::memory_kind::managed ? memory_type_managed
                                                                           : memory_type_host;
        void *const on_host = a->on_device_only() ? nullptr : address;
        *attributes = {type, a->owner->ordinal, address, on_host};
    });
}

/// A hint only; checked, then ignored.
inline error_t mem_advise(const void *pointer, std::size_t, memory_advise, int) noexcept {
    return detail::call([&] {
        const auto a = opencl::memory().find(pointer);
        const bool managed = a && a->kind == opencl::memory_kind::managed;
        detail::require(managed, error_invalid_value);
    });
}

/// A hint only; checked, then ignored.
inline error_t mem_prefetch_async(const void *pointer, std::size_t, int,
                                  stream_t stream = nullptr) noexcept {
    return detail::call([&] {
        opencl::resolve(stream);
        const auto a = opencl::memory().find(pointer);
        const bool managed = a && a->kind == opencl::memory_kind::managed;
        detail::require(managed, error_invalid_value);
    });
}

// The same hints of CUDA 13, whose place is a location.

inline error_t mem_advise(const void *pointer, std::size_t size, memory_advise advice,
                          mem_location place) noexcept {
    return mem_advise(pointer, size, advice, place.id);
}

inline error_t mem_prefetch_async(const void *pointer, std::size_t size, mem_location place,
                                  unsigned, stream_t stream = nullptr) noexcept {
    return mem_prefetch_async(pointer, size, place.id, stream);
}

// The forms that take a typed pointer, which may point to constants.

namespace detail {

template <class T> void **untyped(T **pointer) {
    return reinterpret_cast<void **>(const_cast<std::remove_cv_t<T> **>(pointer));
}

} // namespace detail

template <class T> error_t malloc(T **pointer, std::size_t size) noexcept {
    return malloc(detail::untyped(pointer), size);
}

template <class T>
error_t malloc_pitch(T **pointer, std::size_t *pitch, std::size_t width,
                     std::size_t height) noexcept {
    return malloc_pitch(detail::untyped(pointer), pitch, width, height);
}

template <class T>
error_t malloc_managed(T **pointer, std::size_t size,
                       unsigned flags = mem_attach_global) noexcept {
    return malloc_managed(detail::untyped(pointer), size, flags);
}

template <class T> error_t host_alloc(T **pointer, std::size_t size, unsigned flags) noexcept {
    return host_alloc(detail::untyped(pointer), size, flags);
}

template <class T>
error_t malloc_host(T **pointer, std::size_t size, unsigned flags = host_alloc_default) noexcept {
    return host_alloc(detail::untyped(pointer), size, flags);
}

template <class T>
error_t malloc_async(T **pointer, std::size_t size, stream_t stream) noexcept {
    return malloc_async(detail::untyped(pointer), size, stream);
}

template <class T>
error_t host_get_device_pointer(T **on_device, void *on_host, unsigned flags) noexcept {
    return host_get_device_pointer(detail::untyped(on_device), on_host, flags);
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Memory: allocation on the device and on the host, and what can be asked about a pointer.
#pragma once

#include <cstddef>
#include <type_traits>

#include "error.hpp"
#include "handles.hpp"

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

namespace cn {

/// Device memory. error_memory_allocation if there is not enough.
error_t malloc(void **pointer, std::size_t size) noexcept;

/// Device memory for `height` rows of `width` bytes, `*pitch` bytes apart.
error_t malloc_pitch(void **pointer, std::size_t *pitch, std::size_t width,
                     std::size_t height) noexcept;

/// Memory that host and device use by the same pointer. While a kernel uses it, the host must not.
error_t malloc_managed(void **pointer, std::size_t size,
                       unsigned flags = mem_attach_global) noexcept;

/// Host memory that copies can use asynchronously and kernels directly (host_get_device_pointer).
error_t host_alloc(void **pointer, std::size_t size, unsigned flags) noexcept;

error_t malloc_host(void **pointer, std::size_t size, unsigned flags = host_alloc_default) noexcept;

/// Frees device or managed memory; waits for the device first. Null is fine.
error_t free(void *pointer) noexcept;

/// Frees memory of malloc_host or host_alloc. Null is fine.
error_t free_host(void *pointer) noexcept;

/// Device memory in stream order.
error_t malloc_async(void **pointer, std::size_t size, stream_t stream) noexcept;

/// Frees after the stream's earlier work, for which it waits.
error_t free_async(void *pointer, stream_t stream) noexcept;

/// Makes host memory usable by asynchronous copies, and by kernels where the device can.
error_t host_register(void *pointer, std::size_t size, unsigned flags) noexcept;

error_t host_unregister(void *pointer) noexcept;

/// The pointer by which kernels use pinned or registered host memory: the same one.
error_t host_get_device_pointer(void **on_device, void *on_host, unsigned flags) noexcept;

error_t host_get_flags(unsigned *flags, void *pointer) noexcept;

/// Bytes free and in all on the current device; what other programs use is not known.
error_t mem_get_info(std::size_t *free_bytes, std::size_t *total_bytes) noexcept;

error_t pointer_get_attributes(pointer_attributes *attributes, const void *pointer) noexcept;

/// A hint only; checked, then ignored.
error_t mem_advise(const void *pointer, std::size_t, memory_advise, int) noexcept;

/// A hint only; checked, then ignored.
error_t mem_prefetch_async(const void *pointer, std::size_t, int,
                           stream_t stream = nullptr) noexcept;

// The same hints of CUDA 13, whose place is a location.

error_t mem_advise(const void *pointer, std::size_t size, memory_advise advice,
                   mem_location place) noexcept;

error_t mem_prefetch_async(const void *pointer, std::size_t size, mem_location place, unsigned,
                           stream_t stream = nullptr) noexcept;

// The forms that take a typed pointer, which may point to constants.

namespace detail {

template <class Type> void **untyped(Type **pointer) {
    return reinterpret_cast<void **>(const_cast<std::remove_cv_t<Type> **>(pointer));
}

} // namespace detail

template <class Type> error_t malloc(Type **pointer, std::size_t size) noexcept {
    return malloc(detail::untyped(pointer), size);
}

template <class Type>
error_t malloc_pitch(Type **pointer, std::size_t *pitch, std::size_t width,
                     std::size_t height) noexcept {
    return malloc_pitch(detail::untyped(pointer), pitch, width, height);
}

template <class Type>
error_t malloc_managed(Type **pointer, std::size_t size,
                       unsigned flags = mem_attach_global) noexcept {
    return malloc_managed(detail::untyped(pointer), size, flags);
}

template <class Type>
error_t host_alloc(Type **pointer, std::size_t size, unsigned flags) noexcept {
    return host_alloc(detail::untyped(pointer), size, flags);
}

template <class Type>
error_t malloc_host(Type **pointer, std::size_t size,
                    unsigned flags = host_alloc_default) noexcept {
    return host_alloc(detail::untyped(pointer), size, flags);
}

template <class Type>
error_t malloc_async(Type **pointer, std::size_t size, stream_t stream) noexcept {
    return malloc_async(detail::untyped(pointer), size, stream);
}

template <class Type>
error_t host_get_device_pointer(Type **on_device, void *on_host, unsigned flags) noexcept {
    return host_get_device_pointer(detail::untyped(on_device), on_host, flags);
}

} // namespace cn

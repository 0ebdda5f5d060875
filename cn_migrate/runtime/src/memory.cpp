// SPDX-License-Identifier: MIT
// Memory: allocation on the device and on the host, and what can be asked about a pointer.
#include "cnative/memory.hpp"

#include <algorithm>
#include <memory>

#include "opencl/graph_memory.hpp"
#include "opencl/memory.hpp"

namespace cn {

error_t malloc(void **pointer, std::size_t size) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr, error_invalid_value);
        *pointer = opencl::allocate_for(opencl::memory_kind::device, size);
    });
}

error_t malloc_pitch(void **pointer, std::size_t *pitch, std::size_t width,
                     std::size_t height) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr && pitch != nullptr, error_invalid_value);
        const std::size_t unit = opencl::pitch_alignment;
        *pitch = (width + unit - 1) / unit * unit;
        *pointer = opencl::allocate_for(opencl::memory_kind::device, *pitch * height);
    });
}

error_t malloc_managed(void **pointer, std::size_t size, unsigned flags) noexcept {
    return detail::call([&] {
        const bool known = flags == mem_attach_global || flags == mem_attach_host;
        detail::require(pointer != nullptr && size != 0 && known, error_invalid_value);
        *pointer = opencl::allocate_for(opencl::memory_kind::managed, size, flags);
    });
}

error_t host_alloc(void **pointer, std::size_t size, unsigned flags) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr && flags <= 7, error_invalid_value);
        *pointer = opencl::allocate_for(opencl::memory_kind::pinned, size, flags);
    });
}

error_t malloc_host(void **pointer, std::size_t size, unsigned flags) noexcept {
    return host_alloc(pointer, size, flags);
}

error_t free(void *pointer) noexcept {
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

error_t free_host(void *pointer) noexcept {
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

error_t malloc_async(void **pointer, std::size_t size, stream_t stream) noexcept {
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

error_t free_async(void *pointer, stream_t stream) noexcept {
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

error_t host_register(void *pointer, std::size_t size, unsigned flags) noexcept {
    return detail::call([&] {
        detail::require(pointer != nullptr && size != 0 && flags <= 15, error_invalid_value);
        opencl::register_host(opencl::current_device(), pointer, size, flags);
    });
}

error_t host_unregister(void *pointer) noexcept {
    return detail::call([&] {
        const auto a = opencl::memory().find(pointer);
        const bool known = a && a->base == pointer && a->kind == opencl::memory_kind::registered;
        detail::require(known, error_host_memory_not_registered);
        opencl::synchronize(*a->owner);
        opencl::release(*a);
    });
}

error_t host_get_device_pointer(void **on_device, void *on_host, unsigned flags) noexcept {
    return detail::call([&] {
        const auto a = opencl::memory().find(on_host);
        detail::require(on_device != nullptr && flags == 0 && a, error_invalid_value);
        const bool pinned = a->kind != opencl::memory_kind::registered;
        const bool reachable = pinned || a->object != nullptr || a->owner->sees_host_memory();
        detail::require(reachable, error_not_supported);
        *on_device = on_host;
    });
}

error_t host_get_flags(unsigned *flags, void *pointer) noexcept {
    return detail::call([&] {
        const auto a = opencl::memory().find(pointer);
        detail::require(flags != nullptr && a && !a->on_device_only(), error_invalid_value);
        *flags = a->flags;
    });
}

error_t mem_get_info(std::size_t *free_bytes, std::size_t *total_bytes) noexcept {
    return detail::call([&] {
        const bool given = free_bytes != nullptr && total_bytes != nullptr;
        detail::require(given, error_invalid_value);
        const opencl::device &d = opencl::current_device();
        *total_bytes = opencl::query<opencl::ulong_t>(d.info.device,
                                                      opencl::device_info::global_mem_size);
        *free_bytes = *total_bytes - std::min<std::size_t>(*total_bytes, d.allocated);
    });
}

error_t pointer_get_attributes(pointer_attributes *attributes, const void *pointer) noexcept {
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

error_t mem_advise(const void *pointer, std::size_t, memory_advise, int) noexcept {
    return detail::call([&] {
        const auto a = opencl::memory().find(pointer);
        const bool managed = a && a->kind == opencl::memory_kind::managed;
        detail::require(managed, error_invalid_value);
    });
}

error_t mem_prefetch_async(const void *pointer, std::size_t, int, stream_t stream) noexcept {
    return detail::call([&] {
        opencl::resolve(stream);
        const auto a = opencl::memory().find(pointer);
        const bool managed = a && a->kind == opencl::memory_kind::managed;
        detail::require(managed, error_invalid_value);
    });
}

error_t mem_advise(const void *pointer, std::size_t size, memory_advise advice,
                   mem_location place) noexcept {
    return mem_advise(pointer, size, advice, place.id);
}

error_t mem_prefetch_async(const void *pointer, std::size_t size, mem_location place, unsigned,
                           stream_t stream) noexcept {
    return mem_prefetch_async(pointer, size, place.id, stream);
}

} // namespace cn

// SPDX-License-Identifier: MIT
// Every piece of memory the library gave out or was told of, found by any address inside it.
//
// Where the device has shared virtual memory, device pointers are that memory's addresses. Where
// it has not, each allocation reserves a range of addresses that nobody may touch: pointer
// arithmetic and comparison work on it, and each use looks up buffer and offset.
#pragma once

#include <sys/mman.h>

#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "order.hpp"

namespace cn::opencl {

enum class memory_kind { device, managed, pinned, registered };

struct allocation {
    char *base = nullptr;
    std::size_t size = 0;
    std::size_t margin = 0; // bytes that can be read before and behind it
    memory_kind kind = memory_kind::device;
    device *owner = nullptr;
    buffer object = nullptr; // without shared virtual memory
    bool shared = false;     // it is shared virtual memory
    bool mapped = false;     // host's by default: unmapped only while a command uses it
    unsigned flags = 0;      // as given to host_alloc, host_register, malloc_managed

    bool on_device_only() const { return kind == memory_kind::device; }
    std::size_t offset(const void *p) const {
        return static_cast<std::size_t>(static_cast<const char *>(p) - base);
    }
};

class registry {
  public:
    void add(const allocation &a) {
        std::unique_lock<std::shared_mutex> lock(guard);
        by_base[a.base] = a;
        ++changes;
    }

    void remove(const allocation &a) {
        std::unique_lock<std::shared_mutex> lock(guard);
        by_base.erase(a.base);
        ++changes;
    }

    /// The allocation that holds this address, or that ends right there.
    std::optional<allocation> find(const void *pointer) const {
        const auto *p = static_cast<const char *>(pointer);
        std::shared_lock<std::shared_mutex> lock(guard);
        auto after = by_base.upper_bound(p);
        if (after == by_base.begin()) {
            return std::nullopt;
        }
        const allocation &a = std::prev(after)->second;
        return p <= a.base + a.size ? std::optional<allocation>(a) : std::nullopt;
    }

    std::vector<allocation> of(const device &d) const {
        std::shared_lock<std::shared_mutex> lock(guard);
        std::vector<allocation> found;
        for (const auto &[base, a] : by_base) {
            if (a.owner == &d) {
                found.push_back(a);
            }
        }
        return found;
    }

    /// Grows with every change.
    unsigned long version() const {
        std::shared_lock<std::shared_mutex> lock(guard);
        return changes;
    }

  private:
    mutable std::shared_mutex guard;
    std::map<const char *, allocation, std::less<>> by_base;
    unsigned long changes = 0;
};

inline registry &memory() {
    static auto *all = new registry;
    return *all;
}

/// A range of addresses of its own, at least `size` + 1 long so that its end is its own as well.
inline char *reserve_addresses(std::size_t size, int protection) {
    void *base = mmap(nullptr, size + 1, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                      -1, 0);
    detail::require(base != MAP_FAILED, error_memory_allocation);
    return static_cast<char *>(base);
}

inline buffer create_buffer(device &d, bits_t flags, std::size_t size, void *host) {
    int_t code = ok;
    const buffer created = cl().CreateBuffer(d.context, flags, size, host, &code);
    check(code == invalid_value ? invalid_buffer_size : code, "clCreateBuffer");
    return created;
}

/// Gives a mapped allocation back to the host, and waits for it.
inline void map(stream &s, const allocation &a) {
    int_t code = ok;
    const event_ref done =
        enqueue(s, "map", [&](command_queue queue, uint_t n, const event *waits, event *issued) {
            if (a.shared) {
                return cl().EnqueueSVMMap(queue, 0, map_read_write, a.base, a.size, n, waits,
                                          issued);
            }
            cl().EnqueueMapBuffer(queue, a.object, 0, map_read_write, 0, a.size, n, waits, issued,
                                  &code);
            return code;
        });
    wait(*s.owner, done);
}

/// Gives a mapped allocation to the device, for the commands enqueued next in this stream.
inline void unmap(stream &s, const allocation &a) {
    enqueue(s, "unmap", [&](command_queue queue, uint_t n, const event *waits, event *issued) {
        if (a.shared) {
            return cl().EnqueueSVMUnmap(queue, a.base, n, waits, issued);
        }
        return cl().EnqueueUnmapMemObject(queue, a.object, a.base, n, waits, issued);
    });
}

/// What can be read around device memory. A GPU maps memory in pages of this size or larger, and
/// programs come to rely on that: stencils that load a neighbour first and ask later whether there
/// is one. A CPU's driver would let them crash.
inline std::size_t margin_of(const device &d, memory_kind kind) {
    const bool on_cpu = (d.info.type & device_type_cpu) != 0;
    return on_cpu && kind == memory_kind::device ? std::size_t{64} << 10U : 0;
}

/// Memory that is shared between host and device. Null if there is not enough of it.
inline allocation allocate_shared(device &d, memory_kind kind, std::size_t size) {
    const bool host_uses_it = kind != memory_kind::device;
    const bool fine = d.mode == memory_mode::fine && (host_uses_it || d.sees_host_memory());
    const bits_t flags = mem_read_write | (fine ? bits_t{mem_svm_fine_grain_buffer} : 0);
    allocation a;
    a.margin = margin_of(d, kind);
    const std::size_t whole = size + 2 * a.margin;
    void *const begin = whole < size ? nullptr : cl().SVMAlloc(d.context, flags, whole, 0);
    a.base = begin == nullptr ? nullptr : static_cast<char *>(begin) + a.margin;
    a.shared = true;
    a.mapped = host_uses_it && d.mode == memory_mode::coarse;
    return a;
}

/// A buffer behind addresses: reserved ones, or real host memory that the host keeps mapped.
inline allocation allocate_buffer(device &d, memory_kind kind, std::size_t size) {
    const bool host_uses_it = kind != memory_kind::device;
    allocation a;
    a.base = reserve_addresses(size, host_uses_it ? PROT_READ | PROT_WRITE : PROT_NONE);
    a.mapped = host_uses_it;
    try {
        a.object = create_buffer(d, mem_read_write | (host_uses_it ? bits_t{mem_use_host_ptr} : 0),
                                 size, host_uses_it ? a.base : nullptr);
    } catch (...) {
        munmap(a.base, size + 1);
        throw;
    }
    return a;
}

/// Allocates and registers. Throws error_memory_allocation.
inline allocation allocate(device &d, memory_kind kind, std::size_t size, unsigned flags = 0) {
    allocation a = d.mode == memory_mode::buffers ? allocate_buffer(d, kind, size)
                                                  : allocate_shared(d, kind, size);
    detail::require(a.base != nullptr, error_memory_allocation);
    a.size = size;
    a.kind = kind;
    a.owner = &d;
    a.flags = flags;
    d.allocated += size;
    memory().add(a);
    if (a.mapped) {
        map(d.null, a);
    }
    return a;
}

/// Remembers host memory that the program allocated itself. Throws
/// error_host_memory_already_registered.
inline void register_host(device &d, void *base, std::size_t size, unsigned flags) {
    auto *first = static_cast<char *>(base);
    const auto before = memory().find(first);
    const auto behind = memory().find(first + size - 1);
    const bool begins_in_other = before && before->offset(first) < before->size;
    const bool ends_in_other = behind && behind->offset(first + size - 1) < behind->size;
    detail::require(!begins_in_other && !ends_in_other, error_host_memory_already_registered);
    allocation a;
    a.base = first;
    a.size = size;
    a.kind = memory_kind::registered;
    a.owner = &d;
    a.flags = flags;
    if (d.mode == memory_mode::buffers) {
        a.object = create_buffer(d, mem_read_write | mem_use_host_ptr, size, base);
        a.mapped = true;
    }
    d.allocated += size;
    memory().add(a);
    if (a.mapped) {
        map(d.null, a);
    }
}

/// Frees what nobody uses any more: the caller has waited for the device.
inline void release(const allocation &a) {
    memory().remove(a);
    a.owner->allocated -= a.size;
    if (a.mapped) {
        unmap(a.owner->null, a);
        synchronize(a.owner->null);
    }
    if (a.shared) {
        cl().SVMFree(a.owner->context, a.base - a.margin);
        return;
    }
    if (a.object != nullptr) {
        cl().ReleaseMemObject(a.object);
    }
    if (a.kind != memory_kind::registered) {
        munmap(a.base, a.size + 1);
    }
}

} // namespace cn::opencl

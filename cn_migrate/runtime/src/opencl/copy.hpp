// SPDX-License-Identifier: MIT
// Copies and fills between any two kinds of memory. All rows are pitched; a plain copy is one row.
#pragma once

#include <cstring>

#include "allocation.hpp"

namespace cn::opencl {

/// One end of a copy: an address, and the allocation it lies in if it is one of ours.
struct place {
    char *address;
    std::optional<allocation> in;

    explicit place(const void *p)
        : address(static_cast<char *>(const_cast<void *>(p))), in(memory().find(p)) {}

    bool on_device_only() const { return in && in->on_device_only(); }
    bool shared() const { return in && in->shared; }
    /// A cl_mem that the host cannot reach by its address.
    bool is_buffer() const { return on_device_only() && !in->shared; }
    bool unmap_for(const device &d) const { return shared() && in->mapped && in->owner == &d; }
    void require_extent(std::size_t bytes) const {
        detail::require(!in || in->offset(address) + bytes <= in->size, error_invalid_value);
    }
};

struct rows {
    std::size_t width;  // bytes
    std::size_t height; // how many
};

inline std::size_t reach(const rows &r, std::size_t pitch) {
    return (r.height - 1) * pitch + r.width;
}

/// Copies one row between a buffer and something else, or between shared memory and anything.
inline int_t enqueue_row(command_queue queue, const place &to, std::size_t to_offset,
                         const place &from, std::size_t from_offset, std::size_t bytes, uint_t n,
                         const event *waits, event *issued) {
    char *const t = to.address + to_offset;
    char *const f = from.address + from_offset;
    if (to.is_buffer() && from.is_buffer()) {
        return cl().EnqueueCopyBuffer(queue, from.in->object, to.in->object, from.in->offset(f),
                                      to.in->offset(t), bytes, n, waits, issued);
    }
    if (to.is_buffer()) {
        return cl().EnqueueWriteBuffer(queue, to.in->object, 0, to.in->offset(t), bytes, f, n,
                                       waits, issued);
    }
    if (from.is_buffer()) {
        return cl().EnqueueReadBuffer(queue, from.in->object, 0, from.in->offset(f), bytes, t, n,
                                      waits, issued);
    }
    return cl().EnqueueSVMMemcpy(queue, 0, t, f, bytes, n, waits, issued);
}

inline event_ref enqueue_rows(stream &s, const place &to, std::size_t to_pitch, const place &from,
                              std::size_t from_pitch, rows r) {
    if (to_pitch == r.width && from_pitch == r.width) {
        r = {r.width * r.height, 1};
    }
    return enqueue(s, "copy", [&](command_queue queue, uint_t n, const event *waits, event *last) {
        int_t code = ok;
        for (std::size_t y = 0; y < r.height && code == ok; ++y) {
            const bool first = y == 0;
            code = enqueue_row(queue, to, y * to_pitch, from, y * from_pitch, r.width,
                               first ? n : 0, first ? waits : nullptr,
                               y + 1 == r.height ? last : nullptr);
        }
        return code;
    });
}

inline void copy_on_host(char *to, std::size_t to_pitch, const char *from, std::size_t from_pitch,
                         rows r) {
    for (std::size_t y = 0; y < r.height; ++y) {
        std::memmove(to + y * to_pitch, from + y * from_pitch, r.width);
    }
}

/// The device whose queue can copy between the two; at least one end is shared or a buffer.
inline device &device_of(const place &to, const place &from) {
    if (to.on_device_only() || from.on_device_only()) {
        return to.on_device_only() ? *to.in->owner : *from.in->owner;
    }
    return to.shared() ? *to.in->owner : *from.in->owner;
}

/// Whether the host copies: nothing of the device's is involved, or there are many rows (a command
/// for each is slow) in one address space.
inline bool host_copies(const device &d, const place &to, std::size_t to_pitch, const place &from,
                        std::size_t from_pitch, rows r) {
    if (to.is_buffer() || from.is_buffer()) {
        return false;
    }
    const bool one_row = r.height == 1 || (to_pitch == r.width && from_pitch == r.width);
    const bool own = (!to.in || to.in->owner == &d) && (!from.in || from.in->owner == &d);
    return (!to.shared() && !from.shared()) || (!one_row && own && d.sees_host_memory());
}

/// Copies in stream order. Returns at once if no end is pageable host memory and `asynchronous` is
/// set, or if both ends are device memory; else when the copy is done. Throws error_invalid_value.
inline void copy(stream &s, const place &to, std::size_t to_pitch, const place &from,
                 std::size_t from_pitch, rows r, bool asynchronous) {
    to.require_extent(reach(r, to_pitch));
    from.require_extent(reach(r, from_pitch));
    if (host_copies(*s.owner, to, to_pitch, from, from_pitch, r)) {
        wait_for_turn(s);
        return copy_on_host(to.address, to_pitch, from.address, from_pitch, r);
    }
    const bool two_devices =
        to.on_device_only() && from.on_device_only() && to.in->owner != from.in->owner;
    if (two_devices) {
        std::vector<char> between(r.width * r.height);
        wait_for_turn(s);
        copy(from.in->owner->null, place(between.data()), r.width, from, from_pitch, r, false);
        return copy(to.in->owner->null, to, to_pitch, place(between.data()), r.width, r, false);
    }
    device &owner = device_of(to, from);
    if (&owner != s.owner) {
        wait_for_turn(s);
        return copy(owner.null, to, to_pitch, from, from_pitch, r, false);
    }
    for (const place *end : {&to, &from}) {
        if (end->unmap_for(owner)) {
            unmap(s, *end->in);
        }
    }
    const event_ref done = enqueue_rows(s, to, to_pitch, from, from_pitch, r);
    for (const place *end : {&to, &from}) {
        if (end->unmap_for(owner)) {
            map(s, *end->in);
        }
    }
    const bool within_device = to.on_device_only() && from.on_device_only();
    const bool pageable = !to.in || !from.in;
    if (!within_device && (!asynchronous || pageable)) {
        wait(owner, done);
    }
}

/// The widest pattern, up to 128 bytes, that the range can be filled with.
inline std::size_t pattern_width(std::size_t address, std::size_t bytes) {
    std::size_t width = 128;
    while (((address | bytes) & (width - 1)) != 0) {
        width /= 2;
    }
    return width;
}

/// What memory is filled with: the lowest `size` bytes of `bits` (1, 2 or 4), over and over.
struct filling {
    unsigned bits;
    std::size_t size = 1;

    void write(void *to, std::size_t bytes) const {
        for (std::size_t i = 0; i < bytes; i += size) {
            std::memcpy(static_cast<char *>(to) + i, &bits, size); // little-endian hosts
        }
    }
};

inline void enqueue_fill(stream &s, const place &to, std::size_t offset, filling value,
                         std::size_t bytes) {
    unsigned char pattern[128];
    value.write(pattern, sizeof pattern);
    char *const t = to.address + offset;
    const std::size_t width = pattern_width(to.in->offset(t), bytes);
    enqueue(s, "fill", [&](command_queue queue, uint_t n, const event *waits, event *issued) {
        if (to.is_buffer()) {
            return cl().EnqueueFillBuffer(queue, to.in->object, pattern, width, to.in->offset(t),
                                          bytes, n, waits, issued);
        }
        return cl().EnqueueSVMMemFill(queue, t, pattern, width, bytes, n, waits, issued);
    });
}

/// Fills in stream order; waits for it only where the host may look at once (not device memory).
/// Throws error_invalid_value for memory that is not ours.
inline void fill(stream &s, const place &to, std::size_t pitch, filling value, rows r) {
    detail::require(to.in.has_value(), error_invalid_value);
    to.require_extent(reach(r, pitch));
    if (pitch == r.width) {
        r = {r.width * r.height, 1};
    }
    if (to.in->owner != s.owner) {
        wait_for_turn(s);
        return fill(to.in->owner->null, to, pitch, value, r);
    }
    const bool many_in_one_space = r.height > 1 && s.owner->sees_host_memory();
    if (!to.is_buffer() && (!to.shared() || to.in->mapped || many_in_one_space)) {
        wait_for_turn(s);
        for (std::size_t y = 0; y < r.height; ++y) {
            value.write(to.address + y * pitch, r.width);
        }
        return;
    }
    for (std::size_t y = 0; y < r.height; ++y) {
        const std::size_t tail = r.width > 128 ? r.width % 128 : 0;
        enqueue_fill(s, to, y * pitch, value, r.width - tail);
        if (tail != 0) {
            enqueue_fill(s, to, y * pitch + r.width - tail, value, tail);
        }
    }
    if (!to.on_device_only()) {
        synchronize(s);
    }
}

} // namespace cn::opencl

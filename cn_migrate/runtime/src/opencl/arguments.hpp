// SPDX-License-Identifier: MIT
// The arguments of one launch, as OpenCL wants them.
#pragma once

#include <vector>

#include "kernels.hpp"
#include "symbols.hpp"

namespace cn::opencl {

/// A pointer argument: an address of shared memory, or a buffer and an offset into it.
struct pointer_argument {
    const void *address = nullptr;
    buffer object = nullptr;
    std::size_t offset = 0;
};

struct argument {
    const void *value = nullptr; // of anything but a pointer
    std::size_t size = 0;
    bool is_pointer = false;
    pointer_argument pointer = {};
};

/// Everything one launch needs: its arguments, and what must be unmapped while it runs.
struct argument_list {
    std::vector<argument> arguments;
    std::vector<allocation> mapped;
    bool has_offsets = false;
};

inline void add_mapped(argument_list &list, const allocation &a) {
    for (const allocation &known : list.mapped) {
        if (known.base == a.base) {
            return;
        }
    }
    list.mapped.push_back(a);
}

/// Adds a pointer. Throws error_illegal_address for one that a device without shared memory cannot
/// be given: it points to none of its allocations.
inline void add_pointer(argument_list &list, device &d, const void *p) {
    argument added;
    added.is_pointer = true;
    added.pointer.address = p;
    const bool look_up = p != nullptr && d.mode != memory_mode::fine;
    const std::optional<allocation> in = look_up ? memory().find(p) : std::nullopt;
    if (in && in->owner == &d && in->mapped) {
        add_mapped(list, *in);
    }
    if (p != nullptr && d.mode == memory_mode::buffers) {
        const bool known = in && in->owner == &d && in->object != nullptr;
        if (!known) {
            detail::explain("a kernel was given a pointer to no memory of " + d.info.name);
        }
        detail::require(known, error_illegal_address);
        added.pointer.object = in->object;
        added.pointer.offset = in->offset(p);
        list.has_offsets |= added.pointer.offset != 0;
    }
    list.arguments.push_back(added);
}

/// Collects the kernel's own arguments, its dynamic shared memory and its symbols, in this order.
inline argument_list collect(kernel_record &k, device &d, void *const *values,
                             std::size_t shared_bytes) {
    argument_list list;
    list.arguments.reserve(k.parameters.size() + k.symbols.size() + 1);
    for (std::size_t i = 0; i < k.parameters.size(); ++i) {
        if (k.parameters[i].is_pointer) {
            add_pointer(list, d, *static_cast<void *const *>(values[i]));
            continue;
        }
        list.arguments.push_back({values[i], k.parameters[i].size});
    }
    if (k.dynamic_shared) {
        list.arguments.push_back({nullptr, std::max<std::size_t>(shared_bytes, 1)});
    }
    for (const symbol_base *symbol : k.symbols) {
        add_pointer(list, d, symbols().address(symbol, d));
    }
    return list;
}

inline int_t set_pointer(const device &d, kernel k, uint_t index, const pointer_argument &p) {
    if (d.mode == memory_mode::buffers) {
        return cl().SetKernelArg(k, index, sizeof p.object, &p.object);
    }
    const int_t code = cl().SetKernelArgSVMPointer(k, index, p.address);
    // A driver may refuse addresses that are not its own. The kernel must not follow them anyway.
    return code == invalid_arg_value ? cl().SetKernelArgSVMPointer(k, index, nullptr) : code;
}

/// Gives the arguments to the kernel; with an offset behind each pointer if asked.
inline void set_arguments(const device &d, kernel k, const argument_list &list, bool offsets) {
    uint_t index = 0;
    for (const argument &a : list.arguments) {
        check(a.is_pointer ? set_pointer(d, k, index, a.pointer)
                           : cl().SetKernelArg(k, index, a.size, a.value),
              "clSetKernelArg");
        ++index;
        if (a.is_pointer && offsets) {
            const ulong_t offset = a.pointer.offset;
            check(cl().SetKernelArg(k, index, sizeof offset, &offset), "clSetKernelArg");
            ++index;
        }
    }
}

} // namespace cn::opencl

// SPDX-License-Identifier: MIT
// Recording of launches, to be replayed elsewhere and compared. With CN_RECORD=<folder> each
// kernel's first launches (CN_RECORD_LIMIT of them, 3 by default) become files in that folder; else
// nothing is done. A recorded launch waits for all work of its device before and after; other host
// threads are not held back.
//
// A file <number>-<module>-<kernel>.launch is one line of JSON, then bytes:
//   {"version": 1, "kernel": "saxpy_float", "module": "saxpy.cl",
//    "grid": [8, 1, 1], "block": [128, 1, 1], "shared_bytes": 0, "indirect": false,
//    "arguments": ["0000803f", ...],                           the bytes of each parameter, in hex
//    "symbols": [{"name": "coef", "address": 1, "size": 36}],  the device variables that it uses
//    "memory": [{"address": 1, "size": 36}]}
// Then come, for each piece of `memory` in this order, its `size` bytes before the launch, then as
// many after it. `memory` holds each allocation that an argument or symbol points into; of an
// `indirect` kernel all of the device's. Pointers, in arguments and in memory, are addresses as the
// program sees them. Numbers of more than one byte are as the host has them.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "arguments.hpp"

namespace cn::opencl {

/// What one launch is given, as far as a recording tells it.
struct recorded_launch {
    kernel_record &kernel;
    void *const *values;
    dim3 grid;
    dim3 block;
    std::size_t shared_bytes;
};

/// The folder of the recordings; null where none are asked for.
inline const char *record_folder() {
    static const char *const folder = std::getenv("CN_RECORD");
    return folder;
}

/// The number of this launch among all that are recorded; -1 if it is not one of them.
inline int record_number(const kernel_record &k) {
    static std::mutex guard;
    static std::map<const kernel_record *, int> launches;
    static int recorded = 0;
    static const char *const text = std::getenv("CN_RECORD_LIMIT");
    static const int limit = text != nullptr ? std::atoi(text) : 3;
    std::lock_guard<std::mutex> lock(guard);
    return launches[&k]++ < limit ? recorded++ : -1;
}

inline std::string quoted(const std::string &text) {
    std::string out = "\"";
    for (const char c : text) {
        const bool special = c == '"' || c == '\\';
        out += special ? std::string{'\\', c} : std::string(1, c);
    }
    return out + '"';
}

inline std::string hex(const void *bytes, std::size_t size) {
    static const char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        const unsigned byte = static_cast<const unsigned char *>(bytes)[i];
        out += {digits[byte / 16], digits[byte % 16]};
    }
    return quoted(out);
}

/// `[a, b]` of what `row` makes of each item.
template <class Items, class Row> std::string listed(const Items &items, Row &&row) {
    std::string out;
    for (const auto &item : items) {
        out += (out.empty() ? "" : ", ") + row(item);
    }
    return "[" + out + "]";
}

inline std::string triple(const dim3 &d) {
    const std::vector<unsigned> sizes{d.x, d.y, d.z};
    return listed(sizes, [](unsigned size) { return std::to_string(size); });
}

inline std::string number(const void *address) {
    return std::to_string(reinterpret_cast<std::uintptr_t>(address));
}

/// The allocations that the launch may reach, each once.
inline std::vector<allocation> reachable(device &d, const recorded_launch &l) {
    if (l.kernel.indirect) {
        return memory().of(d);
    }
    std::map<char *, allocation> found;
    const auto add = [&](const void *p) {
        if (const auto in = memory().find(p)) {
            found.emplace(in->base, *in);
        }
    };
    for (std::size_t i = 0; i < l.kernel.parameters.size(); ++i) {
        if (l.kernel.parameters[i].is_pointer) {
            add(*static_cast<void *const *>(l.values[i]));
        }
    }
    for (const symbol_base *symbol : l.kernel.symbols) {
        add(symbols().address(symbol, d));
    }
    std::vector<allocation> all;
    for (const auto &[base, a] : found) {
        all.push_back(a);
    }
    return all;
}

/// Memory that only the host knows (registered, no buffer) is read where it lies.
inline std::string contents(stream &s, const allocation &a) {
    std::string bytes(a.size, '\0');
    if (!a.shared && a.object == nullptr) {
        bytes.assign(a.base, a.size);
        return bytes;
    }
    const event_ref read =
        enqueue(s, "read", [&](command_queue queue, uint_t n, const event *waits, event *issued) {
            return a.shared ? cl().EnqueueSVMMemcpy(queue, 0, bytes.data(), a.base, a.size, n,
                                                    waits, issued)
                            : cl().EnqueueReadBuffer(queue, a.object, 0, 0, a.size, bytes.data(),
                                                     n, waits, issued);
        });
    wait(*s.owner, read);
    return bytes;
}

inline std::string record_header(device &d, const recorded_launch &l,
                                 const std::vector<allocation> &reached) {
    const kernel_record &k = l.kernel;
    std::size_t i = 0;
    const std::string arguments = listed(k.parameters, [&](const parameter &p) {
        return hex(l.values[i++], p.size);
    });
    const std::string variables = listed(k.symbols, [&](const symbol_base *symbol) {
        return "{\"name\": " + quoted(symbols().name(symbol)) +
               ", \"address\": " + number(symbols().address(symbol, d)) +
               ", \"size\": " + std::to_string(symbols().size(symbol)) + "}";
    });
    const std::string pieces = listed(reached, [](const allocation &a) {
        return "{\"address\": " + number(a.base) + ", \"size\": " + std::to_string(a.size) + "}";
    });
    return "{\"version\": 1, \"kernel\": " + quoted(k.name) +
           ", \"module\": " + quoted(k.source->name) + ", \"grid\": " + triple(l.grid) +
           ", \"block\": " + triple(l.block) +
           ", \"shared_bytes\": " + std::to_string(l.shared_bytes) +
           ", \"indirect\": " + (k.indirect ? "true" : "false") + ", \"arguments\": " + arguments +
           ", \"symbols\": " + variables + ", \"memory\": " + pieces + "}\n";
}

inline void write_record(const recorded_launch &l, int index, const std::string &bytes) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "/%06d-", index);
    const std::string path = record_folder() + std::string(digits) + l.kernel.source->name + "-" +
                             l.kernel.name + ".launch";
    std::FILE *file = std::fopen(path.c_str(), "wb");
    const bool written =
        file != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    const bool closed = file != nullptr && std::fclose(file) == 0;
    if (!written || !closed) {
        detail::explain("cannot write the recording " + path);
    }
}

/// Calls `enqueue_it`, which enqueues the kernel and gives its event; records the launch if asked.
/// All that the launch uses must be the device's (unmapped) already.
template <class Enqueue>
event_ref record(stream &s, const recorded_launch &l, Enqueue &&enqueue_it) {
    const int index = record_folder() != nullptr ? record_number(l.kernel) : -1;
    if (index < 0) {
        return enqueue_it();
    }
    device &d = *s.owner;
    synchronize(d);
    const std::vector<allocation> reached = reachable(d, l);
    std::vector<std::string> pieces;
    for (const allocation &a : reached) {
        pieces.push_back(contents(s, a));
    }
    const event_ref done = enqueue_it();
    wait(d, done);
    std::string bytes = record_header(d, l, reached);
    for (std::size_t i = 0; i < reached.size(); ++i) {
        bytes += pieces[i] + contents(s, reached[i]);
    }
    write_record(l, index, bytes);
    return done;
}

} // namespace cn::opencl

// SPDX-License-Identifier: MIT
// Where the variables of the device are.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>

#include "cnative/symbol.hpp"
#include "copy.hpp"
#include "settings.hpp"

namespace cn::opencl {

struct symbol_record {
    const char *name;
    std::size_t size;
    char *fixed = nullptr; // of managed variables
    bool is_heap = false;
    std::map<const device *, char *> on = {};
};

class symbol_table {
  public:
    void add(const symbol_base *symbol, const char *name, std::size_t size) {
        std::lock_guard<std::mutex> lock(guard);
        records.insert_or_assign(symbol, symbol_record{name, size});
    }

    /// A variable that lies where it is known by, on every device.
    void add_at(const symbol_base *symbol, const char *name, std::size_t size, char *address) {
        std::lock_guard<std::mutex> lock(guard);
        records.insert_or_assign(symbol, symbol_record{name, size, address});
    }

    /// The heap of device code: as large as the limit says when a kernel first needs it.
    void add_heap(const symbol_base *symbol, const char *name) {
        std::lock_guard<std::mutex> lock(guard);
        symbol_record &known = records.insert_or_assign(symbol, symbol_record{name, 0}).first->second;
        known.is_heap = true;
    }

    /// Throws error_invalid_symbol.
    std::size_t size(const symbol_base *symbol) {
        std::lock_guard<std::mutex> lock(guard);
        return record(symbol).size;
    }

    /// Throws error_invalid_symbol.
    std::string name(const symbol_base *symbol) {
        std::lock_guard<std::mutex> lock(guard);
        return record(symbol).name;
    }

    bool has(const symbol_base *symbol) {
        std::lock_guard<std::mutex> lock(guard);
        return records.count(symbol) != 0;
    }

    /// A symbol with this name; null without one.
    const symbol_base *named(const std::string &name) {
        std::lock_guard<std::mutex> lock(guard);
        for (const auto &[symbol, known] : records) {
            if (name == known.name) {
                return symbol;
            }
        }
        return nullptr;
    }

    /// The symbol's address on a device, with its initial value copied there the first time.
    char *address(const symbol_base *symbol, device &d) {
        std::lock_guard<std::mutex> lock(guard);
        symbol_record &known = record(symbol);
        if (known.fixed != nullptr) {
            return known.fixed;
        }
        char *&base = known.on[&d];
        if (base == nullptr) {
            base = known.is_heap ? new_heap(known, d) : copied(symbol, known.size, d);
            if (detail::verbose()) {
                detail::explain(std::string("symbol ") + known.name + " is on " + d.info.name);
            }
        }
        return base;
    }

    /// After the device lost its memory.
    void forget(const device &d) {
        std::lock_guard<std::mutex> lock(guard);
        for (auto &[symbol, known] : records) {
            known.on.erase(&d);
        }
    }

  private:
    /// A symbol's variable on a device, with the value that stands behind the symbol's address.
    static char *copied(const symbol_base *symbol, std::size_t size, device &d) {
        const allocation a = allocate(d, memory_kind::device, size);
        copy(d.null, place(a.base), size, place(symbol), size, {size, 1}, false);
        return a.base;
    }

    /// An empty heap: zero, but for the number of its units of 16 bytes in front.
    static char *new_heap(symbol_record &known, device &d) {
        constexpr std::size_t unit = 16, most = 0xffffffff;
        const std::size_t wanted = limit_setting(limit_malloc_heap_size) / unit;
        const auto units = static_cast<unsigned>(std::clamp<std::size_t>(wanted, 64, most));
        known.size = unit * units;
        const allocation a = allocate(d, memory_kind::device, known.size);
        fill(d.null, place(a.base), known.size, {0, 1}, {known.size, 1});
        copy(d.null, place(a.base), sizeof units, place(&units), sizeof units, {sizeof units, 1},
             false);
        return a.base;
    }

    symbol_record &record(const symbol_base *symbol) {
        const auto found = records.find(symbol);
        detail::require(found != records.end(), error_invalid_symbol);
        return found->second;
    }

    std::mutex guard;
    std::map<const symbol_base *, symbol_record> records;
};

inline symbol_table &symbols() {
    static auto *all = new symbol_table;
    return *all;
}

} // namespace cn::opencl

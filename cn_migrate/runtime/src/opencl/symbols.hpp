// SPDX-License-Identifier: MIT
// Where the variables of the device are.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "cnative/symbol.hpp"
#include "copy.hpp"

namespace cn::opencl {

struct symbol_record {
    const char *name;
    std::size_t size;
    char *fixed = nullptr; // of managed variables
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
            const allocation a = allocate(d, memory_kind::device, known.size);
            copy(d.null, place(a.base), known.size, place(symbol), known.size, {known.size, 1},
                 false);
            base = a.base;
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

// SPDX-License-Identifier: MIT
// Variables of the device at namespace scope (`__constant__`, `__device__`) as the host sees them.
#pragma once

#include <map>
#include <mutex>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

#include "opencl/copy.hpp"

namespace cn::types {

/// What the kernels' registrations and the runtime know a symbol by: its address.
class symbol_base {};

/// A variable of type T in device memory; one per device, made at its first use:
/// `cn::symbol<float[9]> coef{"coef", {1, 2, 3}};`
///
/// The object itself holds the initial value (zero without one) and is as large as T, so that
/// `sizeof` and other unevaluated uses in host code keep their meaning.
template <class T> class symbol : public symbol_base {
  public:
    using type = T;

    explicit symbol(const char *name);
    symbol(const char *name, const T &initial);
    symbol(const symbol &) = delete;
    symbol &operator=(const symbol &) = delete;

    operator T &() { return value; }
    operator const T &() const { return value; }

  private:
    std::remove_cv_t<T> value;
};

/// A symbol by its address: that of a `cn::symbol` or of a managed variable.
class symbol_address {
  public:
    symbol_address(const symbol_base *symbol) : known(symbol) {}
    template <class T, std::enable_if_t<!std::is_base_of_v<symbol_base, T>, int> = 0>
    symbol_address(const T *managed) : known(reinterpret_cast<const symbol_base *>(managed)) {}

    operator const symbol_base *() const { return known; }

  private:
    const symbol_base *known;
};

} // namespace cn::types

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

namespace cn::types {

template <class T> symbol<T>::symbol(const char *name) : value{} {
    opencl::symbols().add(this, name, sizeof(T));
}

template <class T> symbol<T>::symbol(const char *name, const T &initial) : value{} {
    opencl::symbols().add(this, name, sizeof(T));
    std::memcpy(&value, &initial, sizeof(T));
}

} // namespace cn::types

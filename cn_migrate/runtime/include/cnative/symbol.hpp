// SPDX-License-Identifier: MIT
// Variables of the device at namespace scope (`__constant__`, `__device__`) as the host sees them.
#pragma once

#include <cstddef>
#include <cstring>
#include <type_traits>

namespace cn::types {

/// What the kernels' registrations and the runtime know a symbol by: its address.
class symbol_base {};

} // namespace cn::types

namespace cn::detail {

/// Tells the runtime of a variable, whose initial value is behind its address.
void add_symbol(const types::symbol_base *symbol, const char *name, std::size_t size);

/// Tells it of the heap of device code, which has no initial value.
void add_heap(const types::symbol_base *symbol, const char *name);

} // namespace cn::detail

namespace cn::types {

/// A value whose list leaves inner braces out, as C allows: `cn::initial<int[2][2]>{{1, 2, 3, 4}}.value`.
template <class Object> struct initial {
    Object value;
};

/// A variable of some type in device memory; one per device, made at its first use:
/// `cn::symbol<float[9]> coef{"coef", {1, 2, 3}};`
///
/// The object itself holds the initial value (zero without one) and is as large as that, so that
/// `sizeof` and other unevaluated uses in host code keep their meaning.
template <class Object> class symbol : public symbol_base {
  public:
    using type = Object;

    explicit symbol(const char *name) : value{} { detail::add_symbol(this, name, sizeof(Object)); }
    symbol(const char *name, const Object &initial) : symbol(name) {
        std::memcpy(&value, &initial, sizeof(Object));
    }
    symbol(const symbol &) = delete;
    symbol &operator=(const symbol &) = delete;

    operator Object &() { return value; }
    operator const Object &() const { return value; }

  private:
    std::remove_cv_t<Object> value;
};

/// The heap of device code; its size is `limit_malloc_heap_size` when a kernel first needs it.
class device_heap : public symbol_base {
  public:
    explicit device_heap(const char *name) { detail::add_heap(this, name); }
    device_heap(const device_heap &) = delete;
    device_heap &operator=(const device_heap &) = delete;
};

/// A symbol by its address: that of a `cn::symbol` or of a managed variable.
class symbol_address {
  public:
    symbol_address(const symbol_base *symbol) : known(symbol) {}
    template <class Object, std::enable_if_t<!std::is_base_of_v<symbol_base, Object>, int> = 0>
    symbol_address(const Object *managed)
        : known(reinterpret_cast<const symbol_base *>(managed)) {}

    operator const symbol_base *() const { return known; }

  private:
    const symbol_base *known;
};

} // namespace cn::types

/// Variables of the device that ported device code has for the runtime's sake. Not zero once a thread
/// has ended itself and its launch (`__trap`, a failed `assert`):
inline cn::types::symbol<unsigned> cn_trapped{"cn_trapped"};

/// The clock of devices without one: readings of it, counted.
inline cn::types::symbol<unsigned long long> cn_ticks{"cn_ticks"};

/// Arrivals of blocks at barriers of their grid.
inline cn::types::symbol<unsigned> cn_grid_arrivals{"cn_grid_arrivals"};

/// What device code's `malloc` hands out pieces of.
inline cn::types::device_heap cn_heap{"cn_heap"};

// SPDX-License-Identifier: MIT
// Device code as the generated registrations tell the runtime of it: modules (the text of a .cl file,
// embedded in the program) and the kernels in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "device_function.hpp"
#include "symbol.hpp"

namespace cn::types {

/// The device code of one file: `const cn::module m{"saxpy.cl", bytes, size, "-D N=4"};`
struct module {
    const char *name;
    const unsigned char *text;
    std::size_t size;
    const char *options; // of the compiler
};

/// A parameter of a kernel.
struct parameter {
    std::size_t size;
    bool is_pointer;
    std::size_t alignment = 1;
};

template <std::uint64_t Place, class Function, class... Rest> struct kernel_key;

} // namespace cn::types

namespace cn::detail {

/// The kernel `name` of a module, known by the address of its host function or of its key.
void add_kernel(const types::module &source, const char *name, const void *stub_or_key,
                std::initializer_list<types::parameter> parameters,
                std::initializer_list<types::symbol_address> symbols, bool dynamic_shared,
                bool indirect);

/// A host function stands for the kernel that has this key.
void link_kernel(const void *stub, const void *key,
                 std::initializer_list<types::parameter> parameters);

/// What the original's linker calls the kernel of a host function.
void name_kernel(const void *stub, const char *linkage);

} // namespace cn::detail

namespace cn::types {

/// Says which kernel a host function stands for:
/// `const cn::kernel_entry e{m, "saxpy_float", static_cast<void (*)(float)>(saxpy<float>), {&coef},
/// dynamic_shared, indirect};`
///
/// The kernel's arguments are the function's parameters, then one local pointer if
/// `dynamic_shared`, then a pointer to each symbol. `indirect` kernels follow pointers that they
/// find in memory or in structures.
class kernel_entry {
  public:
    template <class... Parameters>
    kernel_entry(const module &source, const char *name, void (*stub)(Parameters...),
                 std::initializer_list<symbol_address> symbols = {},
                 bool dynamic_shared = false, bool indirect = false) {
        detail::add_kernel(
            source, name, reinterpret_cast<const void *>(stub),
            {parameter{sizeof(Parameters), is_address<Parameters>, alignof(Parameters)}...},
            symbols, dynamic_shared, indirect);
    }

    /// An instance that cannot be named: it has a key, and the sizes of its parameters.
    template <std::uint64_t Place, class Function, class... Rest>
    kernel_entry(const module &source, const char *name, kernel_key<Place, Function, Rest...>,
                 std::initializer_list<parameter> parameters,
                 std::initializer_list<symbol_address> symbols = {},
                 bool dynamic_shared = false, bool indirect = false) {
        detail::add_kernel(source, name, &kernel_key<Place, Function, Rest...>::id, parameters,
                           symbols, dynamic_shared, indirect);
    }
};

/// What the original's linker calls the kernel of a host function, for programs that ask for it by
/// that: `const cn::linkage_name n{static_cast<void (*)(float)>(saxpy<float>), "_Z5saxpyIfEvT_"};`
class linkage_name {
  public:
    template <class... Parameters> linkage_name(void (*stub)(Parameters...), const char *name) {
        detail::name_kernel(reinterpret_cast<const void *>(stub), name);
    }
};

} // namespace cn::types

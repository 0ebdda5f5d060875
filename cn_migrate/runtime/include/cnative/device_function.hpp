// SPDX-License-Identifier: MIT
// Pointers to functions of the device, which the host may hold and pass on, but not call. OpenCL C
// has no such pointers: a number stands for each function, which follows from its name and type.
#pragma once

#include <cstdint>
#include <type_traits>

namespace cn::types {

/// A function of the device: `op_t f = cn::device_function("add(float, float)");`
class device_function {
  public:
    /// 31 bits of FNV-1a, and never the null pointer.
    constexpr explicit device_function(const char *name) {
        std::uint64_t hash = 14695981039346656037U;
        for (const char *c = name; *c != '\0'; ++c) {
            hash = (hash ^ static_cast<unsigned char>(*c)) * 1099511628211U;
        }
        const std::uint64_t bits = hash % (std::uint64_t{1} << 31);
        number = bits == 0 ? 1 : static_cast<std::uintptr_t>(bits);
    }

    template <class Function, class = std::enable_if_t<std::is_function_v<Function>>>
    operator Function *() const {
        return reinterpret_cast<Function *>(number);
    }

  private:
    std::uintptr_t number = 0;
};

/// Is the type passed as an address of memory? Not a pointer to a function.
template <class Type>
inline constexpr bool is_address =
    std::is_pointer_v<Type> && !std::is_function_v<std::remove_pointer_t<Type>>;

} // namespace cn::types

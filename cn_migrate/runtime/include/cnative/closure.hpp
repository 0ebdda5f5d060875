// SPDX-License-Identifier: MIT
// Kernels that take closures. No name outside of its function can mean a closure's type, so the
// registration of `forall<closure>` cannot name that instance. Instead the port gives each lambda
// that goes to kernels a name made of its place in the original source and of the template
// arguments around it, and a kernel instance is known by the names of its arguments.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <type_traits>
#include <utility>

#include "module.hpp"

namespace cn::types {

/// A place in the source, as a number (FNV-1a): `at("forall.cuh:12:30")`; `line` tells the uses of a
/// macro apart that holds the place.
constexpr std::uint64_t at(const char *place, int line = 0) {
    std::uint64_t hash = 14695981039346656037U + static_cast<std::uint64_t>(line);
    for (const char *c = place; *c != '\0'; ++c) {
        hash = (hash ^ static_cast<unsigned char>(*c)) * 1099511628211U;
    }
    return hash;
}

/// The name of a lambda: its place, and the template arguments of the functions and classes around.
template <std::uint64_t Place, class... Around> struct lambda;

/// A lambda with its name; laid out like the lambda itself.
template <class Name, class Lambda> struct closure : Lambda {
    constexpr explicit closure(Lambda l) : Lambda(std::move(l)) {}
};

template <long long Value> struct number;
template <auto Value> struct constant;

} // namespace cn::types

namespace cn::detail {

template <auto Value, bool IsNumber> struct value_name {
    using type = types::constant<Value>;
};

template <auto Value> struct value_name<Value, true> {
    using type = types::number<static_cast<long long>(Value)>;
};

/// The type that stands for another in names: closures become lambdas, wherever in it they are.
template <class Type> struct name_of {
    using type = Type;
};

template <class Name, class Lambda> struct name_of<types::closure<Name, Lambda>> {
    using type = Name;
};

template <template <class...> class Template, class... Arguments>
struct name_of<Template<Arguments...>> {
    using type = Template<typename name_of<Arguments>::type...>;
};

template <class Result, class... Parameters> struct name_of<Result(Parameters...)> {
    using type = Result(typename name_of<Parameters>::type...);
};

} // namespace cn::detail

namespace cn::types {

/// A template argument that is no type, where types are wanted.
template <auto Value>
using value = typename detail::value_name<Value, std::is_integral_v<decltype(Value)> ||
                                                     std::is_enum_v<decltype(Value)>>::type;

/// What an instance of a kernel template is known by: the template's place, the function's type, and
/// the template arguments that the function's type does not tell; closures by their names.
template <std::uint64_t Place, class Function, class... Rest> struct kernel_key {
    static inline const char id = 0; // its address is the key
};

/// Names the lambda `l`: `forall(n, cn::device_lambda<cn::at("a.cu:7:15"), T>([=](int i) { ... }))`
/// in a template of parameter T.
template <std::uint64_t Place, class... Around, class Lambda>
constexpr auto device_lambda(Lambda l) {
    return closure<lambda<Place, typename detail::name_of<Around>::type...>, Lambda>(std::move(l));
}

/// What the body of a lambda that only the device runs returns on the host, where nobody calls it.
struct nothing {
    template <class Type> operator Type() const { std::abort(); }
};

/// The body of such a lambda on the host, with its parameters.
template <class... Types> nothing on_device(const Types &...) { return {}; }

/// An instance of the kernel template at Place, whose host function is Stub.
template <auto Stub, std::uint64_t Place, class... Rest> class instance {
  public:
    /// The host function. Any use of it has the program link the instance with its key at start.
    static const void *stub() { return linked.stub; }

  private:
    using function = std::remove_pointer_t<decltype(Stub)>;
    using key = kernel_key<Place, typename detail::name_of<function>::type,
                           typename detail::name_of<Rest>::type...>;

    struct link {
        const void *const stub = reinterpret_cast<const void *>(Stub);
        link() { add(Stub); }
        template <class... Parameters> void add(void (*)(Parameters...)) const {
            detail::link_kernel(
                stub, &key::id,
                {parameter{sizeof(Parameters), is_address<Parameters>, alignof(Parameters)}...});
        }
    };
    static inline const link linked{};
};

} // namespace cn::types

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

#include "program.hpp"

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

template <long long N> struct number;
template <auto V> struct constant;

} // namespace cn::types

namespace cn::opencl {

template <auto V, bool IsNumber> struct value_name {
    using type = constant<V>;
};

template <auto V> struct value_name<V, true> {
    using type = number<static_cast<long long>(V)>;
};

/// The type that stands for T in names: closures become lambdas, wherever in T they are.
template <class T> struct name_of {
    using type = T;
};

template <class Name, class Lambda> struct name_of<closure<Name, Lambda>> {
    using type = Name;
};

template <template <class...> class Template, class... A> struct name_of<Template<A...>> {
    using type = Template<typename name_of<A>::type...>;
};

template <class R, class... P> struct name_of<R(P...)> {
    using type = R(typename name_of<P>::type...);
};

} // namespace cn::opencl

namespace cn::types {

/// A template argument that is no type, where types are wanted.
template <auto V>
using value = typename opencl::value_name<V, std::is_integral_v<decltype(V)> ||
                                                 std::is_enum_v<decltype(V)>>::type;

/// What an instance of a kernel template is known by: the template's place, the function's type, and
/// the template arguments that the function's type does not tell; closures by their names.
template <std::uint64_t Place, class Function, class... Rest> struct kernel_key {
    static inline const char id = 0; // its address is the key
};

/// Names the lambda `l`: `forall(n, cn::device_lambda<cn::at("a.cu:7:15"), T>([=](int i) { ... }))`
/// in a template of parameter T.
template <std::uint64_t Place, class... Around, class Lambda>
constexpr auto device_lambda(Lambda l) {
    return closure<lambda<Place, typename opencl::name_of<Around>::type...>, Lambda>(std::move(l));
}

/// What the body of a lambda that only the device runs returns on the host, where nobody calls it.
struct nothing {
    template <class T> operator T() const { std::abort(); }
};

/// The body of such a lambda on the host, with its parameters.
template <class... T> nothing on_device(const T &...) { return {}; }

/// An instance of the kernel template at Place, whose host function is Stub.
template <auto Stub, std::uint64_t Place, class... Rest> class instance {
  public:
    /// The host function. Any use of it has the program link the instance with its key at start.
    static const void *stub() { return linked.stub; }

  private:
    using function = std::remove_pointer_t<decltype(Stub)>;
    using key = kernel_key<Place, typename opencl::name_of<function>::type,
                           typename opencl::name_of<Rest>::type...>;

    template <class... P> static std::vector<opencl::parameter> parameters(void (*)(P...)) {
        return {opencl::parameter{sizeof(P), is_address<P>, alignof(P)}...};
    }

    struct link {
        const void *const stub = reinterpret_cast<const void *>(Stub);
        link() { opencl::kernels().link(stub, &key::id, parameters(Stub)); }
    };
    static inline const link linked{};
};

} // namespace cn::types

"""What device code uses of the C++ standard library."""

from __future__ import annotations

import pytest

from tests.parsers.cuda.device.snippets import Snippet, check_snippet

CASES: dict[str, Snippet] = {
    "numeric_limits": (
        "#include <limits>\n#include <cfloat>\n#include <climits>",
        "o[0] = std::numeric_limits<int>::max() == INT_MAX; o[1] = "
        "std::numeric_limits<float>::max() == FLT_MAX; o[2] = "
        "std::numeric_limits<float>::infinity() > 1e38f; o[3] = std::numeric_limits<int>::lowest() "
        "< 0; o[4] = std::numeric_limits<double>::epsilon() == DBL_EPSILON; o[5] = "
        "std::numeric_limits<unsigned char>::digits; o[6] = std::numeric_limits<float>::is_iec559; "
        "float n = std::numeric_limits<float>::quiet_NaN(); o[7] = n != n;",
        [1, 1, 1, 1, 1, 8, 1, 1],
    ),
    "std_algorithms": (
        "#include <algorithm>\n#include <cmath>\n#include <cstdlib>\n#include <utility>",
        "int a = 3, b = 5; o[0] = a * 10 + b; o[1] = std::min(a, b) + std::max(a, b) * 10; o[2] = "
        "std::abs(-4) + std::abs(-2.5f) * 2; o[3] = std::isnan(0.0f) + 2 * std::isinf(INFINITY) + "
        "4 * std::isfinite(1.0); o[4] = std::sqrt(16.f) + std::pow(2.0, 3.0); o[5] = std::clamp(9, "
        "1, 4); o[6] = std::nearbyint(2.6f); const float &m = std::max(1.5f, 2.5f); o[7] = m * 2;",
        [35, 53, 9, 6, 12, 4, 3, 5],
    ),
    "std_traits": (
        "#include <type_traits>\n"
        "#include <cstdint>\n"
        "template <class T> __device__ int kind(T) { if constexpr (std::is_floating_point_v<T>) "
        "return 1; else if constexpr (std::is_same_v<T, int8_t>) return 2; else return "
        "std::is_unsigned<T>::value ? 3 : 4; } template <class T, "
        "std::enable_if_t<std::is_integral<T>::value, int> = 0> __device__ int pick(T) { return 1; "
        "} template <class T, std::enable_if_t<!std::is_integral<T>::value, int> = 0> __device__ "
        "int pick(T) { return 2; }",
        "o[0] = kind(1.f); o[1] = kind((int8_t)1); o[2] = kind(1u); o[3] = kind(1L); o[4] = "
        "pick(1) * 10 + pick(1.0); std::make_unsigned_t<int> u = -1; o[5] = u > 0; "
        "std::conditional_t<true, float, int> f = 2.5f; o[6] = f * 2; std::remove_const_t<const "
        "int> k = 1; k++; o[7] = k + sizeof(std::decay_t<const short &>);",
        [1, 2, 3, 4, 12, 1, 5, 4],
    ),
    "std_pair_tuple": (
        "#include <utility>\n#include <tuple>\n#include <array>",
        "std::pair<int, float> p(3, 2.5f); o[0] = p.first + p.second * 2; auto [a, b] = p; o[1] = "
        "a * b * 2; std::array<int, 3> r = {1, 2, 3}; o[2] = r[1] + r.size(); for (int x : r) o[3] "
        "+= x; std::tuple<int, char, float> t(1, 'a', 0.5f); o[4] = std::get<0>(t) + "
        "std::get<1>(t) + std::get<2>(t) * 2; std::get<0>(t) = 7; o[5] = std::get<0>(t); auto q = "
        "std::make_pair(1, 2); o[6] = q.second; o[7] = r.data()[2];",
        [8, 15, 5, 6, 99, 7, 2, 3],
    ),
    "std_sequences": (
        "#include <utility>\n"
        "template <size_t... I> __device__ int total(const int *p, std::index_sequence<I...>) { "
        "return (p[I] + ... + 0); } template <int N> __device__ int total(const int (&a)[N]) { "
        "return total(a, std::make_index_sequence<N>{}); } template <class T> __device__ T "
        "&&pass(T &&x) { return std::forward<T>(x); }",
        "int a[4] = {1, 2, 3, 4}; o[0] = total(a); int x = 5; pass(x) = 6; o[1] = x; o[2] = "
        "pass(7); o[3] = std::integral_constant<int, 9>::value;",
        [10, 6, 7, 9],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_standard_library(name: str) -> None:
    check_snippet(CASES, name)

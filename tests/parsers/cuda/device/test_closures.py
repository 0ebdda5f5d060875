"""Lambdas in device code: each snippet writes ints to `o`, which are compared with what C++ says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.parsers.cuda.device.run_source import run_source, translate_source

CASES: dict[
    str, tuple[str, str, list[int]]
] = {  # name: (declarations, kernel body, expected o[0:])
    "by_value": ("", "int a = 2; auto f = [=](int x) { return x + a; }; a = 9; o[0] = f(1);", [3]),
    "by_reference": (
        "",
        "int a = 2; auto f = [&](int x) { a += x; return a; }; a = 9; o[0] = f(1); o[1] = a;",
        [10, 10],
    ),
    "explicit": (
        "",
        "int a = 2, b = 3, unused = 4; auto f = [a, &b, unused](int x) { b += a * x; }; f(5); o[0] = b;",
        [13],
    ),
    "init_capture": (
        "",
        "int a = 2; auto f = [v = a * 3, &w = o[1]](int q) { w = v; return v + q; }; o[0] = f(4);",
        [10, 6],
    ),
    "immediately_invoked": ("", "const int n = [&] { return o[7] ? 1 : 5; }(); o[0] = n;", [5]),
    "generic": (
        "",
        "int k = 1; auto f = [k](auto x, auto y) { return x * y + k; }; o[0] = f(2, 3.5f); o[1] = f('\\2', 3);",
        [8, 7],
    ),
    "nested": (
        "",
        "int a = 2; auto f = [&](int x) { auto g = [&, x](int y) { a += y; return x * y; }; return g(x) + g(1); }; o[0] = f(3); o[1] = a;",
        [12, 6],
    ),
    "mutable": (
        "",
        "int n = 0; auto next = [n]() mutable { return ++n; }; next(); auto copy = next; o[0] = next() * 10 + copy(); o[1] = n;",
        [22, 0],
    ),
    "passed_on": (
        "template <class F> __device__ int twice(F f, int x) { return f(f(x)); }"
        "template <class F> __device__ void each(int n, const F &f) { for (int i = 0; i < n; ++i) f(i); }",
        "int a = 3, s = 0; o[0] = twice([=](int x) { return x * a; }, 2); each(4, [&](int i) { s += i * a; }); o[1] = s;",
        [18, 18],
    ),
    "returned": (
        "__device__ auto adder(int d) { return [d](int x) { return x + d; }; }"
        "template <class F, class G> __device__ auto compose(F f, G g) { return [=](int x) { return f(g(x)); }; }",
        "o[0] = compose(adder(3), [](int x) { return x * 10; })(4);",
        [43],
    ),
    "array": (
        "",
        "int t[3] = {1, 2, 3}; auto f = [=](int i) { return t[i]; }; t[1] = 9; o[0] = f(1) + f(2);",
        [5],
    ),
    "object": (
        "struct P { int x, y; __device__ int sum() const { return x + y; } };",
        "P p{1, 2}; auto f = [p, &q = p] { return p.sum() * 10 + q.x; }; p.x = 5; o[0] = f();",
        [35],
    ),
    "this": (
        "struct S { int m; __device__ int f(int k) { auto g = [this, k] { return m * k; }; auto h = [=] { return m + k; }; m = 7; return g() + h(); } };",
        "S s{2}; o[0] = s.f(3);",
        [31],
    ),
    "copy_of_this": (
        "struct S { int m; __device__ int f(int k) { auto g = [*this, k] { return m * k; }; m = 7; return g(); } };",
        "S s{2}; o[0] = s.f(3);",
        [6],
    ),
    "static_and_constants": (
        "",
        "constexpr int n = 4; const int m = n * 2; constexpr int t[2] = {5, 6}; auto f = [=](int i) { return n + m + t[i]; }; o[0] = f(1);",
        [18],
    ),
    "constexpr_lambda": (
        "",
        "constexpr auto square = [](int x) { return x * x; }; int a[square(2)] = {1, 2, 3, 4}; o[0] = a[3] + square(o[7] + 3);",
        [13],
    ),
    "shadowing": (
        "",
        "int x = 1, y = 2; auto f = [y](int z) { int x = z; { int y = 5; x += y; } return x + y; }; o[0] = f(10) + x;",
        [18],
    ),
    "macro": (
        "#define SUM a + b * c",
        "int a = 1, b = 2, c = 3; auto f = [=] { return SUM; }; a = b = c = 0; o[0] = f();",
        [7],
    ),
    "instances": (
        "template <class T> __device__ T scaled(T k) { auto f = [=](int x) { return x * k; }; return f(3); }",
        "o[0] = scaled(2); o[1] = scaled(2.5f) * 10;",
        [6, 75],
    ),
    "pack": (
        "template <class... T> __device__ int total(T... t) { auto f = [=] { return (t + ... + 0); }; return f(); }",
        "o[0] = total(1, 2.5f, 3);",
        [6],
    ),
    "two_on_a_line": (
        "",
        "int a = 1; auto f = [=] { return a; }; auto g = [=] { return a * 2; }; o[0] = f() * 10 + g();",
        [12],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_closures(name: str, tmp_path: Path) -> None:
    declarations, body, expected = CASES[name]
    out = np.zeros(8, np.int32)
    run_source(tmp_path, f"{declarations}\n__global__ void kernel(int *o) {{ {body} }}", [out])
    assert out[: len(expected)].tolist() == expected


def test_shared_variable_in_a_lambda(tmp_path: Path) -> None:
    source = """
__global__ void kernel(int *o) {
    __shared__ int tile[8];
    auto put = [&](int i) { tile[i] = 10 * i; };
    put(threadIdx.x);
    __syncthreads();
    o[threadIdx.x] = tile[7 - threadIdx.x];
}"""
    out = np.zeros(8, np.int32)
    run_source(tmp_path, source, [out], block=8)
    assert out.tolist() == [70, 60, 50, 40, 30, 20, 10, 0]


def test_shared_variable_first_used_in_a_branch(tmp_path: Path) -> None:
    source = """
__global__ void kernel(int *o) {
    __shared__ int tile[2];
    auto put = [&] { if (threadIdx.x == 0) { tile[0] = 7; } else { tile[1] = 8; } return tile[0] * 0; };
    put();
    __syncthreads();
    o[threadIdx.x] = tile[1 - threadIdx.x];
}"""
    translated, diagnostics = translate_source(tmp_path, source)
    assert not diagnostics.failed
    assert translated.symbols

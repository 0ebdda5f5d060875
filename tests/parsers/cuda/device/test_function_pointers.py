"""Pointers to functions in device code: each snippet writes ints to `o`, which are compared with what C++ says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter
from tests.parsers.cuda.device.run_source import run_source, translate_source

DECLARATIONS = """
typedef int (*op_t)(int, int);
__device__ int add(int a, int b) { return a + b; }
__device__ int sub(int a, int b) { return a - b; }
template <int K> __device__ int scale(int a, int b) { return K * a + b; }
__device__ op_t table[] = {add, &sub};
struct Rule { op_t apply; int weight; };
__device__ Rule rules[2] = {{sub, 2}, {add, 3}};
__device__ void bump(int *p) { ++*p; }
__device__ int use(op_t f, int x) { return f(x, 1); }
template <op_t F> __device__ int fixed(int a) { return F(a, 10); }
template <class F> __device__ int by_value(F f, int a) { return f(a, 2); }
template <class F> __device__ int by_reference(F &f, int a) { return f(a, 3); }
"""
CASES = {  # name: (kernel body, expected o[0:])
    "variable": ("op_t f = o[7] ? add : sub; o[0] = f(5, 2); f = &add; o[1] = (*f)(5, 2);", [3, 7]),
    "null": ("op_t f = nullptr; o[0] = f == nullptr; f = add; o[1] = f ? f(1, 2) : 0;", [1, 3]),
    "table": ("for (int i = 0; i < 2; ++i) o[i] = table[i](7, 3);", [10, 4]),
    "records": ("for (int i = 0; i < 2; ++i) o[i] = rules[i].weight * rules[i].apply(7, 3);", [8, 30]),
    "argument": ("o[0] = use(add, 4); o[1] = use(sub, 4); o[2] = use(scale<5>, 4);", [5, 3, 21]),
    "template_argument": ("o[0] = fixed<add>(1); o[1] = fixed<sub>(1);", [11, -9]),
    "deduced": ("o[0] = by_value(add, 1); o[1] = by_reference(sub, 1);", [3, -2]),
    "pointer_parameter": ("void (*f)(int *) = bump; f(o); f(o); int n = 4; f(&n); o[1] = n;", [2, 5]),
    "lambda": ("op_t f = [](int a, int b) { return a * b; }; o[0] = f(6, 7) + use(f, 2);", [44]),
    "comparison": ("op_t f = table[1]; o[0] = f == sub; o[1] = f != add; o[2] = f == add;", [1, 1, 0]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_function_pointers(name: str, tmp_path: Path) -> None:
    body, expected = CASES[name]
    out = np.zeros(8, np.int32)
    run_source(tmp_path, f"{DECLARATIONS}\n__global__ void kernel(int *o) {{ {body} }}", [out])
    assert out[: len(expected)].tolist() == expected


def test_a_pointer_to_no_function_is_a_trap(tmp_path: Path) -> None:
    source = DECLARATIONS + "__global__ void kernel(int *o, op_t f) { o[0] = f(1, 2); }"
    code, diagnostics = translate_source(tmp_path, source)
    assert not diagnostics.failed
    with code.context:
        report = Interpreter(code.module).launch("kernel", [1], [1], [np.zeros(1, np.int32), 12345])
    assert not report.ok and "points to no function" in str(report)


def test_pointers_to_members_are_refused(tmp_path: Path) -> None:
    source = """
struct S { int a, b; };
__global__ void kernel(int *o) { int S::*m = &S::b; S s = {1, 2}; o[0] = s.*m; }"""
    code, diagnostics = translate_source(tmp_path, source)
    assert code.failed == {"kernel"}
    assert [d.message for d in diagnostics.items if "member" in d.message]

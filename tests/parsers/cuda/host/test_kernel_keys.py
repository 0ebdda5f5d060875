"""Lambdas of the host that go to kernels: how they and the kernels' instances are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.unit import ParsedUnit, parse_unit
from cn_migrate.source.host_plan import Range
from cn_migrate.source.kernel_key import KernelKey, LambdaName, TemplateName, Value

FORALL = """
template <class F> __global__ void forall_kernel(int n, F f) { if (threadIdx.x < n) f(threadIdx.x); }
template <class F> void forall(int n, F f) { forall_kernel<<<1, 32>>>(n, f); }
"""


def parsed(folder: Path, text: str) -> tuple[ParsedUnit, Diagnostics]:
    file = folder / "a.cu"
    file.write_text(text)
    found = Diagnostics()
    unit = parse_unit(file, "a.cu", [], folder, found)
    assert unit is not None, found.items
    return unit, found


def text_at(text: str, at: Range | None) -> str:
    assert at is not None
    return text[at.start : at.end]


def test_a_device_lambda(tmp_path: Path) -> None:
    text = FORALL + "void g(float *p, float a) { forall(4, [=] __device__(int i) { p[i] = a; }); }"
    unit, found = parsed(tmp_path, text)
    assert not found.items
    (instance,) = unit.instances
    assert instance.key == KernelKey("a.cu:2:36", ("int", LambdaName("a.cu:4:39")))
    (closure,) = unit.plans["a.cu"].lambdas
    assert text_at(text, closure.at) == "[=] __device__(int i) { p[i] = a; }"
    assert text_at(text, closure.body) == "{ p[i] = a; }"
    assert closure.captures is not None and closure.captures[1] == ("p", "a")
    (kernel,) = unit.plans["a.cu"].kernels
    assert kernel.key == ("a.cu:2:36", ())


def test_the_host_keeps_what_it_may_run(tmp_path: Path) -> None:
    text = FORALL + "void g(int *p) { forall(4, [=] __host__ __device__(int i) { p[i] = 1; }); }"
    unit, _ = parsed(tmp_path, text)
    (closure,) = unit.plans["a.cu"].lambdas
    assert closure.body is None and closure.captures is None


def test_instances_of_templates_around(tmp_path: Path) -> None:
    text = (
        FORALL
        + """
template <class T, int N> struct Box {
    template <class U> void add(T *p, U u) { forall(N, [=] __device__(int i) { p[i] += u; }); }
};
void g(float *p, double *q) { Box<float, 4>().add(p, 2); Box<double, 8>().add(q, 'c'); }"""
    )
    unit, found = parsed(tmp_path, text)
    assert not found.items
    assert {i.key and i.key.parameters[1] for i in unit.instances} == {
        LambdaName("a.cu:6:56", ("float", Value("4"), "int")),
        LambdaName("a.cu:6:56", ("double", Value("8"), "char")),
    }
    (closure,) = unit.plans["a.cu"].lambdas
    assert closure.around == ("T", Value("N"), "U")


def test_inside_of_class_templates_and_other_lambdas(tmp_path: Path) -> None:
    text = """
template <class A, class B> struct Both { A a; B b; __device__ void operator()(int i) { a(i); b(i); } };
template <int W, class F> __global__ void run(F f) { f(W); }
template <class A, class B> void both(A a, B b) { run<3><<<1, 1>>>(Both<A, B>{a, b}); }
void g(int *p) {
    auto f = [=] __device__(int i) { p[i] = 1; };
    both(f, [=] __device__(int i) { f(i + 1); });
}"""
    unit, found = parsed(tmp_path, text)
    assert not found.items
    (instance,) = unit.instances
    lambdas = (LambdaName("a.cu:6:14"), LambdaName("a.cu:7:13"))
    assert instance.key == KernelKey("a.cu:3:43", (TemplateName("Both", lambdas),), (Value("3"),))
    assert [x.captures and x.captures[1] for x in unit.plans["a.cu"].lambdas] == [("p",), ("f",)]


def test_methods_outside_of_their_class(tmp_path: Path) -> None:
    text = (
        FORALL
        + """
template <class T> struct S { void go(T *p); };
template <class U> void S<U>::go(U *p) { forall(4, [=] __device__(int i) { p[i] = 1; }); }
void g(int *p) { S<int>().go(p); }"""
    )
    unit, found = parsed(tmp_path, text)
    assert not found.items and len(unit.instances) == 1
    assert [x.around for x in unit.plans["a.cu"].lambdas] == [("U",)]


@pytest.mark.parametrize(
    "text",
    [
        "#define LOOP(p) forall(4, [=] __device__(int i) { p[i] = 1; })\nvoid g(int *p) { LOOP(p); }",
        "template <class T> struct S {}; template <class T> struct S<T *> {\n"
        "static void go(T *p) { forall(4, [=] __device__(int i) { p[i] = 1; }); } };\n"
        "void g(int *p) { S<int *>::go(p); }",
    ],
    ids=["macro body", "partial specialisation"],
)
def test_what_has_no_key_is_refused(tmp_path: Path, text: str) -> None:
    unit, found = parsed(tmp_path, FORALL + text)
    assert not unit.instances and unit.failed
    assert [d.rule for d in found.items] == ["host-construct"]
    assert found.items[0].span is not None

"""Virtual functions: objects of classes that override each other's functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parsers.cuda.device.run_source import translate_source
from tests.parsers.cuda.device.snippets import check_snippet

_SHAPES = (
    "struct Shape { __device__ virtual int area() const = 0; __device__ virtual int sides() const { return "
    "0; } __device__ int twice() const { return 2 * area(); } }; struct Circle : Shape { int r; __device__ "
    "Circle(int r_) : r(r_) {} __device__ int area() const override { return 3 * r * r; } }; struct Box : "
    "Shape { int w, h; __device__ Box(int a, int b) : w(a), h(b) {} __device__ int area() const override { "
    "return w * h; } __device__ int sides() const override { return 4; } }; struct Square : Box { __device__ "
    "Square(int a) : Box(a, a) {} __device__ int sides() const override { return 10 + Box::sides(); } }; "
    "struct Unit : Shape { __device__ int area() const override { return 1; } }; "
)
CASES: dict[str, tuple[str, str, list[int]]] = {  # name: (declarations, kernel body, o[0:])
    "by_reference": (
        _SHAPES
        + "__device__ int sum(const Shape &a, const Shape *b) { return a.area() + 100 * b->sides(); }",
        "Circle c(2); Box b(3, 4); Square s(5); Unit u; o[0] = sum(c, &b); o[1] = sum(s, &s); o[2] = "
        "u.twice() + s.twice(); Shape &r = s; o[3] = r.sides() + r.area();",
        [412, 1425, 52, 39],
    ),
    "made_by_new": (
        _SHAPES,
        "Shape *all[4] = {new Circle(1), new Box(2, 3), new Square(4), new Unit}; for (int i = 0; i < 4; i++) "
        "o[i] = all[i]->area() * 100 + all[i]->sides();",
        [300, 604, 1614, 100],
    ),
    "copies": (
        _SHAPES,
        "Square s(3); Box b = s; Shape *p = &b; o[0] = p->sides(); Box c(b); c.w = 7; p = &c; o[1] = "
        "p->area() + p->sides();",
        [4, 25],
    ),
    "construction": (
        "struct A { int seen; __device__ A() { seen = f(); } __device__ virtual int f() { return 1; } }; struct "
        "B : A { int later; __device__ B() { later = f(); } __device__ int f() override { return 2; } };",
        "B b; o[0] = b.seen; o[1] = b.later; A a; o[2] = a.seen;",
        [1, 2, 1],
    ),
    "two_bases": (
        "struct A { int a = 1; __device__ virtual int f() { return a; } }; struct B { int b = 2; __device__ "
        "virtual int g() { return b; } }; struct C : A, B { int c = 3; __device__ int f() override { return a + "
        "10 * c; } __device__ int g() override { return b + 100 * c; } };",
        "C c; A *a = &c; B *b = &c; o[0] = a->f(); o[1] = b->g(); B d; b = &d; o[2] = b->g();",
        [31, 302, 2],
    ),
    "templates": (
        "template <class T> struct Base { __device__ virtual T get(int i) const = 0; }; template <class T> "
        "struct Twice : Base<T> { T v; __device__ Twice(T x) : v(x) {} __device__ T get(int i) const override "
        "{ return v * 2 + i; } };",
        "Twice<float> f(1.5f); Twice<int> g(4); const Base<float> &a = f; const Base<int> *b = &g; o[0] = "
        "(int)a.get(1); o[1] = b->get(2);",
        [4, 10],
    ),
    "destruction": (
        "__device__ int ended; struct A { __device__ virtual ~A() { ended += 1; } }; struct B : A { int *m; "
        "__device__ B() : m(new int[4]) {} __device__ ~B() { delete[] m; ended += 10; } }; struct C : B { A a; };",
        "A *p = new B; delete p; o[0] = ended; p = new C; delete p; o[1] = ended; p = nullptr; delete p; p = "
        "new A; delete p; o[2] = ended;",
        [11, 23, 24],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_virtual_calls(name: str) -> None:
    check_snippet(CASES, name)


def test_a_function_that_cannot_be_translated_is_no_choice(tmp_path: Path) -> None:
    source = """
    struct A { __device__ virtual int f() { return 1; } };
    struct B : A { __device__ int f() override { asm("nop;"); return 2; } };
    __global__ void kernel(int *o) { A a; B b; A &r = o[0] ? a : b; o[0] = r.f(); }"""
    code, diagnostics = translate_source(tmp_path, source)
    assert [d.rule for d in diagnostics.items] == ["device-construct"]
    assert not code.failed
    assert "A_class" in str(code.module) and "B_f" not in str(code.module)

"""Classes in device code: construction, destruction, members, bases, operators."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parsers.cuda.device.run_source import translate_source
from tests.parsers.cuda.device.snippets import Snippet, check_snippet

CASES: dict[str, Snippet] = {
    "array_fields": (
        "struct C { float a{1}, b{2}; C() = default; __device__ C(float x) : a(x) {} }; template "
        "<int N> struct S { int v[N] = {}; int w[N] = {7, 8}; int m[2][2] = {{1, 2}, {3}}; C "
        'c[2][N] = {}; C d[3] = {C(5)}; char name[6] = "abc"; __device__ S() {} }; struct Z { int '
        "k[3]; C c[2]; __device__ Z() : k{4, 5}, c{} {} __device__ Z(int) : k(), c() {} };",
        "S<4> s; o[0] = s.v[3] + s.w[0] * 10 + s.w[3]; o[1] = s.m[0][1] * 10 + s.m[1][0] + "
        "s.m[1][1]; o[2] = s.c[1][3].a * 10 + s.c[0][0].b; o[3] = s.d[0].a * 10 + s.d[2].a; o[4] = "
        "s.name[2] + s.name[5]; Z z; o[5] = z.k[0] * 10 + z.k[1] + z.k[2] + z.c[1].b * 100; Z "
        "y(1); o[6] = y.k[2] + y.c[0].a;",
        [70, 23, 12, 51, 99, 245, 1],
    ),
    "default_ctor_kinds": (
        "struct A { int x = 3, y; __device__ A() : y(4) {} }; struct B { int v; B() = default; "
        "__device__ explicit B(int a) : v(a) {} }; struct C { int p, q; __device__ C(int a) : C(a, a + "
        "1) {} __device__ C(int a, int b) : p(a), q(b) {} }; struct D : A { int z{7}; __device__ D() {} "
        "__device__ D(int k) : A(), z(k) {} };",
        "A a; o[0] = a.x * 10 + a.y; B b(5); o[1] = b.v; B b0{}; o[2] = b0.v; C c(3); o[3] = c.p * 10 + "
        "c.q; D d; o[4] = d.z + d.x; D e(9); o[5] = e.z + e.y; D *p = &e; o[6] = p->x;",
        [34, 5, 0, 34, 10, 13, 3],
    ),
    "ctor_array_parameters": (
        "struct B { int a, b; __device__ B(const int key[4], const int n[2]) : a(key[1]), b(n[1]) {} }; "
        "struct C { B b; long c; __device__ C(const int key[4], const int n[2], long at = 7) : b(key, n), "
        "c(at) {} };",
        "int k[4] = {1, 2, 3, 4}; int *p = k, *q = k + 2; C c(p, q); o[0] = c.b.a; o[1] = c.b.b; o[2] = "
        "c.c;",
        [2, 4, 7],
    ),
    "local_class_of_instances": (
        "template <int N> __device__ int sum(const int *x) { struct U { int d[N]; }; U u[2]; for (int i = "
        "0; i < 2; i++) u[i] = *reinterpret_cast<U const *>(x + i * N); U *p = u; int s = 0; for (int i = "
        "0; i < N; i++) s += p[1].d[i]; return s; }",
        "int x[6] = {1, 2, 4, 8, 16, 32}; o[0] = sum<2>(x); o[1] = sum<3>(x);",
        [12, 56],
    ),
    "ctor_const_values": (
        "struct H { int v; __device__ H(const float x) : v(100 + x) {} __device__ H(const int x) : v(x) {} "
        "__device__ H(const long x) : v(-x) {} };",
        "H a[2] = {1, 2.0f}, b[2][2] = {{3, 4l}, {5, 6}}; o[0] = a[0].v; o[1] = a[1].v; o[2] = "
        "b[0][0].v; o[3] = b[0][1].v; o[4] = b[1][0].v;",
        [1, 102, 3, -4, 5],
    ),
    "null_array_parameters": (
        "template <bool B> __device__ int sum(int a[], int b[2]) { if (B && !b) return -1; "
        "return a[0] + (b ? b[1] : 7); }",
        "int k[2] = {1, 2}; o[0] = sum<false>(k, NULL); o[1] = sum<true>(k, 0); "
        "o[2] = sum<false>(k, nullptr); o[3] = sum<false>(k, k);",
        [8, -1, 8, 3],
    ),
    "ctor_order": (
        "struct S { int a, b; __device__ S(int x) : b(a + 1), a(x) {} };",
        "S s(4); o[0] = s.a; o[1] = s.b;",
        [4, 5],
    ),
    "copy_ctor": (
        "struct S { int v; __device__ S(int a) : v(a) {} __device__ S(const S &o) : v(o.v + 100) {} "
        "__device__ S &operator=(const S &o) { v = o.v + 1000; return *this; } }; __device__ int "
        "by_value(S s) { return s.v; } __device__ S make(int a) { return S(a); }",
        "S a(1); S b = a; S c(b); o[0] = b.v; o[1] = c.v; c = a; o[2] = c.v; o[3] = by_value(a); S d = "
        "make(5); o[4] = d.v; S e[2] = {a, S(3)}; o[5] = e[0].v; o[6] = e[1].v; S f = S(7); o[7] = f.v;",
        [101, 201, 1001, 101, 5, 101, 3, 7],
    ),
    "move_ctor": (
        "#include <utility>\nstruct S { int v; __device__ S(int a) : v(a) {} S(const S &) = delete; "
        "__device__ S(S &&o) : v(o.v) { o.v = -1; } __device__ S &operator=(S &&o) { v = o.v; o.v = -2; "
        "return *this; } };",
        "S a(4); S b(std::move(a)); o[0] = a.v; o[1] = b.v; S c(0); c = static_cast<S &&>(b); o[2] = "
        "b.v; o[3] = c.v;",
        [-1, 4, -2, 4],
    ),
    "destructor_scope": (
        "struct G { int *p; int id; __device__ G(int *q, int i) : p(q), id(i) { *p = *p * 10 + id; } "
        "__device__ ~G() { *p = *p * 10 + id; } };",
        "{ G a(o, 1); { G b(o, 2); } G c(o, 3); } ",
        [122331],
    ),
    "destructor_exits": (
        "struct G { int *p; int id; __device__ G(int *q, int i) : p(q), id(i) {} __device__ ~G() { *p = "
        "*p * 10 + id; } }; __device__ int f(int *o, int n) { G a(o, 1); for (int i = 0; i < 4; i++) { G "
        "b(o, 2); if (i == n) return *o; if (i == 1) continue; if (i == 2) break; } return *o + 5; }",
        "o[1] = f(o, 0); o[2] = o[0]; o[0] = 0; o[3] = f(o, 9); o[4] = o[0];",
        [2221, 0, 21, 227, 2221],
    ),
    "destructor_switch_goto": (
        "struct G { int *p; int id; __device__ G(int *q, int i) : p(q), id(i) {} __device__ ~G() { *p = "
        "*p * 10 + id; } };",
        "switch (o[0] + 1) { case 1: { G a(o, 1); break; } case 2: { G b(o, 2); } } { G c(o, 3); if "
        "(o[0]) goto out; G d(o, 4); } out: o[1] = 7; int n = 0; again: { G e(o, 5); if (++n < 3) goto "
        "again; }",
        [13555, 7],
    ),
    "destructor_array": (
        "struct M { int *p; int id; __device__ M() : p(nullptr), id(0) {} __device__ ~M() { if (p) *p = "
        "*p * 10 + id; } }; struct H { M a, b; }; struct P { M m[3]; };",
        "{ H h; h.a.p = o; h.a.id = 1; h.b.p = o; h.b.id = 2; } { P p; for (int i = 0; i < 3; i++) { "
        "p.m[i].p = o; p.m[i].id = i + 3; } } { M m[2]; m[0].p = m[1].p = o; m[0].id = 6; m[1].id = 7; }",
        [2154376],
    ),
    "destructor_temporaries": (
        "struct T { int *p; int id; __device__ T(int *q, int i) : p(q), id(i) {} __device__ ~T() { *p = "
        "*p * 10 + id; } __device__ int get() const { return *p * 10 + id; } }; __device__ T make(int "
        "*o, int i) { T t(o, i); return t; } __device__ int use(const T &t) { return t.get(); }",
        "o[1] = use(T(o, 1)); o[2] = o[0]; make(o, 2); o[3] = make(o, 3).get(); { const T &r = make(o, "
        "4); o[4] = r.get(); } { T e = make(o, 5); o[5] = o[0]; } T(o, 6);",
        [123456, 1, 1, 123, 1234, 1234],
    ),
    "destructor_parameter": (
        "struct T { int *p; int id; __device__ T(int *q, int i) : p(q), id(i) {} __device__ ~T() { *p = "
        "*p * 10 + id; } }; __device__ void f(T t) { *t.p = *t.p * 10 + 8; }",
        "f(T(o, 1)); o[1] = o[0];",
        [81, 81],
    ),
    "methods_static": (
        "struct S { static const int K = 4; static constexpr float F = 0.5f; enum { E = 6 }; int v; "
        "static __device__ int twice(int a) { return a * 2 + K; } __device__ int me() const { return "
        "twice(v) + E; } __device__ int out() const; struct In { int q; __device__ int g() const { "
        "return q + K; } }; In in; template <class T> __device__ T as() const { return T(v) / 2; } }; "
        "__device__ int S::out() const { return v * 3; }",
        "S s{5, {1}}; o[0] = S::twice(1); o[1] = s.me(); o[2] = s.out(); o[3] = s.in.g(); o[4] = "
        "s.as<float>() * 2; o[5] = s.twice(0); o[6] = S::F * 8; o[7] = S::E;",
        [6, 20, 15, 5, 5, 4, 4, 6],
    ),
    "multiple_inheritance": (
        "struct A { int a = 1; __device__ int f() const { return a; } }; struct B { int b = 2; "
        "__device__ int f() const { return b * 10; } __device__ int g() { return ++b; } }; struct C : A, "
        "B { using A::f; int c = 3; __device__ int h() { return f() + B::f() + g() + c; } }; struct E1 "
        "{}; struct E2 : E1 {}; struct D : E1, C { };",
        "C c; o[0] = c.h(); o[1] = c.f(); o[2] = c.B::f(); B *p = &c; p->b = 9; o[3] = c.b; C *q = "
        "static_cast<C *>(p); o[4] = q->c; B &r = c; o[5] = static_cast<C &>(r).a; D d; o[6] = d.h(); "
        "o[7] = sizeof(D);",
        [27, 1, 30, 9, 3, 1, 27, 12],
    ),
    "crtp": (
        "template <class D> struct Base { int n = 2; __device__ int run(int x) { return static_cast<D "
        "*>(this)->f(x) + static_cast<const D &>(*this).k; } }; struct Pad { int pad = 100; }; struct X "
        ": Pad, Base<X> { int k = 7; __device__ int f(int x) const { return x * n; } };",
        "X x; o[0] = x.run(5); Base<X> &b = x; o[1] = b.run(1);",
        [17, 9],
    ),
    "template_bases": (
        "template <class T> struct H { T v; __device__ H(T x) : v(x) {} }; struct D : H<int>, H<float> { "
        "__device__ D(int a, float b) : H<int>(a), H<float>(b) {} __device__ int sum() const { return "
        "H<int>::v + (int)(H<float>::v * 2); } }; template <class B> struct Mix : B { using B::B; using "
        "B::v; __device__ int get() const { return v + 1; } };",
        "D d(3, 2.5f); o[0] = d.sum(); Mix<H<int>> m(6); o[1] = m.get();",
        [8, 7],
    ),
    "operators_all": (
        "struct V { int x; __device__ V operator-() const { return {-x}; } __device__ V operator+(V b) "
        "const { return {x + b.x}; } __device__ bool operator!() const { return !x; } __device__ V "
        "&operator++() { ++x; return *this; } __device__ V operator++(int) { V t = *this; ++x; return t; "
        "} __device__ V operator--(int) { V t = *this; x--; return t; } __device__ operator int() const "
        "{ return x; } __device__ explicit operator bool() const { return x > 2; } __device__ int "
        "operator[](int i) const { return x * i; } __device__ int operator()(int a, int b) const { "
        "return x + a * b; } __device__ V *operator->() { return this; } __device__ int &operator*() { "
        "return x; } __device__ V &operator<<(int b) { x <<= b; return *this; } __device__ bool "
        "operator==(const V &b) const { return x == b.x; } friend __device__ V operator*(int a, V b) { "
        "return {a * b.x}; } __device__ V &operator*=(int k) { x *= k; return *this; } __device__ V "
        "operator,(V b) const { return {x * 100 + b.x}; } __device__ V operator~() const { return {~x}; "
        "} }; __device__ V &operator-=(V &a, int b) { a.x -= b; return a; } __device__ bool operator<(V "
        "a, V b) { return a.x < b.x; }",
        "V a{3}, b{4}; o[0] = (-a + b).x + (a++).x * 10 + (++a).x * 100; o[1] = a[2] + a(1, 2); a->x = "
        "6; *a += 1; o[2] = a.x; a << 2; o[3] = int(a) + (2 * b).x; b *= 3; b -= 1; o[4] = b; o[5] = "
        "!V{0} + (a == b) * 2 + (b < a) * 4 + (b ? 8 : 0); o[6] = (a, b).x; o[7] = (~b).x + (b--).x;",
        [531, 17, 7, 36, 11, 13, 2811, -1],
    ),
    "conversion_args": (
        "struct C { float r, i; __device__ C(float a, float b = 0) : r(a), i(b) {} __device__ C() : "
        "r(0), i(0) {} __device__ C operator+(const C &o) const { return C(r + o.r, i + o.i); } friend "
        "__device__ C operator*(const C &a, const C &b) { return C(a.r * b.r - a.i * b.i, a.r * b.i + "
        "a.i * b.r); } }; struct W { C c; int k; };",
        "C a[3] = {1.0f, {2, 3}, C(4)}; W w = {{1, 2}, 3}; W v = {2.f, 3}; C one = {1, 2}; C two = 3.f; "
        "o[0] = a[0].r + a[1].i * 10 + a[2].r * 100; o[1] = w.c.i + w.k * 10; o[2] = v.c.r; C s = one + "
        "2.0f; o[3] = s.r; C m = 2.0f * one; o[4] = m.i; C z[2] = {}; o[5] = z[1].r; C acc; acc = 5.f; "
        "o[6] = acc.r;",
        [431, 32, 2, 3, 4, 0, 5],
    ),
    "references_members": (
        "struct R { int &r; const float &f; __device__ R(int &a, const float &b) : r(a), f(b) {} "
        "__device__ void add(int k) { r += k; } __device__ int &ref() { return r; } __device__ const R "
        "&self() const { return *this; } };",
        "int x = 1; float y = 2.5f; R q(x, y); q.add(4); o[0] = x; q.ref() = 9; o[1] = x; o[2] = "
        "q.self().f * 2; int z = 1; R w{z, y}; w.r = 6; o[3] = z; int &&rr = 5 + x; rr++; o[4] = rr; "
        "const int &c = x; x = 3; o[5] = c; auto &&u = x; u = 8; o[6] = x;",
        [5, 9, 5, 6, 15, 3, 8],
    ),
    "reference_returns": (
        "template <class T> struct Mat { T d[2][3]; __device__ T &operator()(int r, int c) { return "
        "d[r][c]; } __device__ const T &operator()(int r, int c) const { return d[r][c]; } __device__ T "
        "(&row(int r))[3] { return d[r]; } __device__ T *operator[](int r) { return d[r]; } }; "
        "__device__ int &pick(int &a, int &b, bool c) { return c ? a : b; }",
        "Mat<int> m{}; m(1, 2) = 5; m(0, 1) += 3; const Mat<int> &c = m; o[0] = c(1, 2); m[1][0] = 7; "
        "o[1] = m.d[1][0]; auto &r = m.row(0); r[2] = 4; o[2] = m(0, 2) + m(0, 1); int a = 1, b = 2; "
        "pick(a, b, false) = 9; o[3] = b; int (&t)[3] = m.row(1); o[4] = t[0];",
        [5, 7, 7, 9, 7],
    ),
    "array_members": (
        "struct A { int v[2][3]; float w[4]; __device__ int sum() const { int s = 0; for (const auto &r "
        ": v) for (int x : r) s += x; return s; } }; struct B { A a[2]; };",
        "A a = {{{1, 2, 3}, {4, 5, 6}}, {0.5f}}; A b = a; b.v[0][0] = 10; o[0] = a.sum(); o[1] = "
        "b.sum(); B c = {{a, b}}; c.a[0] = b; o[2] = c.a[0].sum() + c.a[1].v[1][2]; o[3] = b.w[0] * 2 + "
        "b.w[3]; B d; d = c; o[4] = d.a[1].sum(); A *p = &d.a[1]; p->v[1][1]++; o[5] = p->sum();",
        [21, 30, 36, 1, 30, 31],
    ),
    "default_args": (
        "__device__ int base() { return 40; } struct P { int a, b; }; __device__ int f(int a, int b = "
        "base() + 2, P p = {1, 2}) { return a + b + p.a * 100 + p.b * 1000; } template <class T = int, "
        "int N = 3> __device__ T g(T x = T(N)) { return x * N; }",
        "o[0] = f(1); o[1] = f(1, 2); o[2] = f(1, 2, {3, 4}); o[3] = g(); o[4] = g<float>(0.5f) * 2;",
        [2143, 2103, 4303, 9, 3],
    ),
    "placement_new": (
        "#include <new>\nstruct S { int a, b; __device__ S(int x) : a(x), b(x + 1) {} __device__ ~S() { a "
        "= 0; } };",
        "alignas(8) char raw[sizeof(S)]; S *s = new (raw) S(4); o[0] = s->a + s->b; s->~S(); o[1] = "
        "s->a; int *i = new (o + 2) int(7); (void)i; new (&o[3]) int{8};",
        [9, 0, 7, 8],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_classes(name: str) -> None:
    check_snippet(CASES, name)


def test_hosts_destroy_what_kernels_are_given(tmp_path: Path) -> None:
    """CUDA C++ Programming Guide, "__global__ Function Argument Processing"."""
    source = """
    struct Lock { int *mutex; Lock(int *m) : mutex(m) {} ~Lock() { cudaFree(mutex); } };
    __global__ void k(Lock lock, int *out) { out[0] = *lock.mutex + 1; }
    void host(int *o) { Lock lock(o); k<<<1, 1>>>(lock, o); }"""
    code, diagnostics = translate_source(tmp_path, source)
    assert not diagnostics.items and code.symbols

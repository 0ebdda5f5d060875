"""C and C++ in device code: each snippet writes ints to `o`, which are compared with what C++ says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cn_migrate.diagnostics import Fidelity
from tests.parsers.cuda.device.run_source import run_source, translate_source

CASES: dict[
    str, tuple[str, str, list[int]]
] = {  # name: (declarations, kernel body, expected o[0:])
    "arithmetic": (
        "",
        "o[0] = 7 / -2; o[1] = 7 % -2; o[2] = -7 >> 1; o[3] = 1u - 2u > 0;",
        [-3, 1, -4, 1],
    ),
    "wrap": (
        "",
        "unsigned u = 4294967295u; u += 2; o[0] = u; unsigned char c = 250; c += 10; o[1] = c; c <<= 6; o[2] = c;",
        [1, 4, 0],
    ),
    "promotion": (
        "",
        "unsigned char a = 200, b = 100; o[0] = a + b; short s = -1; o[1] = (unsigned short)s; o[2] = s < 1u;",
        [300, 65535, 0],
    ),
    "integer_64": (
        "",
        "long long x = 1LL << 40; o[0] = (int)(x >> 38); unsigned long long y = ~0ull; o[1] = (int)(y >> 60);",
        [4, 15],
    ),
    "float_to_int": (
        "",
        "o[0] = 2.9f; o[1] = (int)-2.9; float f = 16777217; o[2] = f; double d = 1e-1; o[3] = d * 30 == 3.0;",
        [2, -2, 16777216, 1],
    ),
    "compound_types": (
        "",
        "int i = 5; i *= 1.5f; o[0] = i; char c = 100; c += 100; o[1] = c; i = 7; i -= 2.5; o[2] = i;",
        [7, -56, 4],
    ),
    "increments": (
        "",
        "int i = 3; o[0] = i++ + 1; o[1] = ++i; o[2] = i-- * 2; o[3] = i; int a[3] = {1, 2, 3}; int *p = a; o[4] = *p++; o[5] = *++p;",
        [4, 5, 10, 4, 1, 3],
    ),
    "assignment_values": (
        "",
        "int x, y; x = y = 4; o[0] = x; o[1] = (x += 3) * 2; o[2] = (x = 1, x + 1);",
        [4, 14, 2],
    ),
    "short_circuit": (
        "",
        "int n = 0; if (n != 0 && 10 / n > 1) o[0] = 1; else o[0] = 2; o[1] = n == 0 || 10 / n; bool b = n || !n; o[2] = b;",
        [2, 1, 1],
    ),
    "conditional": (
        "",
        "int n = 3; o[0] = n > 2 ? n > 5 ? 1 : 2 : 3; int a = 1, b = 2; (n ? a : b) = 9; o[1] = a; o[2] = n ?  1 : 2.5;",
        [2, 9, 1],
    ),
    "for_without_parts": (
        "",
        "int s = 0, i = 0; for (;;) { if (i > 4) break; s += i++; } for (; i < 8;) i++; for (int k = 0; ; k++) if (k == 3) { s += k; break; } o[0] = s; o[1] = i;",
        [13, 8],
    ),
    "for_two_variables": (
        "",
        "int s = 0; for (int i = 0, j = 10; i < j; ++i, j -= 2) s += j - i; o[0] = s;",
        [22],
    ),
    "while_and_do": (
        "",
        "int n = 5, s = 0; while (n-- > 0) { if (n == 2) continue; s += n; } do s++; while (s < 3); o[0] = s; o[1] = n; int k = 3; while (int q = k) { k = q - 1; o[2] += q; }",
        [9, -1, 6],
    ),
    "switch": (
        "__device__ int f(int x) { int r = 0; switch (x) { case 1: r += 1; case 2: r += 2; break; case 3: { r = 30; break; } default: r = 9; case 5: r += 5; } return r; }",
        "o[0] = f(1); o[1] = f(2); o[2] = f(3); o[3] = f(4); o[4] = f(5);",
        [3, 2, 30, 14, 5],
    ),
    "switch_in_loop": (
        "",
        "for (int i = 0; i < 4; i++) { switch (i) { case 1: continue; case 3: break; default: o[i] = 7; } o[i] += 1; }",
        [8, 0, 8, 1],
    ),
    "early_return": (
        "__device__ int f(int x) { for (int i = 0; i < 10; i++) { if (i == x) return i * 10; } return -1; }",
        "o[0] = f(3); o[1] = f(11);",
        [30, -1],
    ),
    "shadowing": (
        "",
        "int x = 1; { int x = 2; o[0] = x; } o[1] = x; for (int x = 5; x < 6; x++) o[2] = x;",
        [2, 1, 5],
    ),
    "arrays": (
        "",
        "int a[2][3] = {{1, 2, 3}, {4}}; o[0] = a[1][0]; o[1] = a[1][2]; int b[2][2] = {1, 2, 3, 4}; o[2] = b[1][0]; o[3] = sizeof(a) / sizeof(a[0]); int (*p)[3] = a; o[4] = p[0][2];",
        [4, 0, 3, 2, 3],
    ),
    "array_parameters": (
        "__device__ int f(int t[2][3], int *q, const int (&r)[2]) { t[1][1] = 8; return t[0][1] + q[1] + r[1]; }",
        "int a[2][3] = {1, 2, 3, 4, 5, 6}; int r[2] = {10, 20}; o[0] = f(a, a[1], r); o[1] = a[1][1];",
        [30, 8],
    ),
    "pointers": (
        "",
        "int a[4] = {1, 2, 3, 4}; int *p = a + 3, *q = a; o[0] = p - q; p -= 2; o[1] = *p; unsigned u = 1; o[2] = *(p - u); o[3] = p > q; q = 0; o[4] = !q;",
        [3, 2, 1, 1, 1],
    ),
    "references": (
        "__device__ void swap2(int &a, int &b) { int t = a; a = b; b = t; } __device__ int &at(int *p, int i) { return p[i]; }",
        "int x = 1, y = 2; swap2(x, y); o[0] = x; int &r = y; r += 5; o[1] = y; at(o, 2) = 9; o[3] = at(o, 2) + 1; const int &c = 4; o[4] = c;",
        [2, 6, 9, 10, 4],
    ),
    "casts_in_macros": (
        "struct Cell { int a; };\n#define SECOND(p) ((Cell *)p + 1)\n#define BITS(f) ((int &)f)\n__device__ int keep(int &x) { return x & 2; }",
        "int a[2] = {6, 7}; void *p = a; int x = 3; o[0] = keep(x); o[1] = SECOND(p)->a; float f = 1.0f; o[2] = BITS(f);",
        [2, 7, 0x3F800000],
    ),
    "structs": (
        "struct In { int a; float f; }; struct Out { In in[2]; char c; int *p; };",
        "Out s = {{{1, 2.f}, {3, 4.f}}, 'x'}; s.p = o; Out t = s; t.in[1].a = 7; o[0] = s.in[1].a; s.p[1] = t.in[1].a; o[2] = sizeof(Out); Out *q = &t; q->in[0].a++; o[3] = t.in[0].a; o[4] = t.c;",
        [3, 7, 32, 2, 120],
    ),
    "union": ("union U { float f; unsigned u; };", "U u; u.f = 1.0f; o[0] = u.u >> 23;", [127]),
    "nested_anonymous": (
        "struct N { int k; struct { int l, r; } kids; union { int i; float f; }; };",
        "N n; n.kids.l = 3; n.k = 1; n.i = 6; N m = n; o[0] = m.kids.l + m.k; o[1] = m.i;",
        [4, 6],
    ),
    "anonymous_in_anonymous": (
        "struct N { union { int i; struct { union { struct { char a[3], c; }; struct { char b[3], d; }; }; }; }; };",
        "N n; n.i = 0; n.a[1] = 5; n.d = 7; o[0] = n.b[1] + n.c; o[1] = n.i;",
        [12, 7 * 2**24 + 5 * 2**8],
    ),
    "class": (
        "struct V { int x, y; __device__ V() : x(1), y(2) {} __device__ V(int a, int b = 5) : x(a), y(b) {} __device__ int sum() const { return x + y; } __device__ V &add(int d) { x += d; return *this; } __device__ int &operator[](int i) { return i ? y : x; } };",
        "V a, b(3), c = V(7, 8); o[0] = a.sum(); o[1] = b.sum(); o[2] = c.add(1).add(2).sum(); c[1] = 0; o[3] = c.sum(); V d[2]; d[1] = c; o[4] = d[1].x;",
        [3, 8, 18, 10, 10],
    ),
    "slicing": (
        "struct A { int x; }; struct B : A { int y; }; struct E {}; struct F : E {}; __device__ int f(A a) { return a.x; }"
        "__device__ int g(E) { return 7; } __device__ B make() { B b; b.x = 5; return b; }",
        "B b; b.x = 3; A a = b; o[0] = a.x; o[1] = f(b); o[2] = f(make()); o[3] = g(F{});",
        [3, 3, 5, 7],
    ),
    "operators": (
        "struct F { int v; }; __device__ F operator+(F a, F b) { return F{a.v + b.v}; } __device__ F &operator+=(F &a, const F &b) { a.v += b.v; return a; } __device__ bool operator<(const F &a, const F &b) { return a.v < b.v; } struct Add { int k; __device__ int operator()(int a) const { return a + k; } };",
        "F a = {1}, b = {2}; F c = a + b + F{10}; c += a; o[0] = c.v; o[1] = a < b; Add f{4}; o[2] = f(3); o[3] = Add{1}(1);",
        [14, 1, 7, 2],
    ),
    "inheritance": (
        "struct B { int b; __device__ B(int v) : b(v) {} __device__ int get() const { return b; } }; struct E {}; struct D : B, E { int d = 4; __device__ D(int q) : B(q + 1) {} __device__ int all() const { return get() + d; } };",
        "D d(1); o[0] = d.get(); o[1] = d.all(); B &b = d; b.b = 9; o[2] = d.b; const B *p = &d; o[3] = p->get();",
        [2, 6, 9, 9],
    ),
    "inherited_members": (
        "struct A { int a; }; struct B { int b; __device__ int get() const { return b; } }; struct D : A, B { int d; __device__ int all() { return a + b * 10 + get() * 100 + d; } };",
        "D d; d.a = 1; d.b = 2; d.d = 1000; o[0] = d.all(); B *p = &d; o[1] = p->get(); o[2] = static_cast<B &>(d).b;",
        [1221, 2, 2],
    ),
    "implicit_construction": (
        "struct M { int v; __device__ M() : v(5) {} __device__ M(int x) : v(x) {} }; template <class T, bool B> struct Base { T base; int set = 7; }; template <class T> struct D : Base<T, true> { M m; M two[2]; Base<T, false> inner; int plain; }; struct E : D<int> { int own; __device__ E() : own(1) {} };",
        "D<int> d; o[0] = d.m.v + d.two[1].v; o[1] = d.set + d.inner.set; E e; o[2] = e.m.v * 10 + e.own; o[3] = e.set; M many[3]; o[4] = many[2].v; D<int> f = D<int>(); o[5] = f.plain + f.m.v; M one(9); o[6] = one.v;",
        [10, 14, 51, 7, 5, 5, 9],
    ),
    "default_members": (
        "struct P { int a = 3; float f[2] = {1.f, 2.f}; };",
        "P p; o[0] = p.a + p.f[1]; P q = P(); q.a = 1; o[1] = q.a + q.f[0];",
        [5, 2],
    ),
    "templates": (
        "template <class T, int N> struct Vec { T v[N]; __device__ T sum() const { T s = 0; for (int i = 0; i < N; i++) s += v[i]; return s; } static const int size = N; }; template <int N> struct Fact { static const int value = N * Fact<N - 1>::value; }; template <> struct Fact<0> { static const int value = 1; }; template <class F> __device__ int fold(F f, int n) { int a = 0; for (int i = 0; i < n; i++) a = f(a, i); return a; } struct Mul { __device__ int operator()(int a, int b) const { return a + b * b; } }; template <class T> __device__ T twice(T x) { return x + x; }",
        "Vec<int, 3> v = {{1, 2, 3}}; o[0] = v.sum(); o[1] = Vec<float, 4>::size; o[2] = Fact<4>::value; o[3] = fold(Mul(), 4); o[4] = twice(2.25f) * 2; o[5] = twice<int>(2.9f);",
        [6, 4, 24, 14, 9, 4],
    ),
    "if_constexpr": (
        "template <int N> __device__ int f() { if constexpr (N > 2) return 1; else return 2; }",
        "o[0] = f<3>(); o[1] = f<1>();",
        [1, 2],
    ),
    "namespaces_and_overloads": (
        "namespace a { __device__ int f(int) { return 1; } namespace b { __device__ int f(float) { return 2; } } } __device__ int f(int x, int y = 4) { return x + y; }",
        "o[0] = a::f(1); o[1] = a::b::f(1); o[2] = f(3); { using a::b::f; o[3] = f(1.f); }",
        [1, 2, 7, 2],
    ),
    "enums": (
        "enum { RED = 2, BLUE }; enum class Mode : unsigned char { OFF, ON = 7 };",
        "Mode m = Mode::ON; o[0] = BLUE; o[1] = (int)m; o[2] = m == Mode::ON ? RED : 0;",
        [3, 7, 2],
    ),
    "constants": (
        "#define SIZE 12\n#define TWICE (SIZE * 2)\nconst int limit = 5; constexpr float scale = 0.5f; static const int table[3] = {7, 8, 9}; constexpr int sq(int x) { return x * x; }",
        "o[0] = SIZE; o[1] = TWICE; o[2] = limit; o[3] = 10 * scale; o[4] = table[2]; o[5] = sq(3);",
        [12, 24, 5, 5, 9, 9],
    ),
    "vectors": (
        "__device__ float3 operator*(float3 a, float s) { return make_float3(a.x * s, a.y * s, a.z * s); }",
        "float3 a = make_float3(1, 2, 3) * 2.f; o[0] = a.z; int4 v = {1, 2, 3, 4}; v.w += v.x; o[1] = v.w; o[2] = sizeof(float3) + sizeof(double2); uchar4 c = make_uchar4(255, 0, 0, 1); c.x++; o[3] = c.x; float2 *p = (float2 *)&a; o[4] = p->y; (&v.x)[1] = 30; o[5] = v.y;",
        [6, 5, 28, 0, 4, 30],
    ),
    "literals": (
        "",
        "o[0] = 'a'; o[1] = 0x10; o[2] = 010; o[3] = true; o[4] = 1e2f; o[5] = '\\n';",
        [97, 16, 8, 1, 100, 10],
    ),
    "strings": (
        "",
        'const char word[] = "abc"; o[0] = word[1]; o[1] = sizeof(word); char pad[6] = "x"; o[2] = pad[4];',
        [98, 4, 0],
    ),
    "unreachable": ("", "o[0] = 1; return; o[0] = 2;", [1]),
    "macros": (
        "#define AT(i) o[(i) + 1]\n#define MIN2(a, b) ((a) < (b) ? (a) : (b))\n#define LOOP(n) for (int i = 0; i < (n); i++)",
        "LOOP(2) AT(i) = i + 4; o[0] = MIN2(3, 2);",
        [2, 4, 5],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_language(name: str, tmp_path: Path) -> None:
    declarations, body, expected = CASES[name]
    out = np.zeros(8, np.int32)
    run_source(tmp_path, f"{declarations}\n__global__ void kernel(int *o) {{ {body} }}", [out])
    assert out[: len(expected)].tolist() == expected


REFUSED = {  # what is not supported yet ends as one located finding
    "variable_template": ("template <class T> __device__ T value = T(4);", "o[0] = value<int>;"),
    "inline_assembly": ("", 'asm("nop;");'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path) -> None:
    declarations, body = REFUSED[name]
    source = f"{declarations}\n__global__ void kernel(int *o) {{\n{body}\n}}"
    code, diagnostics = translate_source(tmp_path, source)
    assert code.failed == {"kernel"}
    manual = [d for d in diagnostics.items if d.fidelity == Fidelity.MANUAL]
    assert {d.rule for d in manual} <= {"device-construct", "device-function"} and manual
    assert all(d.span is not None for d in manual)

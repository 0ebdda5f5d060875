"""Types and constants in device code: layout, casts, unions, bit-fields, literals."""

from __future__ import annotations

import pytest

from tests.parsers.cuda.device.snippets import Snippet, check_snippet

CASES: dict[str, Snippet] = {
    "storage_of_another_class": (
        "struct Empty {}; struct Pair { int a[2]; int b; }; template <class T> struct Raw { "
        "int words[sizeof(T) / 4 + 1]; __device__ T &object() { return reinterpret_cast<T &>(*this); } };",
        "Raw<Pair> p; Raw<Empty> e; p.object().a[1] = 4; p.object().b = 7; Empty &none = e.object(); (void)none; "
        "o[0] = p.words[1] * 10 + p.words[2];",
        [47],
    ),
    "unions": (
        "union U { float f; unsigned u; unsigned char b[4]; struct { unsigned short lo, hi; }; }; struct "
        "V { union { float m[4]; struct { float x, y, z, w; }; }; int tag; union { int i; float g; } un; "
        "};",
        "U u; u.f = 1.0f; o[0] = u.u >> 23; o[1] = u.b[3]; o[2] = u.hi; u.lo = 1; o[3] = u.u & 0xffff; V "
        "v; v.x = 1; v.m[1] = 2; v.z = 3; o[4] = v.y * 10 + v.m[2]; v.un.g = 1.0f; o[5] = v.un.i >> 23; "
        "V w = v; o[6] = w.m[0]; v.tag = 4; o[7] = v.tag;",
        [127, 63, 16256, 1, 23, 127, 1, 4],
    ),
    "bit_fields": (
        "struct F { unsigned a : 3; unsigned b : 5; int c : 4; unsigned d : 20; }; struct G { unsigned "
        "char x : 2, y : 6; unsigned short z : 9; int t; bool f : 1; long long w : 40; }; union P { "
        "struct { unsigned r : 5, g : 6, b : 5; } c; unsigned short raw; }; enum E : unsigned { E0, E1, "
        "E2 };",
        "F f = {5, 17, -3, 70000}; o[0] = f.a + f.b * 10; o[1] = f.c; o[2] = f.d; f.a = 12; f.c = 9; f.b "
        "+= 20; f.d--; o[3] = f.a * 1000 + f.b; o[4] = f.c; o[5] = f.d; o[6] = sizeof(F) * 100 + "
        "sizeof(G); P p; p.raw = 0; p.c.g = 33; p.c.b = 3; p.c.r = 1; o[7] = p.raw;",
        [175, -3, 70000, 4005, -7, 69999, 416, 7201],
    ),
    "bit_fields2": (
        "struct G { unsigned char x : 2, y : 6; unsigned short z : 9; int t; bool f : 1; long long w : "
        "40; __device__ G(int a) : x(a), y(a + 1), z(300), t(5), f(true), w(-7) {} }; struct H { int a : "
        "8; int : 0; int b : 8; char c; };",
        "G g(2); o[0] = g.x * 100 + g.y; o[1] = g.z; o[2] = g.t + g.f; o[3] = (int)g.w; g.w = 1LL << 38; "
        "o[4] = (int)(g.w >> 36); g.f = false; o[5] = g.f; H h{1, 2, 'a'}; o[6] = h.a + h.b * 10 + h.c * "
        "100; G k = g; k.y++; o[7] = k.y++ + --g.y + (k.x = 7);",
        [203, 300, 6, -7, 4, 0, 9721, 9],
    ),
    "enum_classes": (
        "enum class Op : char { Add = 'a', Sub }; enum Flags { A = 1, B = 2, C = A | B }; namespace n { "
        "enum class Op { X = 5 }; } __device__ int apply(Op op, int a, int b) { switch (op) { case "
        "Op::Add: return a + b; case Op::Sub: return a - b; } return 0; }",
        "o[0] = apply(Op::Sub, 5, 3); o[1] = static_cast<int>(n::Op::X); Flags f = static_cast<Flags>(A "
        "| 4); o[2] = f; o[3] = C; o[4] = sizeof(Op); auto g = Op::Add; o[5] = (char)g; constexpr Op k = "
        "Op::Sub; o[6] = k == Op::Sub;",
        [2, 5, 5, 3, 1, 97, 1],
    ),
    "casts": (
        "struct A { int x; }; struct B : A { int y; };",
        "int i = 65; o[0] = static_cast<char>(i) + 1; const int c = 3; o[1] = const_cast<int &>(c); "
        "float f = 1.0f; o[2] = *reinterpret_cast<int *>(&f) >> 23; o[3] = reinterpret_cast<const "
        "unsigned &>(f) >> 24; unsigned long long p = reinterpret_cast<unsigned long long>(&o[1]) - "
        "(size_t)o; o[4] = p; B b{{1}, 2}; A &a = static_cast<A &>(b); o[5] = a.x + static_cast<B "
        "&>(a).y; o[6] = int(2.9) + int{3} + (int)-1.5f; void *v = &b; o[7] = static_cast<B *>(v)->y;",
        [66, 3, 127, 63, 4, 3, 4, 2],
    ),
    "volatile_things": (
        "struct S { volatile int v; int w; };",
        "volatile int x = 3; x = x + 1; x++; o[0] = x; volatile int *p = o; p[1] = 5; *(p + 2) = p[1] + "
        "1; S s; s.v = 4; s.w = s.v; o[3] = s.w; volatile S t; t.w = 2; o[4] = t.w;",
        [5, 5, 6, 4, 2],
    ),
    "alignment": (
        "struct __align__(8) A { int x; char c; }; struct alignas(16) B { float v[3]; }; typedef struct "
        "__attribute__((aligned(32))) { int q; } C; struct __align__(16) D { double a; int b; }; struct "
        "__attribute__((packed)) P { char c; int i; short s; };",
        "o[0] = sizeof(A); o[1] = sizeof(B); o[2] = sizeof(C); o[3] = sizeof(D); o[4] = sizeof(P); P "
        "p{1, 2, 3}; p.i += 40; o[5] = p.i + p.s; B b[2] = {{{1, 2, 3}}, {{4, 5, 6}}}; o[6] = b[1].v[2]; "
        "__align__(16) char buf[16]; *(float4 *)buf = make_float4(1, 2, 3, 4); o[7] = ((float *)buf)[2];",
        [8, 16, 32, 16, 7, 45, 6, 3],
    ),
    "sizeof_etc": (
        "struct A { char c; double d; }; template <class T> constexpr int size_v = sizeof(T); struct "
        "alignas(16) V { float x; };",
        "o[0] = sizeof(A); o[1] = alignof(A); o[2] = alignof(V); decltype(o[0] + 1.0) d = 2.5; o[3] = d "
        "* 2; o[4] = size_v<double>; o[5] = sizeof o; V v[2]; o[6] = (char *)&v[1] - (char *)&v[0]; o[7] "
        "= sizeof(int[3]);",
        [16, 8, 16, 5, 8, 8, 16, 12],
    ),
    "static_const_local": (
        "__device__ int f(int i) { static const int t[4] = {1, 2, 4, 8}; return t[i]; } __device__ int "
        "g(int i) { constexpr float w[3] = {0.5f, 1.5f, 2.5f}; return w[i] * 2; } __device__ int h(int "
        "i) { const int k[] = {3, 1, 2}; return k[i]; }",
        "o[0] = f(3); o[1] = g(2); o[2] = h(o[3]); static constexpr int z = 6; o[3] = z;",
        [8, 5, 3, 6],
    ),
    "constexpr_things": (
        "constexpr int table[3] = {4, 5, 6}; struct Cfg { static constexpr int N = 3; static constexpr "
        "float w[3] = {1.f, 2.f, 3.f}; int v; constexpr __host__ __device__ Cfg(int a) : v(a * 2) {} "
        "constexpr __host__ __device__ int get() const { return v; } }; constexpr Cfg cfg(4); constexpr "
        "int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } constexpr int f10 = fib(10);",
        "o[0] = table[o[0] + 1]; o[1] = Cfg::N; o[2] = Cfg::w[o[2] + 2]; o[3] = cfg.get(); o[4] = f10; "
        "constexpr int f7 = fib(7); o[5] = f7; int arr[fib(5)]; arr[4] = 2; o[6] = arr[4]; "
        'static_assert(fib(6) == 8, "fib");',
        [5, 3, 3, 8, 55, 13, 2],
    ),
    "variable_templates": (
        "template <class T> constexpr T pi = T(3.25); template <int N> __device__ const int sq = N * N; "
        "template <class A, class B> constexpr bool same = false; template <class A> constexpr bool "
        "same<A, A> = true;",
        "o[0] = pi<float> * 4; o[1] = pi<int>; o[2] = sq<5>; o[3] = same<int, int> + 2 * same<int, "
        "float>;",
        [13, 3, 25, 1],
    ),
    "string_literals": (
        "__device__ int len(const char *s) { int n = 0; while (s[n]) n++; return n; }",
        'o[0] = len("hello"); o[1] = "abc"[1]; const char *p = "xyz"; o[2] = p[2]; o[3] = len(__func__) '
        '+ 2; o[4] = sizeof("12"); const char *names[] = {"a", "bcd"}; o[5] = len(names[1]);',
        [5, 98, 122, 17, 3, 3],
    ),
    "braces": (
        "struct P { int x{1}, y = 2; }; struct Q { P p; int k[2]; }; __device__ int f(P p) { return p.x "
        "* 10 + p.y; } __device__ P g() { return {5}; }",
        "int a{3}; int b = {4}; int c{}; float d{2.5f}; P p{}; P q{7}; o[0] = a + b + c; o[1] = d * 2; "
        "o[2] = f(p); o[3] = f(q); o[4] = f({8, 9}); o[5] = f(g()); Q z{{1, 2}, {3, 4}}; o[6] = z.k[1] + "
        "z.p.y; Q y{}; o[7] = y.p.x + y.k[0];",
        [7, 5, 12, 72, 89, 52, 6, 1],
    ),
    "designated": (
        "struct P { int x, y; float z; };",
        "P p{.x = 1, .z = 2.5f}; o[0] = p.x; o[1] = p.y; o[2] = p.z * 2; P q = (P){3, 4, 5.f}; o[3] = "
        "q.y;",
        [1, 0, 5, 4],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_types(name: str) -> None:
    check_snippet(CASES, name)

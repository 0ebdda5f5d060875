"""Statements in device code: jumps, selection, loops, declarations."""

from __future__ import annotations

import pytest

from tests.parsers.cuda.device.snippets import Snippet, check_snippet

CASES: dict[str, Snippet] = {
    "goto_backward": (
        "",
        "int i = 0; again: i++; if (i < 5) goto again; o[0] = i;",
        [5],
    ),
    "goto_forward": (
        "__device__ int f(int *o, int n) { int r = 0; for (int i = 0; i < n; i++) for (int j = 0; j < n; "
        "j++) { r++; if (i * j == 6) goto found; } r = -1; found: return r; }",
        "o[0] = f(o, 5); o[1] = f(o, 2);",
        [14, -1],
    ),
    "goto_cleanup": (
        "__device__ int f(int a) { int s = 0; if (a < 0) goto fail; s = a * 2; if (s > 10) goto fail; "
        "return s; fail: return -a; }",
        "o[0] = f(3); o[1] = f(-2); o[2] = f(6);",
        [6, 2, -6],
    ),
    "goto_retry": (
        "__device__ int f(int n) { int t = 0; retry: for (int i = 0; i < 4; i++) { if (i == 2 && t < 3) "
        "{ t++; goto retry; } } return t * 10 + n; }",
        "o[0] = f(1);",
        [31],
    ),
    "switch_state_goto": (
        "__device__ int f(const char *s, int n) { int st = 0, i = 0, words = 0; next: if (i >= n) goto "
        "done; switch (st) { case 0: if (s[i] != ' ') { st = 1; words++; } break; case 1: if (s[i] == ' "
        "') st = 0; break; } i++; goto next; done: return words; }",
        'const char t[] = "ab c  def"; o[0] = f(t, 9);',
        [3],
    ),
    "statement_expression": (
        "#define LARGER(a, b) ({ __typeof__(a) _a = (a); __typeof__(b) _b = (b); _a > _b ? _a : _b; })\n"
        "__device__ int count(int n) { return ({ int s = 0; for (int i = 0; i < n; ++i) s += i; s; }); }",
        "o[0] = LARGER(3, LARGER(o[1], 7)); int j = 0, k = 0; while (LARGER(j, 2) < 5) ++j; "
        "while (LARGER(k, 1) < 3) ++k; o[1] = j; o[2] = k; ({ o[3] = count(5); }); "
        "if (j > 0 && LARGER(k, 2) == 3) o[4] = 1;",
        [7, 5, 3, 10, 1],
    ),
    "barrier_in_for": (
        "",
        "int n = 9, s = 0; for (n /= 2, __syncthreads(); n > 0; n /= 2, __syncthreads()) s += n; o[0] = s;",
        [7],
    ),
    "switch_init": (
        "",
        "switch (int k = o[0] + 2; k) { case 1: o[0] = 1; break; case 2: o[0] = 20 + k; break; default: "
        "o[0] = 9; } switch (int q = 3) { case 3: o[1] = q; } switch (o[2]) default: o[2] = 5; switch "
        "(o[3]) case 0: o[3] = 4;",
        [22, 3, 5, 4],
    ),
    "switch_declarations_first": (
        "",
        "switch (o[0]) { int x; case 0: x = 4; o[0] = x; break; default: o[0] = 1; }",
        [4],
    ),
    "if_init": (
        "",
        "if (int x = o[0] + 3; x > 2) o[0] = x; else o[0] = -x; if (int y = 7) o[1] = y; if (int z = 5, "
        "w = 2; int v = z - w) o[2] = v; if (o[0] = 9; o[0] > 3) o[3] = 1;",
        [9, 7, 3, 1],
    ),
    "while_decl": (
        "",
        "int n = 3, s = 0; while (int k = n--) { if (k == 2) continue; s += k; } o[0] = s; for (int i = "
        "5; int j = i - 2; i--) { o[1] += j; }",
        [4, 6],
    ),
    "range_for_array": (
        "",
        "int a[4] = {1, 2, 3, 4}; for (int x : a) o[0] += x; for (int &x : a) x *= 2; for (const auto &x "
        ": a) o[1] += x; for (auto x : {5, 6}) o[2] += x;",
        [10, 20, 11],
    ),
    "range_for_class": (
        "struct It { int v; __device__ bool operator!=(const It &b) const { return v != b.v; } "
        "__device__ It &operator++() { ++v; return *this; } __device__ int operator*() const { return v; "
        "} }; struct Range { int b, e; __device__ It begin() const { return {b}; } __device__ It end() "
        "const { return {e}; } };",
        "for (int i : Range{2, 5}) o[0] += i; Range r{0, 4}; for (auto i : r) { if (i == 1) continue; if "
        "(i == 3) break; o[1] += i + 1; }",
        [9, 4],
    ),
    "range_for_pointers": (
        "struct Span { int *p; int n; __device__ int *begin() const { return p; } __device__ int *end() "
        "const { return p + n; } };",
        "Span s{o, 3}; int k = 1; for (auto &x : s) x = k++;",
        [1, 2, 3],
    ),
    "structured_array": (
        "",
        "int a[2] = {3, 4}; auto [x, y] = a; auto &[p, q] = a; p = 9; o[0] = x; o[1] = y; o[2] = a[0]; "
        "o[3] = q;",
        [3, 4, 9, 4],
    ),
    "structured_struct": (
        "struct S { int a; float b; }; __device__ S f() { return {5, 2.5f}; }",
        "auto [a, b] = f(); o[0] = a; o[1] = b * 2; S s{1, 2}; const auto &[c, d] = s; o[2] = c + d; "
        "auto &[e, g] = s; e = 7; o[3] = s.a;",
        [5, 5, 3, 7],
    ),
    "structured_bits_loop": (
        "struct KV { int k, v; };",
        "KV t[2] = {{1, 2}, {3, 4}}; for (auto [k, v] : t) o[0] += k * v; for (auto &[k, v] : t) v = k; "
        "o[1] = t[1].v;",
        [14, 3],
    ),
    "comma_conditional": (
        "",
        "int a = 1, b = 2; for (int i = 0, j = 5; i < 3; i++, j--) o[0] += j; (o[1] = 3, o[2] = 4); int "
        "c = (a++, b++, a + b); o[3] = c; (a > b ? a : b) += 10; o[4] = a * 100 + b; o[5] = (a, b);",
        [12, 3, 4, 5, 213, 13],
    ),
    "conditional_void": (
        "__device__ void f(int *p) { *p = 1; } __device__ void g(int *p) { *p = 2; }",
        "o[0] ? f(o) : g(o); o[1] == 0 ? (void)(o[1] = 5) : (void)0;",
        [2, 5],
    ),
    "templates_recursion": (
        "template <int N> __device__ int sum(const int *p) { return p[N - 1] + sum<N - 1>(p); } template "
        "<> __device__ int sum<0>(const int *) { return 0; } template <int N> struct Unroll { template "
        "<class T> static __device__ void go(T &x) { x = x * 2 + N; Unroll<N - 1>::go(x); } }; template "
        "<> struct Unroll<0> { template <class T> static __device__ void go(T &) {} };",
        "int a[3] = {1, 2, 3}; o[0] = sum<3>(a); int x = 0; Unroll<3>::go(x); o[1] = x;",
        [6, 17],
    ),
    "local_class": (
        "",
        "struct L { int a; __device__ int twice() const { return a * 2; } enum { K = 4 }; }; L l{3}; "
        "o[0] = l.twice(); o[1] = L::K; using T = L; T t{5}; o[2] = t.a; enum Color { RED, GREEN = 5 }; "
        "Color c = GREEN; o[3] = c;",
        [6, 4, 5, 5],
    ),
    "attributes": (
        'extern "C" __device__ int ext(int a) { return a + 1; } __noinline__ __device__ int ni(int a) { '
        "return a * 2; } __forceinline__ __device__ int fi(int a) { return a * 3; } [[nodiscard]] "
        "__device__ __inline__ int nd(const int *__restrict__ p) { return *p; } static inline __device__ "
        "int si() { return 4; }",
        "o[0] = ext(1); o[1] = ni(2); o[2] = fi(3); o[3] = nd(o); o[4] = si(); [[maybe_unused]] int u = "
        "3;",
        [2, 4, 9, 2, 4],
    ),
    "unroll": (
        "",
        "int n = o[0] + 6;\n#pragma unroll\nfor (int i = 0; i < n; i++) o[1] += i;\n#pragma unroll 4\nfor "
        "(int i = 0; i < n; i++) o[2] += i;\n#pragma unroll 1\nwhile (n-- > 0) o[3]++;",
        [0, 15, 15, 6],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_statements(name: str) -> None:
    check_snippet(CASES, name)

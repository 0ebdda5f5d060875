"""Names, conversions and pointers in device code."""

from __future__ import annotations

import pytest

from tests.parsers.cuda.device.snippets import Snippet, check_snippet

CASES: dict[str, Snippet] = {
    "array_parameters_in_arithmetic": (
        "__device__ void up(int v, int *d) { d[0] = v; } __device__ int get(const int d[3]) { return d[0]; } "
        "__device__ int use(int r[8], const int c[4], int n) { up(7, r + n); up(9, r + n + 1); up(3, &r[n + "
        "2]); up(4, (r + 3) + n); *(r + n + 4) = 5; (r + 5)[n] = 6; int *p = r + 2; p[0] += 100; p = r; p += "
        "1; int *q = n ? r : p; int *z = n ? r + 1 : r; r++; r += 1; --r; const int *e = c + 1; auto w = c + "
        "2; return get(c + n) + *e + *w + q[0] + z[0] + r[0] + (int)(r - p) + (r == p) + (c < e) + get(n ? c "
        "+ 1 : c); } __device__ int none(const int *a, const int b[2], int k) { return b ? 1 : k; }",
        "int a[8] = {1, 2, 3, 4, 5, 6, 7, 8}, c[4] = {10, 20, 30, 40}; o[6] = use(a, c, 0); for (int i = 0; "
        "i < 6; i++) o[i] = a[i]; o[7] = none(a, NULL, 5);",
        [7, 9, 103, 4, 5, 6, 97, 5],
    ),
    "char_types": (
        "",
        "char c = -1; o[0] = c < 0; signed char s = 200; o[1] = s; unsigned char u = 200; o[2] = u "
        "+ c; char d = 'z' + 1; o[3] = d; short h = 40000; o[4] = h; wchar_t w = L'a'; o[5] = w; "
        "char16_t x = u'b'; o[6] = x; o[7] = '\\x41' + '\\101';",
        [1, -56, 199, 123, -25536, 97, 98, 130],
    ),
    "shifts": (
        "",
        "unsigned long long m = 1ull << 40 | 5; o[0] = m >> 38; long long n = -1LL << 33; o[1] = n "
        ">> 32; int k = 33; o[2] = (1LL << k) >> 30; unsigned u = ~0u >> 28; o[3] = u; o[4] = "
        "(unsigned char)200 << 1; o[5] = -8 >> 1; unsigned short q = 0xffff; o[6] = q << 4; m <<= "
        "3; m >>= 40; o[7] = m;",
        [4, -2, 8, 15, 400, -4, 1048560, 8],
    ),
    "using_things": (
        "namespace lib { namespace detail { struct P { int v; }; __device__ int f(P p) { return "
        "p.v; } constexpr int K = 3; } using detail::P; namespace alias = detail; inline namespace "
        "v2 { __device__ int g() { return 8; } } } using Real = float; template <class T> using "
        "Vec = T[4]; typedef int (*Fn)(int); using namespace lib;",
        "P p{4}; o[0] = f(p); o[1] = lib::alias::K; o[2] = g(); Real r = 1.5f; o[3] = r * 2; "
        "Vec<int> v = {1, 2, 3, 4}; o[4] = v[3]; namespace d = lib::detail; o[5] = d::K; using "
        "lib::detail::K; o[6] = K; using T = decltype(p.v); T t = 2; o[7] = t;",
        [4, 3, 8, 3, 4, 3, 3, 2],
    ),
    "recursion_static": (
        "__host__ __device__ constexpr int gcd(int a, int b) { return b == 0 ? a : gcd(b, a % b); "
        "} template <int A, int B> struct G { static constexpr int v = gcd(A, B); };",
        "o[0] = G<12, 18>::v; constexpr int k = gcd(9, 6); o[1] = k; static_assert(gcd(4, 6) == 2);",
        [6, 3],
    ),
    "conversion_operators": (
        "struct F { float v; __device__ operator float() const { return v; } __device__ operator "
        "int *() const { return nullptr; } }; struct S { int v; __device__ S(int a = 0) : v(a) {} "
        "__device__ explicit operator bool() const { return v != 0; } __device__ S operator+(const "
        "S &b) const { return v + b.v; } __device__ S &operator=(int k) { v = k; return *this; } "
        "__device__ bool operator<(const S &b) const { return v < b.v; } };",
        "F f{2.5f}; float x = f; o[0] = x * 2; o[1] = sqrtf(f * 1.6f); S s = 3; S t = s + 4; o[2] "
        "= t.v; t = 9; o[3] = t.v; if (t) o[4] = 1; while (t) t = 0; o[5] = t.v; o[6] = !t && s; "
        "o[7] = s < 5;",
        [5, 2, 7, 9, 1, 0, 1, 1],
    ),
    "nested_templates": (
        "template <class T, int R, int C> struct Mat { T d[R][C]; __device__ Mat() { for (int i = "
        "0; i < R; i++) for (int j = 0; j < C; j++) d[i][j] = T(0); } __device__ static Mat "
        "identity() { Mat m; for (int i = 0; i < R && i < C; i++) m.d[i][i] = T(1); return m; } "
        "template <int K> __device__ Mat<T, R, K> operator*(const Mat<T, C, K> &b) const { Mat<T, "
        "R, K> r; for (int i = 0; i < R; i++) for (int j = 0; j < K; j++) for (int k = 0; k < C; "
        "k++) r.d[i][j] += d[i][k] * b.d[k][j]; return r; } __device__ Mat<T, C, R> transposed() "
        "const { Mat<T, C, R> r; for (int i = 0; i < R; i++) for (int j = 0; j < C; j++) r.d[j][i] "
        "= d[i][j]; return r; } __device__ T *operator[](int i) { return d[i]; } __device__ const "
        "T *operator[](int i) const { return d[i]; } friend __device__ bool operator==(const Mat "
        "&a, const Mat &b) { for (int i = 0; i < R; i++) for (int j = 0; j < C; j++) if (a.d[i][j] "
        "!= b.d[i][j]) return false; return true; } };",
        "Mat<int, 2, 3> a; for (int i = 0; i < 2; i++) for (int j = 0; j < 3; j++) a[i][j] = i * 3 "
        "+ j; auto t = a.transposed(); auto p = a * t; o[0] = p[0][0]; o[1] = p[1][1]; o[2] = "
        "p[0][1]; auto e = Mat<int, 2, 2>::identity(); o[3] = (p * e) == p; o[4] = (e * e)[1][1]; "
        "const auto &c = p; o[5] = c[1][0];",
        [5, 50, 14, 1, 1, 14],
    ),
    "shared_classes": (
        "struct A { int v[4]; __device__ void add(int i, int k) { v[i] += k; } __device__ int "
        "sum() const { return v[0] + v[1] + v[2] + v[3]; } }; template <class T> struct Tile { T "
        "*p; int w; __device__ T &at(int r, int c) { return p[r * w + c]; } };",
        "__shared__ A a; __shared__ int buf[2][3]; for (int i = 0; i < 4; i++) a.v[i] = i; "
        "__syncthreads(); a.add(1, 5); o[0] = a.sum(); Tile<int> t{&buf[0][0], 3}; t.at(1, 2) = 7; "
        "o[1] = buf[1][2]; A *p = &a; p->add(0, 1); o[2] = p->sum(); A l = a; l.add(0, 10); o[3] = "
        "l.sum() + a.sum();",
        [11, 7, 12, 34],
    ),
    "pointer_to_pointer": (
        "__device__ void next(int **p) { ++*p; } __device__ void refnext(int *&p) { p += 2; } "
        "__device__ int sum(const int *const *rows, int n) { int s = 0; for (int i = 0; i < n; "
        "i++) s += rows[i][0]; return s; }",
        "int a[6] = {1, 2, 3, 4, 5, 6}; int *p = a; next(&p); o[0] = *p; refnext(p); o[1] = *p; "
        "const int *rows[2] = {a, a + 3}; o[2] = sum(rows, 2); int **q = &p; **q = 40; o[3] = "
        "a[3]; int (*m)[3] = reinterpret_cast<int (*)[3]>(a); o[4] = m[1][2];",
        [2, 4, 5, 40, 6],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_names_and_pointers(name: str) -> None:
    check_snippet(CASES, name)

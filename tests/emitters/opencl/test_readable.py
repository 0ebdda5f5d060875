"""Kernels are written as the user wrote them: names of constants, literals, declarations, lines."""

import re

import numpy as np

from cn_migrate.emitters.opencl.wrapping import WIDTH, wrapped
from tests.emitters.opencl.kernel_runs import port, run


def body(kernel: str, around: str = "", head: str = "int *out, const float *in, int n") -> str:
    """The statements of the port of a kernel with this text."""
    text = port(
        f"{around}\n__global__ void k({head})\n{{\n{kernel}\n}}\nvoid host() {{ k<<<1, 1>>>(0, 0, 1); }}"
    ).text
    return re.search(r"__kernel void k\(.*?\)\n\{\n(.*?)\n\}\n", text, re.DOTALL)[1]


CONSTANTS = """
#include <cfloat>
#include <climits>
#include <cmath>
#define TILE 16
#define HALF (TILE / 2)
#define TWO 1 + 1
#define NEG -1
#define SCALE (1.0f / 255)
enum { LANES = 4 };
constexpr int PAD = 1;
struct Box { float sides[TILE][PAD + 2]; };
template <int N> __device__ int several(int n) { int a[N]; for (int i = 0; i < N; i++) a[i] = n; return a[N - 1]; }
__global__ void k(int *out, float *f, int n)
{
    __shared__ int tile[TILE][TILE + PAD];
    int few[TWO], more[HALF * LANES];
    tile[0][0] = few[0] = more[0] = n;
    Box box;
    box.sides[0][0] = f[0];
    out[0] = HALF + (box.sides[0][0] > 0.5f);
    out[1] = (TWO) * 3; out[2] = NEG - NEG; out[3] = TWO * 3; out[4] = INT_MAX + INT_MIN;
    out[5] = 'c'; out[6] = 0x1F;
    out[7] = several<3>(tile[0][0]) + several<TILE>(few[0]);
    f[0] = SCALE * 255; f[1] = FLT_MAX; f[2] = 1e-3f;
}
void host(int *a, float *f) { k<<<1, 1>>>(a, f, 5); }
"""


def test_constants_keep_their_names():
    text = port(CONSTANTS).text
    for line in (
        "#define HALF (TILE / 2)",
        "#define TWO (1 + 1)",
        "__local int tile[TILE][TILE + PAD];",
        "    float sides[TILE][PAD + 2];",
        "out[1] = TWO * 3;",
        "out[4] = INT_MAX + INT_MIN;",
        "out[5] = 'c';",
        "out[6] = 0x1F;",
        "f[0] = SCALE * 255;",
        "f[1] = FLT_MAX;",
        "int a[3];",
        "// several<3>\nint several_3(int n)\n{",
    ):
        assert line in text
    assert "int few[TWO]" in text and "more[HALF * LANES]" in text
    assert "define INT_MAX" not in text and "define FLT_MAX" not in text


def test_named_constants_have_their_values():
    for out, f in run(
        port(CONSTANTS), "k", 1, 1, np.zeros(8, np.int32), np.zeros(3, np.float32), np.int32(5)
    ):
        assert list(out) == [8, 6, 0, 4, -1, ord("c"), 31, 10]
        np.testing.assert_allclose(f, np.float32([1, np.finfo(np.float32).max, 1e-3]), rtol=1e-6)


def test_a_macro_with_two_meanings_is_written_out():
    text = port("""
    #define N 4
    __global__ void a(int *p) { p[0] = N; }
    #undef N
    #define N 8
    __global__ void b(int *p) { int x[N]; x[0] = N; p[0] = x[0]; }
    void host(int *p) { a<<<1, 1>>>(p); b<<<1, 1>>>(p); }""").text
    assert "#define" not in text
    assert "p[0] = 4;" in text and "int x[8];" in text and "x[0] = 8;" in text


def test_names_that_opencl_has_are_not_defined_anew():
    text = body(
        "out[0] = n > M_PI_2 && in[0] < MAXFLOAT;", "#define M_PI_2 3\n#define MAXFLOAT 1e30f"
    )
    assert text.strip() == "out[0] = n > 3 && in[0] < 1e+30f;"


def test_unsigned_comparisons_need_no_casts():
    text = body("out[0] = threadIdx.x < n && blockIdx.x == n - 1 && gridDim.y - 1 > n;")
    assert text.strip() == (
        "out[0] = get_local_id(0) < n && get_group_id(0) == n - 1 && get_num_groups(1) - 1 > n;"
    )


def test_comparisons_with_negative_numbers_are_unsigned():
    ported = port("""
    __global__ void k(int *out, int n, unsigned u)
    {
        out[0] = threadIdx.x < n; out[1] = threadIdx.x > n; out[2] = blockIdx.x == n; out[3] = gridDim.x - 1 >= n;
        out[4] = u < n; out[5] = threadIdx.x - 1 < n; out[6] = blockDim.x - n < 3;
    }
    void host(int *p) { k<<<1, 1>>>(p, -1, 7); }""")
    for (out,) in run(ported, "k", 1, 1, np.zeros(7, np.int32), np.int32(-1), np.uint32(7)):
        assert list(out) == [1, 0, 0, 0, 1, 0, 1]


def test_truth_values_are_as_written():
    text = body("bool a = 1; bool b = false; bool c = n; a = n > 0; out[0] = a + b + c; in += a;")
    assert (
        "bool a = 1, b = false, c = n;" in text
        and "out[0] = a + b + c;" in text
        and "!= 0" not in text
    )


LAYOUT = """\
/* Licence. */

#include <cstdio>
enum Op { ADD = 1, SUB, NEG = -3 };
#define IN_RANGE(x, lo, hi) ((x) >= (lo) && (x) <= (hi))
#define LAST 16
/* Does things:
     one of them */
__global__ void k(float *out, int n)
{
    int a = 1, *p = &a, b[2] = {1, 2}; float c, d = 2; // several
    unsigned int u = 0x10u; // hex

    switch (n) {
    case ADD: // adds
        a++;
        break;
    case SUB: { int e = 2; a -= e; }
        // falls through
    case 'c': case 0x10:
        a = 3;
        break;
    default: a = NEG;
    }
    for (int i = 0, j = 1; i < n; i++, j += 2) // both
        a += i * j;
    do {
        a++;
        /* the last
             of the loop */
    } while (IN_RANGE(a, 0, LAST)); // up

    // one comment

    // another one
    if (a > 3) { // big
        a = 1; // one
    } // end of big
    else if (a < -3) // small
        a = 2;
    else { // neither
        a = 3;
    }
#ifdef NOTHING
    a = 17; // not here
#endif
    c = d;
    out[0] = c * u + a + b[0] * *p; // to where it belongs, as the one who launched this kernel will want to see it
    // the end
}
void host(float *o) { k<<<1, 1>>>(o, 1); }
"""
LAID_OUT = """\
/* Does things:
     one of them */
__kernel void k(__global float *out, int n)
{
    int a = 1, *p = &a, b[2] = {1, 2};
    float c, d = 2;  // several
    uint u = 0x10u;  // hex

    switch (n) {
    case ADD:  // adds
        a++;
        break;
    case SUB: {
        int e = 2;
        a -= e;
    }
    // falls through
    case 'c':
    case 0x10:
        a = 3;
        break;
    default:
        a = NEG;
    }
    for (int i = 0, j = 1; i < n; i++, j += 2) {  // both
        a += i * j;
    }
    do {
        a++;
        /* the last
             of the loop */
    } while (a >= 0 && a <= LAST);  // up

    // one comment

    // another one
    if (a > 3) {  // big
        a = 1;  // one
    } else if (a < -3) {  // end of big  // small
        a = 2;
    } else {  // neither
        a = 3;
    }

    c = d;
    // to where it belongs, as the one who launched this kernel will want to see it
    out[0] = c * u + a + b[0] * *p;
    // the end
}
"""


def test_layout_and_comments():
    assert LAID_OUT in port(LAYOUT).text


def test_long_statements_are_wrapped():
    text = "if (first_long[index] < second_long_name[index] && third_long_name[index] > fourth_long_name[index] + 1) {"
    assert wrapped(text, 4) == [
        "    if (first_long[index] < second_long_name[index] &&",
        "            third_long_name[index] > fourth_long_name[index] + 1) {",
    ]
    call = 'printf("a long text, which is never broken, however long it may become for a line", first, second, third);'
    lines = wrapped(call, 4)
    assert len(lines) == 2 and lines[0].endswith('line", first,') and max(map(len, lines)) <= WIDTH
    assert wrapped("x" * 200 + ";", 4) == ["    " + "x" * 200 + ";"]


MACROS = """
#define N 16
#define IN_RANGE(x, lo, hi) ((x) >= (lo) && (x) <= (hi))
#define IDX(i, j) ((i) * N + (j))
#define SQ(x) ((x) * (x))
#define DIST(a, b) (SQ(a) + \\
                    SQ(b)) // squared
#define LESS(a, b) ((a) < (b) ? (a) : (b))
#define LOOSE(x) x + 1
#define OFF(d) (threadIdx.d + 1)
#define CHECK(x) do { if (!(x)) return; } while (0)
#define max(a, b) ((a) > (b) ? (a) : (b))
template <int M> __device__ int least(int n) { return LESS(M, n); }
__global__ void k(float *out, int n)
{
    int i = threadIdx.x;
    CHECK(n > 3);
    if (IN_RANGE(i, 0, N - 2) && IN_RANGE(n, i + 1, 100)) out[IDX(i, n)] = LESS(LESS(n, 7), 6);
    out[0] = DIST(n, 2.0f);
    out[1] = SQ(threadIdx.x + 3) + least<3>(n) + IDX(1, n);
    out[2] = 2 * LOOSE(n) + OFF(x) + (LOOSE(n)) * 2;
    out[3] = max(n, 9) + SQ(i++);
    out[4] = SQ((char)n) / 2 + SQ(1.5f);
}
void host(float *o) { k<<<1, 1>>>(o, 5); }
"""


def test_macros_with_arguments_keep_their_names():
    text = port(MACROS).text
    for line in (
        "#define DIST(a, b) (SQ(a) + SQ(b))",
        "#define SQ(x) ((x) * (x))",
        "return LESS(3, n);",
        "if (IN_RANGE(i, 0, N - 2) && IN_RANGE(n, i + 1, 100)) {",
        "out[IDX(i, n)] = LESS(LESS(n, 7), 6);",
        "out[0] = DIST(n, 2.0f);",
        "SQ(get_local_id(0) + 3)",
        "IDX(1, n)",
        "SQ((char)n) / 2 + SQ(1.5f)",
        "(n + 1) * 2",
        "2 * n + 1",
    ):
        assert line in text
    assert not re.search(r"LOOSE|OFF|CHECK|max\(", text)


def test_macros_with_arguments_mean_the_same():
    for (out,) in run(port(MACROS), "k", 1, 1, np.zeros(32, np.float32), np.int32(5)):
        assert list(out[:6]) == [29, 9 + 3 + 21, 11 + 1 + 12, 9, 12.5 + 2.25 - 0.5, 5]


def test_addresses_are_as_written():
    text = body(
        "out = &out[n]; out = out + n; out[n ? A : B] = *(&in[2] + 1); atomicAdd(&out[0], 1);",
        "enum Letters : unsigned { A, B };",
    )
    for line in ("out = &out[n];", "out = out + n;", "out[n ? A : B] =", "atomic_add(&out[0], 1)"):
        assert line in text


def test_a_macro_that_is_its_argument_ends() -> None:
    around = "#define AS_FLOAT(x) static_cast<float>(x)\n#define SAME(x) (x)"
    text = body("out[0] = AS_FLOAT(in[n]) + AS_FLOAT(SAME(in[0]));", around)
    assert text.strip() == "out[0] = in[n] + in[0];"

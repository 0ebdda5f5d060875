"""Each kind of expression, as machine code, gives what the interpreter makes of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.parsers.cuda.device.module import DeviceCode
from tests.emitters.llvm import machine_code
from tests.parsers.cuda.device.run_source import translate_source

THREADS = 40
NUMBERS = np.array(
    [
        0,
        1,
        -1,
        7,
        -7,
        31,
        32,
        33,
        63,
        64,
        65,
        127,
        128,
        255,
        256,
        -128,
        1000003,
        -99991,
        2**31 - 1,
        -(2**31),
    ]
    + [(i * 2654435761) % 2**32 - 2**31 for i in range(20)],
    np.int32,
)
REALS = np.array(
    [
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        1.5,
        2.5,
        -2.5,
        1e-3,
        3e9,
        -3e9,
        1e20,
        np.inf,
        -np.inf,
        np.nan,
        255.7,
    ]
    + [np.sin(i) * 10 ** (i % 5) for i in range(24)],
    np.float32,
)
# `a` and `b` are ints, `x` and `y` floats, `r` is the result, an int.
CASES = {
    "arithmetic": "r = a * 3 + b - (a ^ b) + (a & 12) + (b | 5) + ~a - -b;",
    "division": "r = b ? (a == (-2147483647 - 1) ? 5 : a / b + a % b) : 9;",
    "unsigned division": "unsigned u = a, v = b; r = v ? u / v + u % v : 3;",
    "shifts": "r = (a << (b & 31)) + (a >> (b & 31)) + (int)((unsigned)a >> (b & 31));",
    "long shifts": "long long l = a; r = (int)(l << (b & 63)) ^ (int)(l >> (b & 63));",
    "narrow types": "signed char c = a; unsigned char d = b; short s = a; unsigned short v = b; r = c * d + s - v;",
    "long long": "long long l = (long long)a * b; unsigned long long m = l; r = (int)(l >> 7) + (int)(m >> 9) + (m > 5u);",
    "comparisons": "r = (a < b) + 2 * (a <= b) + 4 * ((unsigned)a > (unsigned)b) + 8 * (a == b) + 16 * (x < y)"
    " + 32 * (x != y) + 64 * (x >= y) + 128 * (x == y);",
    "truth": "bool p = a > 3, q = x; r = (p && q) + 2 * (p || !q) + 4 * (p != q) + 8 * !a;",
    "float to int": "r = (int)x;",
    "float to unsigned": "r = (int)(unsigned)(x < 0 ? -x : x);",
    "float to long": "r = (int)((long long)y >> 3);",
    "int to float": "r = __float_as_int((float)a + (float)(unsigned)b);",
    "double": "double d = x, e = y; d = d * 0.5 - e; r = (int)(__double_as_longlong(d) >> 20);",
    "roundings": "r = __float2int_rn(x) ^ __float2int_ru(y) ^ __float2int_rd(x) ^ __float2int_rz(y);",
    "float": "r = __float_as_int(__fadd_rn(__fmul_rn(x, y), x)) ^ __float_as_int(-x) ^ __float_as_int(__fdiv_rn(x, y));",
    "float functions": "r = __float_as_int(sqrtf(fabsf(x))) ^ __float_as_int(floorf(x)) ^ __float_as_int(ceilf(y))"
    " ^ __float_as_int(truncf(x)) ^ __float_as_int(rintf(y)) ^ __float_as_int(roundf(x))"
    " ^ __float_as_int(copysignf(x, y)) ^ __float_as_int(fmaf(x, y, 1.f));",
    "least and greatest": "r = min(a, b) ^ max(a, b) ^ (int)min((unsigned)a, (unsigned)b) ^ abs(a)"
    " ^ (isnan(x) || isnan(y) ? 0 : __float_as_int(fminf(x, y) + 0.f) ^ __float_as_int(fmaxf(x, y) + 0.f));",
    "kinds of floats": "r = (isnan(x) != 0) + 2 * (isinf(x) != 0) + 4 * (isfinite(x) != 0) + 8 * (signbit(x) != 0);",
    "bits": "r = __popc(a) + 64 * __clz(b) + 4096 * __ffs(a) + __brev(b) + __popcll(((long long)a << 32) | (unsigned)b)"
    " + __clzll((long long)b) + __ffsll((long long)a << 5);",
    "halves of products": "r = __mulhi(a, b) ^ __umulhi(a, b) ^ __mul24(a, b) ^ __umul24(a, b) ^ (int)(__mul64hi((long long)a * b, a));",
    "averages": "r = __hadd(a, b) ^ __rhadd(a, b) ^ __uhadd(a, b) ^ __urhadd(a, b) ^ __sad(a, b, 3) ^ __usad(a, b, 3);",
    "bytes": "r = __byte_perm(a, b, a ^ b) ^ __byte_perm(b, a, 0xf8a3) ^ __funnelshift_l(a, b, a) ^ __funnelshift_r(a, b, b);",
    "saturation": "r = __float_as_int(__saturatef(x) + 0.f);",
    "records": "struct P { char c; double d; int n[3]; } p = {(char)a, y, {a, b, 7}}; P q = p; q.n[1] += q.c; r = q.n[1] + q.n[a & 1]"
    " + (int)sizeof(P);",
    "unions": "union { float f; int i; unsigned char c[4]; } u; u.f = x; u.c[1] = a; r = u.i;",
    "vectors": "int3 v = make_int3(a, b, 7); float4 w = make_float4(x, y, 1, 2); v.y += v.z; w.x = w.z; r = v.x ^ v.y ^ (int)w.x ^ (int)w.w;",
    "arrays": "int s[5]; for (int k = 0; k < 5; k++) s[k] = a + k * b; int* p = s + 4; r = s[a & 3] + *p + (int)(p - s);",
    "references": "int c = a; int& d = c; d += b; int* p = &d; *p ^= 5; r = c;",
    "loops": "r = 0; for (int k = 0; k < (a & 15); k++) { if (k == 3) continue; if (r > 100000) break; r += k * b; }",
    "switch": "switch (a & 7) { case 0: r = 1; break; case 1: case 2: r = b; case 3: r += 5; break; default: r = -1; }",
    "goto": "r = 0; again: r += b; if (++a % 7) goto again;",
    "recursion of arguments": "r = twice(twice(a)) + first<3>(b);",
    "atomics": "int v[2] = {a, b}; r = atomicAdd(&v[0], 3) ^ atomicExch(&v[1], 9) ^ v[0] ^ v[1];",
    "half": "__half h = __float2half(x); r = __half2float(h) == h2f(h) ? (int)__half_as_ushort(h) : isnan(x) ? 1 : -1;",
}  # fmt: skip
NAMES = {case: f"k{i}" for i, case in enumerate(CASES)}
FUNCTIONS = """
#include <cuda_fp16.h>
__device__ int twice(int v) { return v * 2 + 1; }
template <int N> __device__ int first(int v) { int all[N] = {v}; return all[0] + all[N - 1]; }
__device__ float h2f(__half h) { return __half2float(h); }
"""


@cache
def source() -> str:
    kernels = [
        f"__global__ void {NAMES[case]}(const int *in, const float *real, int *out) {{\n"
        f"int i = threadIdx.x; int a = in[i], b = in[({THREADS} + i - 3) % {THREADS}]; float x = real[i],"
        f" y = real[(i + 5) % {THREADS}]; int r = 0;\n{body}\nout[i] = r; }}"
        for case, body in CASES.items()
    ]
    starts = [f"{name}<<<1, 1>>>(nullptr, nullptr, nullptr);" for name in NAMES.values()]
    return "\n".join([FUNCTIONS, *kernels, "void host() {", *starts, "}"])


@cache
def original() -> DeviceCode:
    with TemporaryDirectory() as folder:
        code, diagnostics = translate_source(Path(folder), source())
    assert not diagnostics.items
    return code


@pytest.mark.parametrize("case", CASES)
def test_expression(case: str) -> None:
    wanted = np.zeros(THREADS, np.int32)
    code, ported = original(), machine_code.port(source())
    out = wanted.copy()
    with code.context:
        Interpreter(code.module).launch(NAMES[case], [1], [THREADS], [NUMBERS, REALS, wanted])
    got = machine_code.run(ported, NAMES[case], (1,), (THREADS,), NUMBERS, REALS, out)
    assert got[2].tolist() == wanted.tolist()

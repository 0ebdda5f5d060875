"""Guards become bounds of loops over threads where they are that, and change nothing for any limit."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.parsers.cuda.device.module import DeviceCode
from tests.emitters.openmp import native
from tests.parsers.cuda.device.run_source import translate_source

HEAD = """
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
    unsigned i = (blockIdx.x * blockDim.x + threadIdx.x), t = threadIdx.x;
    int at = y * gridDim.x * blockDim.x + x;"""
BOUNDED = {
    "around": "if (x < n) out[at] = in[at] + 1;",
    "in front": "if (x >= n) return; out[at] = x;",
    "in front, two": "if (x >= n) return; if (n <= y) return; out[at] = x;",
    "either": "if (x >= n || y > 2) return; out[at] = x + y;",
    "four": "if (x > 0 && x < n - 1 && y > 0 && y < 3) out[at] = in[at - 1] + in[at + 1];",
    "swapped": "if (n > x && 1 <= y) out[at] = 7;",
    "unsigned": "if (i < n) out[at] = 5;",
    "64 bits": "size_t far = i; if (far < (size_t)n) out[at] = 5;",
    "of a variable": "int end = n - 2; if (x <= end) out[at] = end;",
    "thread": "if (threadIdx.x >= 3 && threadIdx.y < 2) out[at] = 5;",
    "moved": "int v = x + n / 2; if (v < n) out[at] = v;",
    "with more": "if (x < n && in[at] > 3) out[at] = 5;",
    "return from a loop": """
        if (x > 0 && x < n - 1 && y > 0 && y < n + 2 && threadIdx.x > 0 && threadIdx.x < 7) {
            for (int j = 0; j < 9; j++) { if (in[at + j] == 3) return; out[at] = j; } }""",
    "member of a parameter": "if (x >= given.both.x || given.both.y <= y) return; out[at] = 5;",
    "equality": "if (x == n) out[at] = 5;",
    "not": "if (!threadIdx.x) out[at] = 5;",
    "in front, not": "if (threadIdx.x) return; out[at] = 5;",
    "in front, unequal": "if (threadIdx.y != 1) return; out[at] = 5;",
    "one thread": "if (threadIdx.x == 3 && threadIdx.y == 0 && n > 3) out[at] = 5;",
    "multiples": "if (t % ((n & 3) + 1) == 0) out[at] = 5;",
    "multiples of a negative": "int me = threadIdx.x; if (me % ((n & 3) - 4) == 0) out[at] = 5;",
    "multiples of many": "if (t % (unsigned)(n & 3000 | 1) == 0) out[at] = 5;",
    "scaled": "if (3 * t < (unsigned)n) out[at] = 5;",
    "scaled, with a sign": "int me = threadIdx.x, k = 2 * 3 * me; if (k < n) out[at] = 5;",
    "scaled by what wraps": "unsigned k = 2 * n * t; if (k < 9) out[at] = k;",
    "scaled down": "int me = threadIdx.x; if (me * (n % 5) < 4) out[at] = 5;",
    "halves": """__shared__ int s[40]; int me = threadIdx.y * 8 + threadIdx.x; s[me] = in[at];
        __syncthreads();
        for (int d = 4; d > 0; d /= 2) { if (t < d) s[me] += s[me + d]; __syncthreads(); }
        if (t == 0) out[at] = s[me];""",
    "something before": "out[at] = 1; if (x < n) out[at] += 5;",
    "something behind": "if (x < n) out[at] = 5; out[at] += 1;",
    "after a load": "if (in[at] > 3 && x < n) out[at] = 5;",
    "between loads": "if (in[at] > 3 && x < n && in[at + 1] > 3 && y == 1) out[at] = 5;",
    "either, after a load": "if (in[at] > 9 || x >= n) return; out[at] = 5;",
}
FREE = {
    "value for all behind": """__shared__ int s[40]; int me = threadIdx.y * 8 + threadIdx.x; s[me] = 1;
        __syncthreads(); if (x < n) s[me ^ 1] = x; const int v = in[at]; __syncthreads();
        out[at] = v + s[me];""",
    "unsigned that wraps": "if (t - 2 < (unsigned)n) out[at] = 5;",
    "product": "if (x * 2 < n) out[at] = 5;",
    "two indices": "if (x + y < n) out[at] = 5;",
    "something else": "if (x < n) out[at] = 5; else out[at] = 6;",
    "limit of a thread": "if (x < in[at]) out[at] = 5;",
    "changed member": "Size size = {{n, 3}, 1}; size.both.x -= y; if (x < size.both.x) out[at] = 5;",
    "changed limit": "int end = n; end -= y; if (x < end) out[at] = 5;",
    "changed index": "x += 1; if (x < n) out[at] = 5;",
    "equal to what wraps": "if (t - 2 == (unsigned)n) out[at] = 5;",
    "no multiples of others": "if (x % ((n & 3) + 1) == 0) out[at] = 5;",
    "scaled by a thread": "if (t * in[at] < 9u) out[at] = 5;",
    "negative as unsigned": "if (x - 3 < (unsigned)n) out[at] = 5;",
}


RECORDS = "struct Pair { int x, y; }; struct Size { Pair both; int more; };\n"
NAMES = {name: f"k_{number}" for number, name in enumerate([*BOUNDED, *FREE])}
KERNELS = "".join(
    f"__global__ void {NAMES[name]}(const int *in, int *out, int n, Size given) {{ {HEAD} {body} }}\n"
    for name, body in (BOUNDED | FREE).items()
)
LAUNCHES = "".join(f"{name}<<<1, 1>>>(nullptr, nullptr, 0, Size());" for name in NAMES.values())
SOURCE = f"{RECORDS} {KERNELS} void host() {{ {LAUNCHES} }}"
SIZE = np.dtype([("x", np.int32), ("y", np.int32), ("more", np.int32)])


@cache
def original() -> DeviceCode:
    with TemporaryDirectory() as folder:
        code, _ = translate_source(Path(folder), SOURCE)
    return code


@pytest.mark.parametrize("name", NAMES)
def test_same_threads_go_on(name: str) -> None:
    ported, kernel = native.port(SOURCE), NAMES[name]
    text = ported.text.split(f"void {kernel}_block(")[1].split(f"void {kernel}(")[0]
    assert ("_WHERE(" in text) is (name in BOUNDED), text
    given = np.arange(96, dtype=np.int32) * 7 % 13
    for n in (-(2**31), -5, 0, 1, 6, 8, 9, 15, 16, 17, 2**31 - 1):
        out = np.full(96, -1, np.int32)
        want, size = out.copy(), np.array((n, 2, 0), SIZE)[()]
        with original().context:
            Interpreter(original().module).launch(kernel, [2, 1], [8, 5], [given, want, n, size])
        (_, after) = native.run(ported, kernel, (2, 1), (8, 5), given, out, np.int32(n), size)
        assert after.tolist() == want.tolist(), n

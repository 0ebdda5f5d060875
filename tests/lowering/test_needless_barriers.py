"""Barriers that order nothing go, all others stay, and no thread ends with anything else.

Shared memory that is each thread's own becomes its variable on the way.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import functions
from cn_migrate.lowering.needless_barriers import NeedlessBarriers
from cn_migrate.lowering.pipeline import PIPELINES
from cn_migrate.lowering.private_shared import PrivateShared
from cn_migrate.lowering.target import OPENMP
from cn_migrate.parsers.cuda.device.module import DeviceCode
from tests.emitters.llvm import machine_code
from tests.emitters.openmp.native import parse
from tests.parsers.cuda.device.run_source import translate_source

# `t` is the thread's number in its block of 8 * 3, `i` that in the grid; then what stays: barriers, shared variables.
CASES = {
    "own place, written and read": ("__shared__ int s[8]; s[x] = in[i]; __syncthreads(); out[i] = s[x];", 1, 1),
    "own place of two axes": ("__shared__ int s[3][8]; s[y][x] = in[i]; __syncthreads(); out[i] = s[y][x] + x;", 0, 0),
    "own place in rows": (
        "__shared__ int s[24]; s[y * blockDim.x + x] = in[i]; __syncthreads(); out[i] = s[y * blockDim.x + x];", 0, 0),
    "own place after a neighbour's": (
        "__shared__ int s[24]; s[t] = in[i]; __syncthreads(); int v = s[(t + 1) % 24]; out[i] = v;"
        "__syncthreads(); s[t] = v;", 2, 1),
    "at the end": ("out[i] = in[i] * 2; __syncthreads();", 0, 0),
    "at the start": ("__syncthreads(); out[i] = in[i] * 3;", 0, 0),
    "two in a row": (
        "__shared__ int s[24]; s[t] = in[i]; __syncthreads(); __syncthreads(); out[i] = s[23 - t];", 1, 1),
    "reads only": (
        "__shared__ int s[24]; s[t] = in[i]; __syncthreads(); int a = s[23 - t]; __syncthreads(); out[i] = a + s[5];",
        1, 1),
    "two variables": (
        "__shared__ int s[24], u[24]; s[t] = in[i]; __syncthreads(); u[23 - t] = s[(t + 5) % 24]; __syncthreads();"
        "out[i] = u[t] + s[t];", 2, 2),
    "own places under a condition": (
        "__shared__ int s[3][8]; if (in[i] > 4) s[y][x] = in[i]; else s[y][x] = 7; __syncthreads();"
        "s[y][x] += x; __syncthreads(); out[i] = s[y][x];", 0, 0),
    "in a loop": (
        "__shared__ int s[24]; int a = 0; for (int k = 0; k < n; k++) { s[t] = in[i] + k; __syncthreads();"
        "a += s[(t + k) % 24]; __syncthreads(); } out[i] = a;", 2, 1),
    "in a loop, own": (
        "__shared__ int s[3][8]; int a = 0; for (int k = 0; k < n; k++) { s[y][x] = in[i] + k; __syncthreads();"
        "a += s[y][x]; __syncthreads(); } out[i] = a;", 0, 0),
    "in a loop, needed once": (
        "__shared__ int s[2][24]; int a = 0; for (int k = 0; k < n; k++) { s[k & 1][t] = in[i] + k; __syncthreads();"
        "a += s[k & 1][(t + k) % 24]; __syncthreads(); } out[i] = a;", 2, 1),
    "global memory, neighbours": (
        "out[i] = in[i]; __syncthreads(); int v = out[i ^ 1]; __syncthreads(); out[i] = v;", 2, 0),
    "atomics": (
        "__shared__ int s[3][8]; s[y][x] = in[i]; __syncthreads(); int o = atomicAdd(&s[y][x], 1); __syncthreads();"
        "out[i] = s[y][x] + o;", 2, 1),
    "one cell": ("__shared__ int s; if (t == 0) s = in[3]; __syncthreads(); out[i] = s + t;", 1, 1),
    "two pointers to one memory": (
        "int *p = n < 0 ? out + 1 : out; p[i] = in[i]; __syncthreads(); out[i] += 1;", 1, 0),
    "address goes on": (
        "__shared__ int s[3][8]; int *p = &s[y][x]; *p = in[i]; __syncthreads(); out[i] = *p;", 0, 1),
    "record": (
        "__shared__ int2 s[3][8]; s[y][x].x = in[i]; s[y][x].y = 4; __syncthreads(); out[i] = s[y][x].x + s[y][x].y;",
        0, 0),
    "shuffles tell like threads apart": (
        "__shared__ int s[8]; s[x] = __shfl_xor_sync(~0u, in[0], 1); __syncthreads(); out[i] = s[x];", 1, 1),
    "narrow index": (
        "__shared__ int s[256]; unsigned char c = x * 64; s[c] = in[0] + x; __syncthreads();"
        "out[i] = x == 3 ? s[c] : 0;", 1, 1),
}  # fmt: skip
# In this one, `x` is the only axis that the kernel asks for, so that threads of a column are alike.
COLUMNS = {
    "own place of the only axis": (
        "__shared__ int s[8]; s[threadIdx.x] = in[threadIdx.x]; __syncthreads();"
        "out[threadIdx.x] = s[threadIdx.x] + 1;", 0, 0),
    "with a uniform part": (
        "__shared__ int s[16]; s[threadIdx.x * 2] = in[threadIdx.x]; __syncthreads();"
        "out[threadIdx.x] = s[threadIdx.x * 2] + 1;", 0, 0),
}  # fmt: skip
ALL = CASES | COLUMNS
HEAD = "int x = threadIdx.x, y = threadIdx.y, t = y * 8 + x, i = blockIdx.x * 24 + t; "
NAMES = {name: f"k_{number}" for number, name in enumerate(ALL)}
PARAMETERS = "const int *__restrict__ in, int *__restrict__ out, int n"
KERNELS = "".join(
    f"__global__ void {NAMES[name]}({PARAMETERS}) {{ {HEAD if name in CASES else ''} {row[0]} }}\n"
    for name, row in ALL.items()
)
SOURCE = f"{KERNELS} void host() {{ {''.join(f'{k}<<<1, 1>>>(nullptr, nullptr, 0);' for k in NAMES.values())} }}"


@cache
def original() -> DeviceCode:
    with TemporaryDirectory() as folder:
        code, _ = translate_source(Path(folder), SOURCE)
    return code


@cache
def left() -> dict[str, tuple[int, ...]]:
    """How many barriers and shared variables each kernel has after the two passes."""
    unit, diagnostics = parse(SOURCE)
    for step in PIPELINES[OPENMP]:
        step.apply(unit.module, diagnostics)
        if isinstance(step, NeedlessBarriers):
            break
    assert any(isinstance(step, PrivateShared) for step in PIPELINES[OPENMP])
    return {
        name: (len(of_kinds(f, x.BarrierOp)), len(of_kinds(f, m.SharedOp)))
        for name, f in functions(unit.module).items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_only_what_is_needless_goes(name: str) -> None:
    assert left()[NAMES[name]] == ALL[name][1:]


@pytest.mark.parametrize("name", NAMES)
def test_threads_end_with_the_same(name: str) -> None:
    given = np.arange(200, dtype=np.int32) * 7 % 13
    for n in (0, 1, 5):
        out = np.full(200, -1, np.int32)
        want = out.copy()
        with original().context:
            Interpreter(original().module).launch(NAMES[name], [3], [8, 3], [given, want, n])
        ported = machine_code.port(SOURCE)
        _, after = machine_code.run(
            ported, NAMES[name], (3,), (8, 3), given, out, np.int32(n), effort=1
        )
        assert after.tolist() == want.tolist(), n

"""Sums of `int`s and indices are computed in `int`, and are what CUDA's unsigned ones are."""

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

SIGNED = {
    "block and thread": ("int v = first * 5 + threadIdx.x;", "v = first * 5 + thread_x;"),
    "below": ("int v = threadIdx.x + n - 3;", "v = thread_x + n - 3;"),
    "variable": ("unsigned t = threadIdx.x; int v = first + t;", "v = first + t;"),
    "grid": (
        "int v = n + blockIdx.x * blockDim.x + threadIdx.x;",
        "v = n + block_id.x * block_dim.x + thread_x;",
    ),
    "subscript": ("int j = first + threadIdx.x; int v = in[j & 63];", "j = first + thread_x;"),
}
KEPT = {
    "argument that is no index": "int w = twice(n + threadIdx.x); int v = w & 7;",
    "seed": "int seed = n + threadIdx.x; int v = seed % 7 < 3;",
    "product with a variable": "int v = threadIdx.x * n + first;",
    "unsigned variable": "unsigned u = n; u += 7; int v = u + threadIdx.x;",
    "kept unsigned": "unsigned u = n + threadIdx.x; int v = u % 7u;",
    "compared": "int v = n - 5 + threadIdx.x < 4u;",
}
ALL = {name: body for name, (body, _) in SIGNED.items()} | KEPT
NAMES = {name: f"k_{number}" for number, name in enumerate(ALL)}
KERNELS = "".join(
    f"""__global__ void {NAMES[name]}(const int *in, int *out, int n) {{
        int i = blockIdx.x * blockDim.x + threadIdx.x, first = blockIdx.x; {body} out[i] = v + in[v & 63]; }}\n"""
    for name, body in ALL.items()
)
LAUNCHES = "".join(f"{name}<<<1, 1>>>(nullptr, nullptr, 0);" for name in NAMES.values())
FUNCTION = "__device__ int twice(int v) { return 2 * v; }\n"
SOURCE = f"{FUNCTION}{KERNELS} void host() {{ {LAUNCHES} }}"


@cache
def original() -> DeviceCode:
    with TemporaryDirectory() as folder:
        code, _ = translate_source(Path(folder), SOURCE)
    return code


@pytest.mark.parametrize("name", NAMES)
def test_sums_are_the_same(name: str) -> None:
    ported, kernel = native.port(SOURCE), NAMES[name]
    text = ported.text.split(f"void {kernel}_block(")[1].split(f"void {kernel}(")[0]
    if name in SIGNED:
        assert SIGNED[name][1] in text, text
    else:
        assert "uint" in text, text
    given = np.arange(64, dtype=np.int32) * 7 % 13
    for n in (-(2**31) + 100, -9, 0, 11, 2**31 - 100):
        out = np.zeros(33, np.int32)
        want = out.copy()
        with original().context:
            Interpreter(original().module).launch(kernel, [3], [11], [given, want, n])
        (_, after) = native.run(ported, kernel, (3,), (11,), given, out, np.int32(n))
        assert after.tolist() == want.tolist(), n

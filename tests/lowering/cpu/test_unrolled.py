"""Short loops with a constant count of turns are marked, and give what they gave."""

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

UNROLLED = {
    "up": ("for (int k = 0; k < 5; k++) sum += in[i + k];", "UNROLL(5)"),
    "from below zero, up to": ("for (int k = -R; k <= R; ++k) sum += in[i + k + R];", "UNROLL(7)"),
    "in steps": ("for (unsigned k = 1; k < 12; k += 4) sum += in[i + k];", "UNROLL(3)"),
    "sizes": ("for (int k = 0; k < 2 * R + 1; k++) sum ^= in[i + k] << k;", "UNROLL(7)"),
    "way out": ("for (int k = 0; k < 6; k++) { if (in[i + k] == 5) break; sum++; }", "UNROLL(6)"),
    "next turn": (
        "for (int k = 0; k < 6; k++) { if (in[i + k] == 5) continue; sum++; }",
        "UNROLL(6)",
    ),
    "in another": (
        "for (int k = 0; k < 3; k++) for (int j = 0; j < 4; j++) sum += in[i + k * j];",
        "UNROLL(4)",
    ),
    "in a function": ("sum = added(in + i);", "UNROLL(4)"),
    "by hand": (
        "\n#pragma unroll 2\nfor (int k = 0; k < 6; k++) sum += in[i + k];",
        "UNROLL(2)",
    ),
}
LEFT = {
    "long": "for (int k = 0; k < 100; k++) sum += in[i + k];",
    "no turn": "for (int k = 4; k < 3; k++) sum += in[i + k];",
    "known later": "for (int k = 0; k < n; k++) sum += in[i + k] * i;",
    "changed": "for (int k = 0; k < 9; k++) { sum += in[i + k]; k += in[i] & 1; }",
    "own step": "for (int k = 0; k < 9; k += 1 + (i & 1)) sum += in[i + k];",
    "down": "for (int k = 9; k > 0; k--) sum += in[i + k];",
}
ALL = {name: body for name, (body, _) in UNROLLED.items()} | LEFT
NAMES = {name: f"k_{number}" for number, name in enumerate(ALL)}
KERNELS = "".join(
    f"""__global__ void {NAMES[name]}(const int *in, int *out, int n) {{
        int i = blockIdx.x * blockDim.x + threadIdx.x, sum = 0; {body} out[i] = sum; }}\n"""
    for name, body in ALL.items()
)
FUNCTION = """__device__ int added(const int *p)
{ int sum = 0; for (int k = 0; k < 4; k++) sum += p[k]; return sum; }
"""
LAUNCHES = "".join(f"{name}<<<1, 1>>>(nullptr, nullptr, 0);" for name in NAMES.values())
SOURCE = f"#define R 3\n{FUNCTION}{KERNELS} void host() {{ {LAUNCHES} }}"


@cache
def original() -> DeviceCode:
    with TemporaryDirectory() as folder:
        code, _ = translate_source(Path(folder), SOURCE)
    return code


@pytest.mark.parametrize("name", NAMES)
def test_results_stay(name: str) -> None:
    ported, kernel = native.port(SOURCE), NAMES[name]
    text = ported.text.split(f"void {kernel}_block(")[1].split(f"void {kernel}(")[0]
    if name == "in a function":
        text = ported.text.split("added(")[1].split("}")[0]
    assert (UNROLLED[name][1] in text) if name in UNROLLED else ("UNROLL" not in text), text
    given = np.arange(200, dtype=np.int32) * 7 % 13
    out = np.zeros(33, np.int32)
    want = out.copy()
    with original().context:
        Interpreter(original().module).launch(kernel, [3], [11], [given, want, 9])
    (_, after) = native.run(ported, kernel, (3,), (11,), given, out, np.int32(9), optimised="-O3")
    assert after.tolist() == want.tolist()

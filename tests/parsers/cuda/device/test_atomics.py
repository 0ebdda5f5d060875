"""Atomics of every type and scope, in the interpreter: sums, extremes and rings that do not depend on the order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.parsers.cuda.device.run_source import run_source

BLOCK = 8
CASES: dict[str, tuple[str, str, list[float]]] = {  # name: (type, statements of thread i, values)
    "add_int": ("int", "atomicAdd(o, i); atomicSub(o + 1, 2);", [28, -16]),
    "add_long": ("unsigned long long", "atomicAdd(o, 1ull << 40);", [8 << 40]),
    "add_float": ("float", "atomicAdd(o, 0.5f); atomicAdd_block(o + 1, 1.f);", [4, 8]),
    "add_double": ("double", "atomicAdd(o, 0.25); atomicAdd_system(o + 1, 1.0);", [2, 8]),
    "add_float2": ("float", "atomicAdd((float2 *)o, make_float2(1, i));", [8, 28]),
    "add_float4": ("float", "atomicAdd((float4 *)o, make_float4(1, 2, 3, i));", [8, 16, 24, 28]),
    "extremes": (
        "int",
        "atomicMin(o, 3 - i); atomicMax(o + 1, i); atomicMin_block(o + 2, -i); atomicMax_system(o + 3, 9 - i);",
        [-4, 7, -7, 9],
    ),
    "extremes_unsigned": ("unsigned", "atomicMax(o, 0u - i); atomicMin(o + 1, i);", [2**32 - 1, 0]),
    "extremes_long": (
        "long long",
        "atomicMin(o, -1ll << (40 + i)); atomicMax(o + 1, 1ll << (40 + i));",
        [-(1 << 47), 1 << 47],
    ),
    "extremes_unsigned_long": (
        "unsigned long long",
        "atomicMax(o, 1ull << (56 + i)); atomicMin(o + 1, (unsigned long long)i);",
        [1 << 63, 0],
    ),
    "bits": (
        "unsigned",
        "atomicOr(o, 1u << i); atomicXor(o + 1, 3u << i); atomicAnd(o + 2, ~(1u << i));",
        [255, 0b100000001, 0],
    ),
    "bits_long": ("unsigned long long", "atomicOr(o, 1ull << (i + 40));", [255 << 40]),
    "rings": (
        "unsigned",
        "atomicInc(o, 4); atomicDec(o + 1, 4); atomicInc_block(o + 2, 100); atomicDec_system(o + 3, 2);",
        [3, 2, 8, 1],
    ),
    "exchange": ("float", "float old = atomicExch(o, 2.f); atomicAdd(o + 1, old == 0.f);", [2, 1]),
    "compare": ("int", "if (atomicCAS(o, 0, 5) == 0) o[1] = 1;", [5, 1]),
    "compare_short": (
        "unsigned short",
        "for (int k = 1; k < 3; k++) { unsigned short seen, old = 0; do { seen = old;"
        "old = atomicCAS(o + k, seen, (unsigned short)(seen + k)); } while (old != seen); }",
        [0, 8, 16, 0],
    ),
}
TYPES = {
    "int": np.int32, "unsigned": np.uint32, "long long": np.int64, "unsigned long long": np.uint64,
    "float": np.float32, "double": np.float64, "unsigned short": np.uint16,
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_atomic(name: str, tmp_path: Path) -> None:
    type_, statements, expected = CASES[name]
    source = f"""__global__ void k({type_} *o) {{ int i = threadIdx.x; {statements} }}
    int main() {{ {type_} *o = 0; k<<<1, 8>>>(o); }}"""
    out = np.zeros(4, TYPES[type_])
    run_source(tmp_path, source, [out], block=BLOCK)
    assert out[: len(expected)].tolist() == expected

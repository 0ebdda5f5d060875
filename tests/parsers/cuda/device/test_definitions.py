"""Device functions of other translation units."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.parsers.cuda.unit import parse_unit

KERNEL = """
__device__ int twice(int x);
namespace deep { __device__ int less(int x); }
__global__ void kernel(int *o) { o[0] = twice(4) + deep::less(o[1]); }
"""
OTHER = """
static __device__ int one() { return 1; }
__device__ int twice(int x) { return 2 * x; }
namespace deep { __device__ int less(int x) { return x - one(); } }
"""


def test_functions_of_another_unit_are_found(tmp_path: Path) -> None:
    (tmp_path / "kernel.cu").write_text(KERNEL)
    (tmp_path / "other.cu").write_text(OTHER)
    found = Diagnostics()
    others = [(tmp_path / "other.cu", ())]
    unit = parse_unit(tmp_path / "kernel.cu", "kernel.cu", (), tmp_path, found, others)
    assert unit is not None and unit.module is not None and not found.failed
    out = np.array([0, 7], np.int32)
    with unit.module.context:
        Interpreter(unit.module).launch("kernel", [1], [1], [out])
    assert out.tolist() == [14, 7]


def test_a_function_without_definition_is_reported_at_its_call(tmp_path: Path) -> None:
    (tmp_path / "kernel.cu").write_text(KERNEL)
    found = Diagnostics()
    unit = parse_unit(tmp_path / "kernel.cu", "kernel.cu", (), tmp_path, found)
    assert unit is not None and unit.failed == ["kernel"]
    (item,) = found.items
    assert item.rule == "undefined-device-function"
    assert item.span is not None and (item.span.line, item.span.column) == (4, 41)

"""Device functions of other translation units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.parsers.cuda import definitions
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


def _parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that definitions are looked for in, as they are parsed."""
    names: list[str] = []
    parse = definitions.parse

    def noting(file: Path, *args: Any, **options: Any) -> Any:
        names.append(file.name)
        return parse(file, *args, **options)

    monkeypatch.setattr(definitions, "parse", noting)
    return names


def test_the_file_that_has_the_name_is_parsed_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kernel.cu").write_text(KERNEL)
    (tmp_path / "aside.cu").write_text("__device__ int thrice(int x) { return 3 * x; }")
    (tmp_path / "other.cu").write_text(OTHER)
    names = _parsed(monkeypatch)
    others = [(tmp_path / "aside.cu", ()), (tmp_path / "other.cu", ())]
    found = Diagnostics()
    unit = parse_unit(tmp_path / "kernel.cu", "kernel.cu", (), tmp_path, found, others)
    assert unit is not None and unit.module is not None and not found.failed
    assert names == ["other.cu"]


def test_members_that_the_compiler_makes_are_looked_for_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kernel.cu").write_text("""
        struct Inner { __device__ Inner() : x(1) {} int x; };
        struct Outer { Inner inner; };
        __global__ void kernel(int *o, float3 *f) { Outer a; float3 b = f[0]; o[0] = a.inner.x + b.x; }
    """)
    (tmp_path / "other.cu").write_text(OTHER)
    names = _parsed(monkeypatch)
    found = Diagnostics()
    others = [(tmp_path / "other.cu", ())]
    unit = parse_unit(tmp_path / "kernel.cu", "kernel.cu", (), tmp_path, found, others)
    assert unit is not None and unit.module is not None and not found.failed
    assert names == []

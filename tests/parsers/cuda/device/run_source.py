"""Runs CUDA device code given as text: our parser, then the interpreter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.interpreter import Interpreter, Report
from cn_migrate.parsers.cuda.device.module import DeviceCode, translate
from cn_migrate.parsers.cuda.host import find_instances
from cn_migrate.parsers.cuda.translation_unit import parse


def translate_source(folder: Path, source: str) -> tuple[DeviceCode, Diagnostics]:
    """The module of a CUDA source text, with what was reported."""
    file = folder / "test.cu"
    file.write_text(source)
    diagnostics = Diagnostics()
    unit = parse(file, [], "device", diagnostics)
    assert unit is not None, [f"{d.span}: {d.message}" for d in diagnostics.items]
    return translate(unit, find_instances(unit), diagnostics), diagnostics


def run_source(
    folder: Path, source: str, args: list[Any], block: int = 1, grid: int = 1, shared_bytes: int = 0
) -> Report:
    """Run the one kernel of a source text; arrays among `args` are changed in place."""
    code, diagnostics = translate_source(folder, source)
    assert not diagnostics.failed, [f"{d.span}: {d.message}" for d in diagnostics.items]
    kernel = next(iter(code.symbols.values()))
    with code.context:
        report = Interpreter(code.module).launch(kernel, [grid], [block], args, shared_bytes)
    assert report.ok, str(report)
    return report

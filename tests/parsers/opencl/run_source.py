"""Runs kernels in OpenCL C given as text: our front end, then the interpreter, in both forms of the dialect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.lowering.pipeline import normalise
from cn_migrate.parsers.opencl import OpenclCode, parse_source


def translate_source(
    folder: Path, source: str, *options: str
) -> tuple[OpenclCode | None, Diagnostics]:
    """The module of a text in OpenCL C, with what was reported."""
    file = folder / "test.cl"
    file.write_text(source)
    found = Diagnostics()
    return parse_source(file, options, found), found


def run_source(
    folder: Path,
    source: str,
    arguments: Callable[[], list[Any]],
    block: int = 1,
    grid: int = 1,
    options: tuple[str, ...] = (),
) -> list[Any]:
    """What the first kernel of `source` makes of fresh `arguments`, which is the same in both forms."""
    code, found = translate_source(folder, source, *options)
    messages = [f"{d.span}: {d.message}" for d in found.items]
    assert code is not None and not found.failed, messages
    results = []
    for form in (lambda: None, lambda: normalise(code.module, found)):
        form()
        given = arguments()
        with code.context:
            report = Interpreter(code.module).launch(code.kernels[0], [grid], [block], given)
        assert report.ok, str(report)
        results.append(given)
    assert [repr(x) for x in results[0]] == [repr(x) for x in results[1]]
    return results[0]

"""Runs pieces of device code in every way there is: the structured form and the normal form in the interpreter, the
emitted OpenCL C on every driver."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from cn_migrate.diagnostics import Diagnostics, Fidelity
from cn_migrate.dialects.cnative.interpreter import Interpreter
from cn_migrate.lowering.pipeline import normalise
from cn_migrate.parsers.cuda.unit import ParsedUnit, parse_unit
from tests.emitters.opencl.kernel_runs import port, run

OUTPUTS = 8
VARIABLE = (
    8 << 20
)  # bytes; no variable of the device is larger than the heap, and all begin as zero
Snippet = tuple[str, str, list[int]]  # declarations, the kernel's body, what it leaves in o[0:]


def check_snippet(snippets: dict[str, Snippet], name: str) -> None:
    """The kernel of snippet `name`, with parameter `int *o` (zeros), leaves the expected numbers.

    All of `snippets` are one source file, parsed and compiled once.
    """
    expected = snippets[name][2]
    source = _source(snippets)
    for normal in (False, True):
        out = _interpreted(source, name, normal)
        assert out[: len(expected)].tolist() == expected
    ported = port(source)
    manual = [d.message for d in ported.diagnostics.items if d.fidelity == Fidelity.MANUAL]
    assert not manual
    variables = [np.zeros(VARIABLE, np.uint8) for _ in ported.kernel(name).params[1:]]
    for out, *_ in run(ported, name, 1, 1, np.zeros(OUTPUTS, np.int32), *variables):
        assert out[: len(expected)].tolist() == expected


def _source(snippets: dict[str, Snippet]) -> str:
    """Each snippet in a namespace of its own; what the preprocessor reads goes first."""
    directives: list[str] = []
    parts: list[str] = []
    for name, (declarations, body, _) in snippets.items():
        lines = declarations.splitlines()
        directives += [line for line in lines if line.startswith("#")]
        rest = "\n".join(line for line in lines if not line.startswith("#"))
        parts.append(
            f"namespace in_{name} {{\n{rest}\n__global__ void {name}(int *o) {{\n{body}\n}}\n"
            f"void host(int *o) {{ {name}<<<1, 1>>>(o); }}\n}}"
        )
    return "\n".join([*directives, *parts, ""])


def _interpreted(source: str, kernel: str, normal: bool) -> np.ndarray:
    unit = _unit(source, normal)
    out = np.zeros(OUTPUTS, np.int32)
    assert unit.module is not None
    with unit.module.context:
        report = Interpreter(unit.module).launch(kernel, [1], [1], [out])
    assert report.ok, str(report)
    return out


@cache
def _unit(source: str, normal: bool) -> ParsedUnit:
    diagnostics = Diagnostics()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "snippets.cu"
        file.write_text(source)
        unit = parse_unit(file, file.name, [], Path(folder), diagnostics)
    assert unit is not None and unit.module is not None, diagnostics.items
    if normal:
        normalise(unit.module, diagnostics)
    assert not diagnostics.failed, [f"{d.span}: {d.message}" for d in diagnostics.items]
    return unit

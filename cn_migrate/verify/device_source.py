"""Does emitted device code compile by itself, without any driver?  clang's OpenCL C front end reads it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import clang
from clang.cindex import Diagnostic, Index, TranslationUnitLoadError

# What the emitter may ask for is all switched on: whether a device has it is asked when the program runs.
_RESOURCES = Path(clang.__path__[0]) / "native" / "resource" / "include"
_ARGUMENTS = (
    "-isystem", str(_RESOURCES), "-x", "cl", "-cl-std=CL3.0", "-target", "spir64-unknown-unknown",
    "-Xclang", "-finclude-default-header", "-Xclang", "-fdeclare-opencl-builtins",
    "-Xclang", "-cl-ext=+all",
)  # fmt: skip


@cache
def compiles(source: Path) -> bool:
    """Does clang take the file as OpenCL C 3.0 without an error?"""
    return not errors(source)


def errors(source: Path) -> list[str]:
    """What clang finds wrong with the file; that it is missing is an error too."""
    if not source.is_file():
        return [f"{source.name} is missing"]
    try:
        unit = Index.create().parse(str(source), args=list(_ARGUMENTS))
    except TranslationUnitLoadError:
        return [f"{source.name} cannot be read"]
    return [
        f"{found.location.line}: {found.spelling}"
        for found in unit.diagnostics
        if found.severity >= Diagnostic.Error
    ]

"""One `.cl` file -> its module: libclang's tree, the kernels in it, their translation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import clang
from clang import cindex
from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.parsers.cuda.clang import top_level
from cn_migrate.parsers.cuda.errors import report_errors
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit
from cn_migrate.parsers.opencl.module import OpenclModule
from cn_migrate.source import Language

_RESOURCES = Path(clang.__path__[0]) / "native" / "resource" / "include"
LIBRARY = Path(__file__).parent / "headers" / "cn_opencl_library.h"
# All that a device may have is switched on: what kernels ask for shows when they are read.
_FLAGS = (
    "-isystem", str(_RESOURCES), "-x", "cl", "-target", "spir64-unknown-unknown",
    "-Xclang", "-finclude-default-header", "-Xclang", "-fdeclare-opencl-builtins",
    "-Xclang", "-cl-ext=+all", "-Wno-everything", "-ferror-limit=0",
    "-D__OPENCL_VERSION__=300", "-include", str(LIBRARY),
)  # fmt: skip
_STANDARD = "-cl-std=CL3.0"
_KERNEL = "__attribute__((device_kernel))"  # how libclang spells the type of a kernel


@dataclass(slots=True)
class OpenclCode:
    """What a file holds: `kernels` by name in the module; `failed` are those that were refused."""

    context: ir.Context
    module: ir.Module
    kernels: list[str]
    failed: list[str]
    unit: TranslationUnit


def parse_source(
    file: Path, args: Sequence[str], diagnostics: Diagnostics, root: Path | None = None
) -> OpenclCode | None:
    """Parse `file` with the build options `args` (-D, -I, -cl-std) and translate its kernels.

    None where it does not compile, which is reported.
    """
    unit = _parse(file.resolve(), args, diagnostics, (root or file.parent).resolve())
    if unit is None:
        return None
    found = [cursor for cursor in unit.declarations if is_kernel(cursor)]
    code = OpenclModule(unit, diagnostics).run(found)
    names = [code.symbols[kernel.hash] for kernel in found]
    kept = [name for name in names if name not in code.failed]
    return OpenclCode(code.context, code.module, kept, sorted(code.failed), unit)


def _parse(
    file: Path, args: Sequence[str], diagnostics: Diagnostics, root: Path
) -> TranslationUnit | None:
    standard = [] if any(a.startswith("-cl-std") for a in args) else [_STANDARD]
    options = cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD
    try:
        tree = cindex.TranslationUnit.from_source(
            str(file), [*_FLAGS, *standard, *args], None, options
        )
    except cindex.TranslationUnitLoadError:
        span = Span(file.name, 1, 1, 1, 1)
        diagnostics.report("source-syntax", span, message="clang could not read the file")
        return None
    unit = TranslationUnit(file, root, Language.C, "device", tree)
    return None if report_errors(unit, diagnostics) else unit


def is_kernel(cursor: Cursor) -> bool:
    """Is it the definition of a kernel?"""
    is_function = cursor.kind == CursorKind.FUNCTION_DECL and cursor.is_definition()
    return is_function and _KERNEL in cursor.type.spelling


def library_functions(unit: TranslationUnit) -> list[Cursor]:
    """The functions of our library of OpenCL C."""
    return [
        cursor
        for cursor in top_level(unit.clang, lambda name: Path(name) == LIBRARY)
        if cursor.kind == CursorKind.FUNCTION_DECL
    ]

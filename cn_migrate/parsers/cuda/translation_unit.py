"""Parsing one CUDA source file, for one of the two passes, and finding one's way in the result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from clang import cindex
from clang.cindex import Cursor, SourceLocation

from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.damage import Damage, Extent, spreading
from cn_migrate.parsers.cuda.errors import report_errors
from cn_migrate.parsers.cuda.ptx import bare_registers, missing_commas
from cn_migrate.parsers.cuda.reading import Reading
from cn_migrate.project.includes import SUPPLIED, is_supplied
from cn_migrate.source import Language, SourceFile

Pass = Literal["host", "device"]

HEADERS = Path(__file__).parent / "headers"
PRELUDE = HEADERS / "cn_cuda_prelude.h"
# Functions for the host and for kernels alike: ported programs include the same files.
SHARED_HEADERS = Path(__file__).parents[2] / "runtime" / "include" / "cnative"

_CUDA_SUFFIXES = {".cu", ".cuh"}
_CUDA_FLAGS = (
    "-x",
    "cuda",
    "-nocudainc",
    "-nocudalib",
    "-fgpu-rdc",  # without it a launch from a kernel is an error
    "--cuda-path=/nonexistent",
    # With a known toolkit version <<<...>>> becomes __cudaPushCallConfiguration, as CUDA >= 9.2 has it.
    "-Xclang",
    "-target-sdk-version=12.4",
)
# Other sources only call the runtime API: plain C++ or C, where __CUDACC__ is not defined.
_LANGUAGE_FLAGS = {
    Language.CUDA: _CUDA_FLAGS,
    Language.CXX: ("-x", "c++"),
    Language.C: ("-x", "c"),
}
_STANDARDS = {Language.CUDA: "-std=c++17", Language.CXX: "-std=c++17", Language.C: "-std=gnu17"}
_PASS_FLAGS: dict[Pass, tuple[str, ...]] = {
    "host": ("--cuda-host-only",),
    "device": ("--cuda-device-only", "--cuda-gpu-arch=sm_80"),
}
# What clang says of inline assembly as nvcc takes it, and how it takes the same.
_MENDED = {
    bare_registers.COMPLAINT: bare_registers.mark_bare_registers,
    missing_commas.COMPLAINT: missing_commas.insert_commas,
}
_SPLIT_OPEN = re.compile(rb"(?<!<)<<([ \t]+)<(?!<)")
_SPLIT_CLOSE = re.compile(rb"(?<!>)>>([ \t]+)>([ \t]*\()")


@dataclass(eq=False)
class TranslationUnit:
    """One parsed file with the project files that it includes.

    `clang` stays alive as long as this object does; cursors must not outlive it.
    """

    file: Path
    root: Path
    language: Language
    pass_: Pass
    clang: cindex.TranslationUnit
    unsaved: Mapping[Path, bytes] = field(default_factory=dict)
    damage: Damage = field(default_factory=Damage)
    # Where #include lines name headers that were not found and that nothing needs.
    unneeded_headers: list[tuple[SourceFile, int]] = field(default_factory=list)
    _files: dict[str, SourceFile | None] = field(default_factory=dict)
    _places: dict[int, tuple[int | None, int, int, int]] = field(default_factory=dict)
    _by_handle: dict[int, SourceFile | None] = field(default_factory=dict)
    _supplied: dict[int | None, bool] = field(default_factory=dict)

    @property
    def is_cuda(self) -> bool:
        """Was it parsed as CUDA, and not as C++ or C that only calls the runtime API?"""
        return self.language is Language.CUDA

    @property
    def includes_cuda(self) -> bool:
        """Does any of its files include one of CUDA's headers?"""
        names = (str(i.include.name) for i in self.clang.get_includes())
        return any(Path(name).is_relative_to(HEADERS) for name in names)

    @property
    def cursor(self) -> Cursor:
        """The root of the tree."""
        return self.clang.cursor

    @cached_property
    def declarations(self) -> list[Cursor]:
        """The outermost cursors of the project's files, macro definitions and uses among them, in order."""
        return clang.top_level(self.clang, lambda name: self.source_file(name) is not None)

    def project_files(self) -> Iterator[SourceFile]:
        """The main file and every included file that lies in the project, each once."""
        names = [str(self.file), *(str(i.include.name) for i in self.clang.get_includes())]
        found = (self.source_file(name) for name in names)
        yield from dict.fromkeys(f for f in found if f is not None)

    def source_file(self, name: str | None) -> SourceFile | None:
        """The project's file of clang's name for it; None outside of the project (system's, our headers)."""
        if name is None:
            return None
        if name not in self._files:
            self._files[name] = self._read(name)
        return self._files[name]

    def _read(self, name: str) -> SourceFile | None:
        path = Path(name).resolve()
        if not path.is_relative_to(self.root) or path.is_relative_to(HEADERS):
            return None
        data = self.unsaved.get(path)
        known = next((f for f in self._files.values() if f and f.path == path), None)
        if known is not None:
            return known
        return SourceFile(
            path,
            path.relative_to(self.root).as_posix(),
            path.read_bytes() if data is None else data,
        )

    def where(self, location: SourceLocation) -> tuple[SourceFile, int] | None:
        """File and byte offset of a location, a macro's use standing for its body; None outside of the project."""
        handle, _, _, offset = self.place(location)
        file = self.file_of(handle)
        # What was appended lies behind a file's end.
        return None if file is None or offset > len(file.data) else (file, offset)

    def place(self, location: SourceLocation) -> tuple[int | None, int, int, int]:
        """See `clang.place`; cursors of all instances of a template share their places."""
        key = location.int_data  # what tells locations of one tree apart
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = clang.place(location)
        return found

    def file_of(self, handle: int | None) -> SourceFile | None:
        """The project's file of clang's handle; None outside of the project."""
        if handle is None:
            return None
        if handle not in self._by_handle:
            self._by_handle[handle] = self.source_file(clang.file_name(handle))
        return self._by_handle[handle]

    def in_project(self, cursor: Cursor) -> bool:
        """Was the cursor's declaration written in the project, or in a header that is supplied to it?"""
        if self.where(cursor.location) is not None:
            return True
        handle = self.place(cursor.location)[0]
        if handle not in self._supplied:
            self._supplied[handle] = handle is not None and is_supplied(
                Path(clang.file_name(handle))
            )
        return self._supplied[handle]

    def in_library(self, function: Cursor) -> bool:
        """Has the function a body in our headers?"""
        definition = function.get_definition()
        file = definition.location.file if definition is not None else None
        if file is None:
            return False
        path = Path(file.name).resolve()
        return path.is_relative_to(HEADERS) or path.is_relative_to(SHARED_HEADERS)

    @cached_property
    def ptx_functions(self) -> dict[str, Cursor]:
        """The functions that stand for PTX instructions, by name."""
        spaces = (c for c in self.clang.cursor.get_children() if c.spelling == "cn_ptx")
        functions = (c for space in spaces for c in space.get_children())
        return {c.spelling: c for c in functions if c.kind == cindex.CursorKind.FUNCTION_DECL}

    def span_of(self, cursor: Cursor) -> Span | None:
        """Where a cursor stands, for a diagnostic; None outside of the project."""
        start, end = self.where(cursor.extent.start), self.where(cursor.extent.end)
        if start is None:
            return None
        last = end[1] if end is not None and end[0] is start[0] else start[1]
        return start[0].span(start[1], max(start[1], last))

    def is_damaged(self, function: Cursor) -> bool:
        """Is part of a function missing in the tree, because clang did not understand it?"""
        if not self.damage.places:
            return False
        extent = self._extent(function)
        owner = function.semantic_parent.spelling
        if extent is None:
            return self.in_project(function)
        return owner in self.damage.names or self.damage.reaches(extent)

    def _extent(self, cursor: Cursor) -> Extent | None:
        start, end = self.where(cursor.extent.start), self.where(cursor.extent.end)
        if start is None or end is None or start[0] is not end[0]:
            return None
        return Extent(cursor.spelling, start[0], start[1], end[1])

    def skipped(self, file: SourceFile) -> list[tuple[int, int]]:
        """Byte ranges of `file` that #if left out in this pass."""
        handles = (
            self.clang.get_file(name) for name, known in self._files.items() if known is file
        )
        return [r for handle in handles for r in clang.skipped_ranges(self.clang, handle)]


def language_of(file: Path) -> Language:
    """The language that a file is compiled as, judged by its name."""
    if file.suffix in _CUDA_SUFFIXES:
        return Language.CUDA
    return Language.C if file.suffix == ".c" else Language.CXX


def parse(
    file: Path,
    args: Sequence[str],
    pass_: Pass,
    diagnostics: Diagnostics,
    *,
    language: Language | None = None,
    root: Path | None = None,
    unsaved: Mapping[Path, bytes] | None = None,
    appended: Callable[[bytes], bytes] = lambda _data: b"",
    whole: bool = False,
) -> TranslationUnit | None:
    """Parse `file` with the compiler arguments `args` (-I, -D, -U, -include, -std ...) for one pass.

    `language` is what it is compiled as (default: by its name), `root` the project's root (default: the file's
    folder).  `unsaved` replaces the contents of files; clang reads what `appended` makes of a CUDA file's contents
    behind their end.
    A `whole` tree lists what CUDA's headers declare, too; others only refer to it.
    Clang's errors become diagnostics; with any of them (source-syntax) the result is None, unless headers are
    missing: then what follows from that is reported (missing-declaration) and the rest of the file is there.
    """
    file = file.resolve()
    root = (root or file.parent).resolve()
    contents = {path.resolve(): data for path, data in (unsaved or {}).items()}
    language = language or language_of(file)
    has_standard = any(a.startswith(("-std", "--std")) for a in args)
    standard = [] if has_standard else [_STANDARDS[language]]
    read = dict(contents)
    if language is Language.CUDA and file.is_file():
        data = contents.get(file, file.read_bytes())
        if (joined := join_launch_marks(data) + appended(data)) != data:
            read[file] = joined
    passes = _PASS_FLAGS[pass_] if language is Language.CUDA else ()
    # -Wno-everything also lets C do what compilers have let it do for decades: call functions that are
    # not declared, mix integers and pointers.
    fixed = (*_LANGUAGE_FLAGS[language], *passes, "-ferror-limit=0", "-Wno-everything", *standard)
    ours = ("-isystem", str(HEADERS), "-isystem", str(SUPPLIED), *clang.standard_library())
    prelude = PRELUDE if language is Language.CUDA else None
    reading = Reading(file, root, fixed, tuple(args), ours, prelude)
    try:
        tree = (None if whole else reading.short(read)) or reading.whole(read)
        if mended := _with_mended_assembly(tree, read):
            tree = reading.whole(read | mended)
    except cindex.TranslationUnitLoadError:
        name = file.relative_to(root).as_posix()
        diagnostics.report(
            "source-syntax", Span(name, 1, 1, 1, 1), message="clang could not read the file"
        )
        return None
    unit = TranslationUnit(file, root, language, pass_, tree, contents)
    if report_errors(unit, diagnostics):
        return None
    if unit.damage.places:
        found = map(unit._extent, spreading(unit.declarations))
        unit.damage.spread(e for e in found if e is not None)
    return unit


def _with_mended_assembly(
    tree: cindex.TranslationUnit, read: Mapping[Path, bytes]
) -> dict[Path, bytes]:
    """The files in whose inline assembly clang misses something, as it takes them."""
    mended: dict[Path, bytes] = {}
    for complaint, mend in _MENDED.items():
        found = {
            d.location.file.name
            for d in tree.diagnostics
            if complaint in d.spelling and d.location.file
        }
        for path in {Path(name).resolve() for name in found}:
            data = mended.get(path) or read.get(path) or path.read_bytes()
            if (changed := mend(data)) != data:
                mended[path] = changed
    return mended


def join_launch_marks(data: bytes) -> bytes:
    """`data` with launches written `<< <...>> >(` as `<<<...>>>(`, every byte offset kept.

    nvcc takes both; clang takes the second alone.  The blanks go outside of the marks, where an edit of the launch
    replaces them together with the marks.
    """
    data = _SPLIT_OPEN.sub(lambda m: m.group(1) + b"<<<", data)
    return _SPLIT_CLOSE.sub(lambda m: b">>>" + m.group(1) + m.group(2), data)

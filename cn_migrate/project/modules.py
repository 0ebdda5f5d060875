"""Programs that load their kernels at run time, from the project's own .cu sources or files made of them.

Such a source belongs to no program of the build system, which only makes machine code of it.  In the port its
kernels are part of the program, and where the program looks for the file it finds one that names its module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from cn_migrate.project.includes import Reached, reach
from cn_migrate.project.model import Compilation, Program
from cn_migrate.project.scan import scan_file
from cn_migrate.source import Language

_LOADERS = frozenset({b"cuModuleGetFunction", b"cuLibraryGetKernel", b"cudaLibraryGetKernel"})
_IMAGE = re.compile(rb'"([\w.+-]+(?:/[\w.+-]+)*\.(?:ptx|cubin|fatbin|cuh?))"')
# A file of source text is one only to programs that compile when they run.
_SOURCES = (".cu", ".cuh")
_COMPILERS = frozenset({b"nvrtcCreateProgram"})
# Headers of CUDA whose places such programs look up, to tell the compiler.
_HEADER = re.compile(rb'"(cooperative_groups|cuda_(?:runtime|fp16|bf16)|curand_kernel|mma)\.h"')


def loads_modules(files: Iterable[Path]) -> bool:
    """Does one of these files ask a module for its kernels?"""
    return any(_LOADERS & scan_file(file).names for file in files)


def with_modules(programs: Iterable[Program], sources: Iterable[Path]) -> list[Program]:
    """The programs, those that load modules with the sources of these.

    `sources` are those of the project.  A source of kernels that no executable holds belongs to a program that
    names a file after it, or that lies in its folder, or to the only one that loads modules.
    """
    programs = list(programs)
    held = {c.file for p in programs if p.executable for c in p.compilations}
    known = {c.file: c for p in programs for c in p.compilations}
    included = Reached.of(known.values()).included
    loose = [s for s in sources if s not in held and s not in included and _is_kernels(s)]
    loaders = [p for p in programs if p.executable and loads_modules(_files(p))] if loose else []
    result: list[Program] = []
    for program in programs:
        chosen = _chosen(program, loose, alone=len(loaders) == 1) if program in loaders else []
        settings = program.compilations[0].settings if program.compilations else program.settings
        added = [known.get(file, Compilation(file, settings, Language.CUDA)) for file in chosen]
        result.append(replace(program, compilations=(*program.compilations, *added)))
    taken = {c.file for p in result if p.executable for c in p.compilations}
    linked = {name for p in result for name in p.links}
    return [p for p in result if p.executable or p.name in linked or not _is_only(p, loose, taken)]


def images(program_files: Iterable[Path], sources: Iterable[Path]) -> dict[str, Path]:
    """The files of kernels that a program names, each with the source that it is made of, or is."""
    files = list(program_files)
    compiles = any(_COMPILERS & scan_file(file).names for file in files)
    named = sorted({name for file in files for name in _images_in(file)})
    named = [name for name in named if compiles or not name.endswith(_SOURCES)]
    found = {name: _source_of(name, sources) for name in named}
    return {name: source for name, source in found.items() if source is not None}


def compiler_headers(program_files: Iterable[Path]) -> tuple[str, ...]:
    """CUDA's headers that programs look for as files, to compile with them when they run."""
    files = list(program_files)
    if not any(_COMPILERS & scan_file(file).names for file in files):
        return ()
    found = {m[1] for file in files for m in _HEADER.finditer(_without_includes(file))}
    return tuple(sorted(f"{name.decode('ascii')}.h" for name in found))


def _without_includes(file: Path) -> bytes:
    return re.sub(rb"(?m)^[ \t]*#[ \t]*include[^\n]*", b"", file.read_bytes())


def _files(program: Program) -> list[Path]:
    return [path for compilation in program.compilations for path in reach(compilation)]


def _is_only(library: Program, loose: list[Path], taken: set[Path]) -> bool:
    """Does a library hold nothing but loose sources that programs took?"""
    return all(c.file in loose and c.file in taken for c in library.compilations)


def _is_kernels(file: Path) -> bool:
    scanned = scan_file(file)
    return file.suffix in _SOURCES and not scanned.has_main and b"__global__" in scanned.names


def _chosen(program: Program, loose: list[Path], alone: bool) -> list[Path]:
    named = set(images(_files(program), loose).values())
    folders = {c.file.parent for c in program.compilations}
    usual = [file for file in loose if file.suffix == ".cu"]
    chosen = [f for f in loose if f in named or (f in usual and f.parent in folders)]
    return chosen or (usual if alone else [])


def _source_of(image: str, sources: Iterable[Path]) -> Path | None:
    """The source that an image is, or is named after: its stem with something behind it (`kernels_sm80.cubin`)."""
    name = image.rpartition("/")[2]
    if name.endswith(_SOURCES):
        return next((s for s in sources if s.name == name), None)
    stem = name.partition(".")[0]
    fitting = [s for s in sources if s.suffix == ".cu" and stem.startswith(s.stem)]
    return max(fitting, key=lambda s: len(s.stem), default=None)


@cache
def _images_in(file: Path) -> frozenset[str]:
    return frozenset(m.group(1).decode("ascii") for m in _IMAGE.finditer(file.read_bytes()))

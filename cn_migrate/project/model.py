"""What a project is: units to convert, the targets they form, and the files that come along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from cn_migrate.diagnostics import Span
from cn_migrate.project.error import ProjectError
from cn_migrate.project.rules_file import Rules, checked
from cn_migrate.source import Language

__all__ = [
    "Compilation",
    "Mount",
    "Program",
    "Project",
    "ProjectError",
    "Settings",
    "Target",
    "Unit",
]

_Flag = TypeVar("_Flag", str, Path)


@dataclass(frozen=True)
class Settings:
    """The compiler flags that matter to a port; include folders are absolute.

    `options` are passed to the host compiler of the port as they are; `libraries` are names without `-l`.
    `keep_apart`: products and sums are not contracted into fused multiply-adds.
    """

    include_dirs: tuple[Path, ...] = ()
    system_include_dirs: tuple[Path, ...] = ()
    defines: tuple[str, ...] = ()
    undefines: tuple[str, ...] = ()
    forced_includes: tuple[str, ...] = ()
    standard: str = ""  # of C++, as the compiler names it
    standard_of_c: str = ""
    openmp: bool = False
    fast_math: bool = False
    options: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    flush_denormals: bool = False
    keep_apart: bool = False

    def __or__(self, other: Settings) -> Settings:
        """Both, each flag once, in order; a standard given by `other` wins."""

        return Settings(
            _both(self.include_dirs, other.include_dirs),
            _both(self.system_include_dirs, other.system_include_dirs),
            _both(self.defines, other.defines),
            _both(self.undefines, other.undefines),
            _both(self.forced_includes, other.forced_includes),
            other.standard or self.standard,
            other.standard_of_c or self.standard_of_c,
            self.openmp or other.openmp,
            self.fast_math or other.fast_math,
            _both(self.options, other.options),
            _both(self.libraries, other.libraries),
            self.flush_denormals or other.flush_denormals,
            self.keep_apart or other.keep_apart,
        )

    @property
    def cxx_standard(self) -> int:
        """The C++ standard of the port: the project's, but at least the 17 that the native interface asks for."""
        name = self.standard.partition("++")[2]
        year = {"2a": 20, "2b": 23, "2c": 26}.get(name, int(name) if name.isdigit() else 0)
        return max(17, year if year < 90 else 0)

    @property
    def c_standard(self) -> int:
        """The C standard of the project's C sources, as CMake counts; 11, which differs from 17 in name only,
        where none is given."""
        year = self.standard_of_c.removeprefix("gnu").removeprefix("c")
        return {"89": 90, "90": 90, "99": 99, "2x": 23, "23": 23}.get(year, 11)

    def clang_arguments(self, language: Language = Language.CXX) -> tuple[str, ...]:
        """The flags as clang takes them, for parsing (nothing about optimisation or linking)."""
        if language is Language.C:
            standard = f"-std=gnu{self.c_standard}"
        else:
            standard = f"-std=c++{self.cxx_standard}" if self.cxx_standard > 17 else ""
        return (
            *(f"-I{folder}" for folder in self.include_dirs),
            *(part for folder in self.system_include_dirs for part in ("-isystem", str(folder))),
            *(f"-D{definition}" for definition in self.defines),
            *(f"-U{name}" for name in self.undefines),
            *(part for header in self.forced_includes for part in ("-include", header)),
            *((standard,) if standard else ()),
            *(("-fopenmp",) if self.openmp else ()),
        )


def _both(first: tuple[_Flag, ...], second: tuple[_Flag, ...]) -> tuple[_Flag, ...]:
    return tuple(dict.fromkeys(first + second))


@dataclass(frozen=True)
class Compilation:
    """One source as one command or build file compiles it; `origin` is where that is said."""

    file: Path
    settings: Settings
    language: Language
    origin: Span | None = None


@dataclass(frozen=True)
class Program:
    """An executable or library as a build system describes it: files absolute, `links` names of libraries.

    `data` are files, and folders ("name/"), that go into a folder beside the program when it is built.
    """

    name: str
    compilations: tuple[Compilation, ...]
    settings: Settings = field(default_factory=Settings)
    executable: bool = True
    links: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Unit:
    """One translation unit to convert: `name` relative to the project's root, `args` for clang."""

    file: Path
    name: str
    language: Language
    settings: Settings

    @property
    def args(self) -> tuple[str, ...]:
        """Clang's arguments for this unit."""
        return self.settings.clang_arguments(self.language)


@dataclass(frozen=True)
class Target:
    """An executable or library to build: names are relative to the root, with forward slashes.

    Only include folders of the system are absolute.
    """

    name: str
    sources: tuple[str, ...]
    include_dirs: tuple[str, ...]
    settings: Settings
    executable: bool = True
    links: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Mount:
    """A folder outside the root whose files the project includes: they are ported as `name`/..."""

    folder: Path
    name: str


@dataclass(frozen=True)
class Project:
    """A discovered project.

    `units` are converted; `plain` are compiled as they are (C and C++ without CUDA); `headers` are reached by
    `#include` from units or plain sources; `others` are the rest of the tree; `included` are the headers and
    sources that some source includes.  All are names.  `images` are the files of machine code that programs load,
    each with the unit it is made of; `compiler_headers` are those of CUDA that they look for, to compile with them;
    `loads_modules` tells whether any program asks a module for its kernels; `rules` are the project's own.
    """

    root: Path
    build_system: str
    units: tuple[Unit, ...]
    targets: tuple[Target, ...]
    plain: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    included: frozenset[str] = frozenset()
    mounts: tuple[Mount, ...] = ()
    images: tuple[tuple[str, str], ...] = ()
    compiler_headers: tuple[str, ...] = ()
    loads_modules: bool = False
    rules: Rules = field(default_factory=Rules)

    def leaving_out(self, optimisations: Iterable[str]) -> Project:
        """The project, some more `optimisations` left out of its kernels.  Raises ProjectError for unknown names."""
        without = (*self.rules.without, *optimisations)
        return replace(self, rules=checked(self.rules.model_dump() | {"without": without}))

    @property
    def files(self) -> frozenset[str]:
        """The names of all files of the project."""
        return frozenset((*(u.name for u in self.units), *self.plain, *self.headers, *self.others))

    def device_code_beside(self, unit: Unit) -> list[tuple[Path, tuple[str, ...]]]:
        """The other CUDA units with their compiler arguments: they may define device functions that `unit` calls."""
        others = (u for u in self.units if u != unit and u.language is Language.CUDA)
        return [(other.file, other.args) for other in others]

    def path(self, name: str) -> Path:
        """Where the file called `name` lies."""
        for mount in self.mounts:
            if name.startswith(mount.name + "/"):
                return mount.folder / name[len(mount.name) + 1 :]
        return self.root / name

    def source(self, name: str) -> bytes | None:
        """The bytes of the file called `name`; None where it is no file of the project."""
        path = self.path(name)
        return path.read_bytes() if path.is_file() else None

    def name_of(self, path: Path) -> str | None:
        """The project's name for a file, or None where it belongs to somebody else."""
        for folder, prefix in ((self.root, ""), *((m.folder, m.name + "/") for m in self.mounts)):
            if path.is_relative_to(folder):
                return prefix + path.relative_to(folder).as_posix()
        return None

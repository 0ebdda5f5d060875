"""Which folders below a root are projects of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from cn_migrate.project.nvcc_flags import SOURCE_SUFFIXES
from cn_migrate.project.scan import scan_file
from cn_migrate.project.tree import Tree

_BUILD_FILES = frozenset({"compile_commands.json", "Makefile", "makefile", "GNUmakefile"})
_DEVICE_SUFFIXES = frozenset({".cu", ".cuh"})
_CMAKE_PROJECT = re.compile(rb"^\s*project\s*\(", re.MULTILINE | re.IGNORECASE)


def find_projects(root: Path) -> list[Path]:
    """The projects below `root`, sorted; every source that uses CUDA belongs to exactly one.

    A source belongs to the nearest folder above it that is built by itself: one with a compilation database, a
    Makefile, or a CMakeLists.txt that calls project().  Without such a folder it belongs to the topmost one that
    holds sources directly; so it does where that folder is a collection, which builds several projects below it.
    Sources in `root` itself, beside projects, are projects of one file each.
    """
    tree = Tree.of(root)
    sources = [file for file in tree.files if _uses_cuda(file)]
    built = {file.parent for file in tree.files if _is_build_file(file)}
    holding = {file.parent for file in sources}
    if root in holding and not built:
        return [root]
    projects = {file: _project_of(file, root, built, holding) for file in sources}
    parts = Counter(folder for one in {*projects.values()} for folder in one.parents)
    collections = {one for one in projects.values() if parts[one] > 1}
    return sorted(
        {
            _topmost(file, one, holding) if one in collections and file.parent != one else one
            for file, one in projects.items()
        }
    )


def _project_of(source: Path, root: Path, built: set[Path], holding: set[Path]) -> Path:
    nearest = [folder for folder in _between(root, source.parent) if folder in built]
    return nearest[-1] if nearest else _topmost(source, root, holding)


def _topmost(source: Path, root: Path, holding: set[Path]) -> Path:
    """The topmost folder below `root` on the way to a source that holds sources; else the source itself."""
    below = _between(root, source.parent)[1:]
    return next((folder for folder in below if folder in holding), source)


def _between(root: Path, folder: Path) -> list[Path]:
    """The folders from `root` down to `folder`, both included."""
    inner = folder.relative_to(root).parts
    return [root.joinpath(*inner[:n]) for n in range(len(inner) + 1)]


def _uses_cuda(file: Path) -> bool:
    if file.suffix in _DEVICE_SUFFIXES:
        return True
    return file.suffix in SOURCE_SUFFIXES and scan_file(file).uses_cuda


def _is_build_file(file: Path) -> bool:
    if file.name == "CMakeLists.txt":
        return _CMAKE_PROJECT.search(file.read_bytes()) is not None
    return file.name in _BUILD_FILES


def names_of(projects: Iterable[Path], root: Path) -> dict[Path, str]:
    """A name for each project, its path below the root; the root itself is called by its own name."""
    return {p: root.name if p == root else p.relative_to(root).as_posix() for p in projects}

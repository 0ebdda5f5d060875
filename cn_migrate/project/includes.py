"""Which files the sources of a project reach by `#include`, and which of those lie outside its root."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cn_migrate.project.model import Compilation, Mount
from cn_migrate.project.scan import Include, scan_file

# Headers that come with cn-migrate for programs that miss them.
SUPPLIED = Path(__file__).parent / "supplied_headers"
# Folders of the system and of toolkits: nothing below them belongs to a project.
_SYSTEM = tuple(
    Path(p) for p in ("/usr", "/opt", "/lib", "/lib64", "/bin", "/etc", "/nix", "/proc", "/sys")
)


def is_supplied(file: Path) -> bool:
    """Is a file one of the supplied headers, or its copy in a port?"""
    return file.parent.name == SUPPLIED.name


def is_system(folder: Path) -> bool:
    """Does a folder belong to the system, or to a CUDA toolkit wherever it was installed?"""
    if folder.is_relative_to(SUPPLIED):
        return False
    if any(folder.is_relative_to(system) for system in _SYSTEM):
        return True
    return (folder / "cuda_runtime_api.h").is_file() and (folder / "driver_types.h").is_file()


def resolve(include: Include, includer: Path, folders: Iterable[Path]) -> Path | None:
    """The file that an `#include` names, or None where it is not found in the project's folders."""
    beside = (includer.parent,) if include.quoted else ()
    for folder in (*beside, *folders):
        found = Path(os.path.normpath(folder / include.name))
        if found.is_file():
            return found
    return None


def reach(compilation: Compilation) -> list[Path]:
    """The files that a source reaches by `#include`, itself first; those of the system are left out."""
    settings = compilation.settings
    folders = [
        folder
        for folder in (*settings.include_dirs, *settings.system_include_dirs)
        if not is_system(folder)
    ]
    found = [compilation.file]
    for forced in settings.forced_includes:
        include = Include(forced, True, 0, 0)
        if path := resolve(include, compilation.file, folders):
            found.append(path)
    for file in found:
        for include in scan_file(file).includes:
            path = resolve(include, file, folders)
            if path and path not in found and not is_system(path.parent):
                found.append(path)
    return found


@dataclass(frozen=True)
class Reached:
    """What the sources of a project reach, by source; see `reach`."""

    files: dict[Path, list[Path]]

    @classmethod
    def of(cls, compilations: Iterable[Compilation]) -> Reached:
        """Follow the includes of every source; a source compiled in several ways reaches what any reaches."""
        files: dict[Path, list[Path]] = {}
        for compilation in compilations:
            known = files.setdefault(compilation.file, [])
            known += [path for path in reach(compilation) if path not in known]
        return cls(files)

    @property
    def all(self) -> list[Path]:
        """Every reached file once, sources included."""
        return list(dict.fromkeys(path for paths in self.files.values() for path in paths))

    @property
    def included(self) -> frozenset[Path]:
        """The files that some source includes."""
        return frozenset(
            path for source, paths in self.files.items() for path in paths if path != source
        )

    def uses_cuda(self, source: Path) -> bool:
        """Does a source, or what it includes, use CUDA?"""
        return any(scan_file(path).uses_cuda for path in self.files[source])


def mounts(root: Path, files: Iterable[Path], folders: Iterable[Path]) -> tuple[Mount, ...]:
    """Places in the port for reached `files` that lie outside `root`, one for each folder they come from.

    An include folder that holds a file gives the place, else the file's own folder.
    """
    outside = [path for path in files if not path.is_relative_to(root)]
    chosen: list[Path] = []
    for path in outside:
        holding = [
            f for f in (*chosen, *folders) if path.is_relative_to(f) and not root.is_relative_to(f)
        ]
        folder = holding[0] if holding else path.parent
        if folder not in chosen:
            chosen.append(folder)
    outermost = [f for f in chosen if not any(f != g and f.is_relative_to(g) for g in chosen)]
    result: list[Mount] = []
    for folder in sorted(outermost):
        name = f"external/{folder.name}"
        taken = {mount.name for mount in result}
        while name in taken or (root / name).exists():
            name += "_"
        result.append(Mount(folder, name))
    return tuple(result)

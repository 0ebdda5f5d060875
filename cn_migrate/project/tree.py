"""The files of a folder that belong to a project: no version control, no build outputs, no way out of the tree."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_SKIPPED_FOLDERS = frozenset(
    {".git", ".hg", ".svn", ".cache", ".vscode", ".idea", ".vs", "__pycache__", "CMakeFiles", "CVS"}
)
_SKIPPED_FILES = frozenset({"CMakeCache.txt", "cmake_install.cmake", ".DS_Store"})
_SKIPPED_SUFFIXES = frozenset(
    {".o", ".obj", ".a", ".so", ".ptx", ".cubin", ".fatbin", ".linkinfo", ".pyc"}
)


@dataclass(frozen=True)
class Tree:
    """The files below `root`, sorted; `links` are symbolic links, kept as they are."""

    root: Path
    files: tuple[Path, ...]
    links: tuple[Path, ...] = ()

    @classmethod
    def of(cls, root: Path) -> Tree:
        """Walk a folder.  A link that leads inside the tree is kept as a link; others are read as what they name
        when that is a file, and left out when it is a folder."""
        files: list[Path] = []
        links: list[Path] = []
        for current, folders, names in os.walk(root):
            here = Path(current)
            inside = [f for f in folders if (here / f).is_symlink()]
            links += [here / f for f in inside if _stays(here / f, root)]
            folders[:] = sorted(
                f for f in folders if f not in inside and not _skipped_folder(here / f)
            )
            for name in sorted(names):
                path = here / name
                if name in _SKIPPED_FILES or path.suffix in _SKIPPED_SUFFIXES:
                    continue
                if path.is_symlink() and _stays(path, root):
                    links.append(path)
                elif path.is_file():
                    files.append(path)
        return cls(root, tuple(files), tuple(links))


def _skipped_folder(path: Path) -> bool:
    return path.name in _SKIPPED_FOLDERS or (path / "CMakeCache.txt").exists()


def _stays(path: Path, root: Path) -> bool:
    """Does a link name something inside the tree, by a relative path?"""
    return not path.readlink().is_absolute() and path.resolve().is_relative_to(root.resolve())

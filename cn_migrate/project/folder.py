"""Programs of a folder, or of single files, without a build file to ask: one for each `main`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from cn_migrate.project.commands import language_of
from cn_migrate.project.includes import Reached
from cn_migrate.project.model import Compilation, Program, Settings
from cn_migrate.project.nvcc_flags import SOURCE_SUFFIXES
from cn_migrate.project.scan import scan_file
from cn_migrate.project.tree import Tree


def compilations_of_folder(tree: Tree) -> list[Compilation]:
    """Every source in the tree that no other one includes.

    The folders of headers serve as include folders where an `#include` needs them.
    """
    sources = [path for path in tree.files if path.suffix in SOURCE_SUFFIXES]
    settings = Settings(include_dirs=_include_folders(tree))
    compilations = [Compilation(path, settings, language_of(path)) for path in sources]
    included = Reached.of(compilations).included
    return [c for c in compilations if c.file not in included or scan_file(c.file).has_main]


def _include_folders(tree: Tree) -> tuple[Path, ...]:
    """The project's folders called include, inc or common, and its root."""
    folders = {path.parent for path in tree.files if path.suffix in (".h", ".hpp", ".cuh", ".hh")}
    named = [
        f for f in folders if {"include", "inc", "common"} & set(f.relative_to(tree.root).parts)
    ]
    return (tree.root, *sorted(named)) if named else ()


def programs_of_sources(compilations: Sequence[Compilation]) -> list[Program]:
    """One program for each source with a `main`, with the other sources that it needs.

    A source is needed when it defines a function that the program's sources or their headers name.
    With no `main` at all the sources form one library.
    """
    mains = [c for c in compilations if scan_file(c.file).has_main]
    rest = [c for c in compilations if c not in mains]
    if not mains:
        return [Program("library", tuple(rest), executable=False)] if rest else []
    if len(mains) == 1:
        return [Program(mains[0].file.stem, (mains[0], *rest))]
    reached = Reached.of(compilations)
    return [Program(main.file.stem, _needed(main, rest, reached)) for main in mains]


def _needed(
    main: Compilation, rest: Iterable[Compilation], reached: Reached
) -> tuple[Compilation, ...]:
    chosen = [main]
    for compilation in chosen:
        named = {name for path in reached.files[compilation.file] for name in scan_file(path).names}
        chosen += [c for c in rest if c not in chosen and scan_file(c.file).defines & named]
    return tuple(chosen)

"""The programs that a Makefile builds."""

from __future__ import annotations

import os
from pathlib import Path

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.project.commands import CommandReader
from cn_migrate.project.makefile.read import NAMES, read_makefile
from cn_migrate.project.makefile.steps import Walk
from cn_migrate.project.model import Program

_MAX_DEPTH = 6  # of Makefiles that call make in other folders


def makefile_in(folder: Path) -> Path | None:
    """The Makefile that make would take in a folder."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def programs_of_makefile(path: Path, root: Path, diagnostics: Diagnostics) -> list[Program]:
    """What the default goal of a Makefile builds; where that is nothing, what its other goals build."""
    reading = Diagnostics()
    reader = CommandReader(reading)
    _run(path, root, [], {}, reader, 0)
    if not reader.programs:
        for goal in read_makefile(path, root).goals:
            if goal not in ("clean", "clang", "help", "install"):
                _run(path, root, [goal], {}, reader, 0)
    for item in reading.items:
        if item not in diagnostics.items:
            diagnostics.items.append(item)
    return reader.built()


def _run(
    path: Path,
    root: Path,
    goals: list[str],
    overrides: dict[str, str],
    reader: CommandReader,
    depth: int,
) -> None:
    makefile = read_makefile(path, root, overrides)
    walk = Walk(makefile)

    def on_make(words: list[str], folder: Path) -> None:
        inner, names, values = _make_arguments(words, folder)
        if depth < _MAX_DEPTH and (found := makefile_in(inner)):
            _run(found, root, names, values, reader, depth + 1)

    for goal in goals or makefile.goals[:1]:
        for step in walk.steps(goal):
            reader.on_make = on_make
            reader.read(step.text, step.folder, step.origin)


def _make_arguments(words: list[str], folder: Path) -> tuple[Path, list[str], dict[str, str]]:
    """The folder, goals and variables of a call of make."""
    goals: list[str] = []
    values: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word in ("-C", "--directory"):
            folder = Path(os.path.normpath(folder / next(rest, ".")))
        elif word in ("-f", "-j", "-I"):
            next(rest, "")
        elif equals and not word.startswith("-"):
            values[name] = value
        elif not word.startswith("-"):
            goals.append(word)
    return folder, goals, values

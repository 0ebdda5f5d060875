"""Compilations out of a compile_commands.json (clang's "JSON Compilation Database Format")."""

from __future__ import annotations

import json
import os
import shlex
from dataclasses import replace
from pathlib import Path

from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.project.commands import compiler_name, language_of
from cn_migrate.project.model import Compilation, Project, ProjectError, Unit
from cn_migrate.project.nvcc_flags import read_command

_PLACES = ("compile_commands.json", "build/compile_commands.json")


def database_in(folder: Path) -> Path | None:
    """The compilation database of a project folder."""
    return next((folder / place for place in _PLACES if (folder / place).is_file()), None)


def compilations_of_database(path: Path, root: Path, diagnostics: Diagnostics) -> list[Compilation]:
    """The compilations that a database lists.

    Raises ProjectError where it is not such a database.
    """
    name = os.path.relpath(path, root).replace(os.sep, "/")
    try:
        entries = json.loads(path.read_bytes())
        listed = [
            (e["directory"], e["file"], e.get("arguments") or shlex.split(e["command"]))
            for e in entries
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise ProjectError(f"{name} is not a compilation database: {error}") from None
    result: list[Compilation] = []
    for directory, source, arguments in listed:
        folder = path.parent / directory
        file = Path(os.path.normpath(folder / source))
        origin = Span(name, 1, 1, 1, 1)
        if not file.is_file():
            diagnostics.report("missing-source", origin, name=source)
            continue
        command = read_command(arguments[1:], folder, diagnostics, origin)
        language = language_of(file, compiler_name(arguments[0]), command.language)
        result.append(Compilation(file, command.settings, language, origin))
    return result


def database_of(project: Project) -> bytes:
    """A database of a project's units with names relative to its root; folders from elsewhere are left out."""
    entries = [
        {"directory": ".", "file": unit.name, "arguments": _command(unit, project.root)}
        for unit in project.units
    ]
    return json.dumps(entries, indent=1).encode()


def _command(unit: Unit, root: Path) -> list[str]:
    def below(folders: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(f.relative_to(root) for f in folders if f.is_relative_to(root))

    settings = replace(
        unit.settings,
        include_dirs=below(unit.settings.include_dirs),
        system_include_dirs=below(unit.settings.system_include_dirs),
    )
    flags = settings.clang_arguments(unit.language)
    return ["clang++", *flags, "-x", unit.language.value, "-c", unit.name]

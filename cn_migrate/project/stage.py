"""Staging: a project copied into the output's folder in the layout of the port, and converted there.

Files from outside the root find their place below it, and an `#include` that would miss its file there is
rewritten, so that later layers see one tree and never touch the input.
"""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cn_migrate.project.includes import resolve
from cn_migrate.project.model import Project, Settings
from cn_migrate.project.scan import Include, scan_file
from cn_migrate.source import Edit, apply_edits


def stage(project: Project, folder: Path) -> Project:
    """Copy `project` into `folder`; the result is the same project with that folder as root."""
    names = (*(unit.name for unit in project.units), *project.plain, *project.headers)
    for name in project.others:
        _copy(project.path(name), folder / name)
    staged = replace(
        project,
        root=folder,
        mounts=(),
        units=tuple(
            replace(unit, file=folder / unit.name, settings=_moved(unit.settings, project, folder))
            for unit in project.units
        ),
        targets=tuple(
            replace(target, settings=_moved(target.settings, project, folder))
            for target in project.targets
        ),
    )
    old = [d for target in project.targets for d in target.settings.include_dirs]
    new = [d for target in staged.targets for d in target.settings.include_dirs]
    for name in names:
        source = project.path(name)
        _copy(source, folder / name)
        edits = [
            e
            for i in scan_file(source).includes
            if (e := _relocated(i, name, project, old, new, folder))
        ]
        if edits:
            (folder / name).write_bytes(apply_edits(source.read_bytes(), edits))
    return staged


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        inside = source.readlink()
        if not inside.is_absolute():
            target.symlink_to(inside)
            return
    shutil.copy(source, target)


def _moved(settings: Settings, project: Project, folder: Path) -> Settings:
    """Settings with the project's include folders at their new places."""

    def moved(folders: tuple[Path, ...]) -> tuple[Path, ...]:
        places: list[Path] = []
        for old in folders:
            name = "." if old == project.root else project.name_of(old)
            mount = next((m.name for m in project.mounts if m.folder == old), name)
            places.append(old if mount is None else Path(os.path.normpath(folder / mount)))
        return tuple(places)

    return replace(
        settings,
        include_dirs=moved(settings.include_dirs),
        system_include_dirs=moved(settings.system_include_dirs),
    )


def _relocated(
    include: Include,
    name: str,
    project: Project,
    old_folders: Iterable[Path],
    new_folders: Iterable[Path],
    folder: Path,
) -> Edit | None:
    """The edit that an `#include` in the file called `name` needs to find the same file after the move."""
    found = resolve(include, project.path(name), old_folders)
    target = project.name_of(found) if found else None
    if target is None:
        return None
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(name), include.name))
    if include.quoted and beside == target:
        return None
    if any(Path(os.path.normpath(d / include.name)) == folder / target for d in new_folders):
        return None
    if not include.quoted:
        return None
    spelled = posixpath.relpath(target, posixpath.dirname(name) or ".")
    return Edit(include.start, include.end, os.fsencode(spelled), "file moved into the port")

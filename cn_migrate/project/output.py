"""The output folder as a transaction: written beside its place, moved there at the end, or never seen."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Collection
from pathlib import Path
from types import TracebackType

from cn_migrate.project.model import ProjectError
from cn_migrate.project.state import STATE_NAME

REPORT_NAME = "cn-report.json"
# A folder on its way to be an output, or an output on its way out (`Output`).
_UNFINISHED = re.compile(r"\.(.+)-[0-9a-f]{8}(-old)?")


def default_output(project: Path, target: str, current: Path) -> Path:
    """Where a port goes when nothing is said: `<name>-<target>` in the current folder, or beside the project
    where that folder lies inside it."""
    project = Path(os.path.abspath(project))
    name = f"{project.stem if project.is_file() else project.name}-{target}"
    inside = project.is_dir() and current.is_relative_to(project)
    return (project.parent if inside else current) / name


def check_output(out: Path, project: Path, force: bool) -> None:
    """Refuse an output folder that a port must not be written to.

    Raises ProjectError: the folder lies inside the project or holds it, or exists and can neither be merged with
    nor is to be replaced.
    """
    out, project = out.resolve(), project.resolve()
    if project.is_dir() and out.is_relative_to(project):
        raise ProjectError(
            f"the output '{out.name}' lies inside the project; choose another with -o"
        )
    if project.is_relative_to(out):
        raise ProjectError(f"the output '{out.name}' holds the project; choose another with -o")
    if not out.exists():
        return
    if not out.is_dir():
        raise ProjectError(f"the output '{out.name}' exists and is not a folder")
    if not any(out.iterdir()):
        return
    if not is_earlier_output(out):
        raise ProjectError(
            f"the output '{out.name}' was not written by cn-migrate and is not replaced; remove it yourself"
        )
    if not force and not (out / STATE_NAME).is_file():
        raise ProjectError(
            f"the output '{out.name}' exists, and lacks what merging needs; give --force to replace it, or -o"
        )


def is_earlier_output(folder: Path) -> bool:
    """Was a folder written by an earlier port?"""
    try:
        report = json.loads((folder / REPORT_NAME).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(report, dict) and report.get("tool") == "cn-migrate"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears whole or not at all.

    Raises ProjectError where it cannot be written.
    """
    part = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise ProjectError(f"cannot write '{path.name}': {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def tidy(parent: Path, names: Collection[str]) -> None:
    """Clean up after outputs in `parent` of such `names` whose processes were killed; nobody may be writing them."""
    for left in sorted(parent.glob(".*")):
        found = _UNFINISHED.fullmatch(left.name)
        if found is None or found[1] not in names or not left.is_dir():
            continue
        out = parent / found[1]
        if (
            found[2] and not out.exists()
        ):  # killed between the two steps of putting a new one into place
            left.rename(out)
        shutil.rmtree(left, ignore_errors=True)


class Output:
    """A folder that appears as `out` when `commit` is called, and leaves nothing behind otherwise.

    Nothing is on disk before `open`, which belongs into the body of the `with`: so an interruption at any
    moment is cleaned up after.
    """

    def __init__(self, out: Path) -> None:
        self.out = Path(os.path.abspath(out))
        token = secrets.token_hex(4)
        self.folder = self.out.with_name(f".{self.out.name}-{token}")
        self._old = self.out.with_name(f".{self.out.name}-{token}-old")

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._old.exists() and not self.out.exists():
            self._old.rename(self.out)
        for folder in (self._old, self.folder):
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError) and _concerns(error, self.folder):
            raise ProjectError(f"cannot write '{self.out.name}': {error.strerror}") from None

    def open(self) -> None:
        """Make the folder in which the output is written.

        Raises ProjectError where that cannot be.
        """
        try:
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise ProjectError(f"cannot write to '{self.out.parent}': {error.strerror}") from None

    def write(self, name: str, data: bytes) -> None:
        """Write one file of the output."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def commit(self) -> None:
        """Put the folder into place; an earlier output gives way in one step."""
        if self.out.exists():
            self.out.rename(self._old)
        self.folder.rename(self.out)


def _concerns(error: OSError, folder: Path) -> bool:
    return error.filename is None or Path(os.fsdecode(error.filename)).is_relative_to(folder)

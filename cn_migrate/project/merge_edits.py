"""Hand edits of an earlier port, carried over into a new one by merging three ways, as version control does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from merge3 import Merge3

from cn_migrate.diagnostics import Diagnostics, Span
from cn_migrate.project.state import State

_START, _MIDDLE, _END = b"<<<<<<< edited", b"=======", b">>>>>>> ported"


@dataclass(frozen=True)
class Merge:
    """A merged text; `conflicts` are the lines (from 1) where both sides changed the same."""

    text: bytes
    conflicts: tuple[int, ...] = ()


def merge_text(base: bytes, edited: bytes, ported: bytes) -> Merge:
    """The changes from `base` to `edited` and those from `base` to `ported`, together."""
    if edited in (ported, base):
        return Merge(ported)
    if ported == base:
        return Merge(edited)
    newline = b"\r\n" if b"\r\n" in edited else b"\n"
    lines: list[bytes] = []
    conflicts: list[int] = []
    merge = Merge3(base.splitlines(True), edited.splitlines(True), ported.splitlines(True))
    for kind, *parts in merge.merge_groups():
        if kind != "conflict":
            lines += parts[0]
            continue
        conflicts.append(len(lines) + 1)
        _, ours, theirs = parts
        lines += [_START + newline, *_ended(ours, newline), _MIDDLE + newline]
        lines += [*_ended(theirs, newline), _END + newline]
    return Merge(b"".join(lines), tuple(conflicts))


def _ended(lines: Sequence[bytes], newline: bytes) -> Sequence[bytes]:
    """Lines of which the last one ends too."""
    if not lines or lines[-1].endswith(b"\n"):
        return lines
    return [*lines[:-1], lines[-1] + newline]


def carry_over(old: Path, new: Path, base: State, fresh: State, diagnostics: Diagnostics) -> None:
    """Put the hand edits of the port in `old`, which was made as `base`, into the one in `new`, made as `fresh`.

    Files that somebody added stay.  A file that was deleted by hand stays deleted, unless the port changed it.
    Conflicts are marked in the text and reported.
    """
    for name in sorted(base.names):
        path, place = old / name, new / name
        if not path.is_file():
            _leave_deleted(place, name, base)
            continue
        edited = path.read_bytes()
        if base.made(name, edited):
            continue
        if name in fresh.names:
            _merge_file(edited, place, name, base, diagnostics)
        else:
            _add(path, place)
            diagnostics.report("merge-orphan", Span(name, 1, 1, 1, 1), name=name)
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old).as_posix()
        is_file = path.is_symlink() or path.is_file()
        if is_file and name not in base.names:
            _add(path, new / name)


def _leave_deleted(place: Path, name: str, base: State) -> None:
    if place.is_file() and base.made(name, place.read_bytes()):
        place.unlink()


def _merge_file(
    edited: bytes, place: Path, name: str, base: State, diagnostics: Diagnostics
) -> None:
    """Merge one edited file; where its earlier text is not known and both changed it, the edited one is kept."""
    ported = place.read_bytes()
    before = base.generated.get(name)
    if before is None or b"\0" in edited:
        place.write_bytes(edited)
        if not base.made(name, ported) and edited != ported:
            diagnostics.report("merge-skipped", Span(name, 1, 1, 1, 1), name=name)
        return
    merged = merge_text(before, edited, ported)
    place.write_bytes(merged.text)
    for line in merged.conflicts:
        diagnostics.report("merge-conflict", Span(name, line, 1, line, 1), name=name)
    if not merged.conflicts:
        diagnostics.report("merged", None, name=name)


def _add(path: Path, place: Path) -> None:
    """Take a file over.  It is linked, not copied: a build folder may be large, and the old place goes away."""
    if place.exists() or place.is_symlink():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, place, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, place, follow_symlinks=False)

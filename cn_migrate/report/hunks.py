"""An edited file as pairs of old and new text: the changed stretches, with some lines around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cn_migrate.report.model import ChangeEntry

CONTEXT = 3  # unchanged lines that are shown around a change


@dataclass(frozen=True)
class Piece:
    """A stretch of text; with a `change` it is what that edit took out or put in."""

    text: str
    change: ChangeEntry | None = None


@dataclass
class Hunk:
    """Changes that lie close together; `line` and `new_line` (from 1) are where `old` and `new` begin."""

    line: int
    new_line: int
    old: list[Piece] = field(default_factory=list)
    new: list[Piece] = field(default_factory=list)


def hunks(original: bytes, changes: Sequence[ChangeEntry]) -> list[Hunk]:
    """The changed stretches of a file; `changes` are in order and do not overlap."""
    lines = original.splitlines(keepends=True)
    found: list[Hunk] = []
    drift = 0  # by how many lines the new text is ahead
    for group in _groups(changes):
        first = max(1, group[0].line - CONTEXT)
        last = min(len(lines), group[-1].end_line + CONTEXT)
        hunk = Hunk(first, first + drift)
        at = (first, 1)
        for change in group:
            kept = _between(lines, at, (change.line, change.column))
            taken = _between(
                lines, (change.line, change.column), (change.end_line, change.end_column)
            )
            hunk.old += [Piece(kept), Piece(taken, change)]
            hunk.new += [Piece(kept), Piece(change.text, change)]
            drift += change.text.count("\n") - (change.end_line - change.line)
            at = (change.end_line, change.end_column)
        rest = _between(lines, at, (last + 1, 1))
        hunk.old.append(Piece(rest))
        hunk.new.append(Piece(rest))
        found.append(hunk)
    return found


def _groups(changes: Sequence[ChangeEntry]) -> Iterator[list[ChangeEntry]]:
    group: list[ChangeEntry] = []
    for change in changes:
        if group and change.line - group[-1].end_line > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _between(lines: list[bytes], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text from one line and column (from 1, in bytes) to another."""
    (line, column), (end_line, end_column) = start, end
    parts = lines[line - 1 : end_line]
    if not parts:
        return ""
    if end_line <= len(lines):
        parts[-1] = parts[-1][: end_column - 1]
    parts[0] = parts[0][column - 1 :]
    return b"".join(parts).decode("utf-8", "replace")

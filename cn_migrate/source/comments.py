"""Where the comments of a C-family source file stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# Strings and character literals are matched first, so that a `//` inside of one is no comment.
_PIECES = re.compile(rb'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|(//[^\n]*|/\*.*?\*/)', re.DOTALL)
_OPENING = re.compile(rb"(?:\s*(?://[^\n]*|/\*.*?\*/))+", re.DOTALL)


class Comment(NamedTuple):
    """A comment: the line of its first character (from 1), and its text.

    Lines after the first one are indented relative to the first character.  `trailing`: code stands before it on
    its line.
    """

    line: int
    text: str
    trailing: bool = False

    @property
    def last_line(self) -> int:
        """The line that it ends on."""
        return self.line + self.text.count("\n")


def comments(data: bytes, skipped: Sequence[tuple[int, int]] = ()) -> list[Comment]:
    """The comments of `data`, in order, but for those in the byte ranges `skipped`."""
    found: list[Comment] = []
    line, position = 1, 0
    for match in _PIECES.finditer(data):
        if match.group(1) is None:
            continue
        line += data.count(b"\n", position, match.start())
        position = match.start()
        if any(start <= position < end for start, end in skipped):
            continue
        before = data[data.rfind(b"\n", 0, position) + 1 : position].decode("utf-8", "replace")
        text = match.group(1).decode("utf-8", "replace").rstrip()
        found.append(Comment(line, _moved(text, len(before.expandtabs())), bool(before.strip())))
    return found


def opening(data: bytes) -> list[Comment]:
    """The comments that `data` begins with: its licence, and what it says of itself.

    A single line right above something else is about that.
    """
    beginning = _OPENING.match(data)
    if beginning is None:
        return []
    found = comments(beginning[0])
    is_apart = re.match(rb"[ \t]*\r?\n[ \t]*\r?\n", data[beginning.end() :]) is not None
    return found if is_apart or found[-1].last_line > found[0].line else []


def _moved(text: str, column: int) -> str:
    """`text` with its later lines `column` columns further to the left, as far as blanks go."""
    first, *others = text.split("\n")
    moved = [first.rstrip()]
    for line in others:
        wide = line.rstrip().expandtabs()
        blanks = len(wide) - len(wide.lstrip())
        rest = wide[min(column, blanks) :]
        moved.append(f" {rest}" if rest.startswith("*") else rest)
    return "\n".join(moved)

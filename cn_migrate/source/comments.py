"""Where the comments of a C-family source file stand."""

from __future__ import annotations

import re

# Strings and character literals are matched first, so that a `//` inside of one is no comment.
_PIECES = re.compile(rb'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|(//[^\n]*|/\*.*?\*/)', re.DOTALL)


def comments(data: bytes) -> list[tuple[int, str]]:
    """The comments of `data`: line of the first character (from 1) and text, in order."""
    found: list[tuple[int, str]] = []
    line, position = 1, 0
    for match in _PIECES.finditer(data):
        if match.group(1) is None:
            continue
        line += data.count(b"\n", position, match.start())
        position = match.start()
        found.append((line, match.group(1).decode("utf-8", "replace").rstrip()))
    return found

"""Long statements on several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

WIDTH = 100  # columns of a line
CONTINUED = 8  # columns that a statement's later lines are further in
_TOKENS = re.compile(
    r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[(\[{]|[)\]}]|; |, | [^\s\w"\'()\[\]{}]+ '
)
# What it costs to end a line with an operator, by how tightly it binds.  A line may begin with `?` and `:`.
_COSTS = {
    ("; ",): 0,
    (", ", " || "): 5,
    (" ? ", " : ", " && "): 8,
    (" | ", " ^ ", " & "): 30,
    (" == ", " != ", " < ", " <= ", " > ", " >= "): 30,
    (" + ", " - "): 35,
    (" << ", " >> ", " * ", " / ", " % "): 45,
}
_COST = {sign: cost for signs, cost in _COSTS.items() for sign in signs}
_ASSIGNMENT = 50
_FIRST = (" ? ", " : ")
_DEEPER = 20  # what a bracket costs
_EMPTY = 40  # what a line costs of which nothing is used


def wrapped(text: str, indent: int) -> list[str]:
    """`text`, which begins in column `indent`, as lines of at most WIDTH columns where that can be done.

    Each line ends at an operator that binds loosely, stands in few brackets and leaves little of the line empty.
    """
    lines, column = [], indent
    while column + len(text) > WIDTH:
        room = WIDTH - column
        fitting = [b for b in _breaks(text) if CONTINUED < b[1] <= room]
        if not fitting:
            break
        _, place = min(fitting, key=lambda b: b[0] - _EMPTY * b[1] / room)
        lines.append(" " * column + text[:place].rstrip())
        text, column = text[place:].lstrip(), indent + CONTINUED
    return [*lines, " " * column + text]


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """The places where `text` may be broken: what that costs, and the offset."""
    depth = 0
    for match in _TOKENS.finditer(text):
        token = match[0]
        depth += (token in "([{") - (token in ")]}")
        place = match.start() if token in _FIRST else match.end()
        if token in _COST or token.endswith("= "):
            yield _DEEPER * depth + _COST.get(token, _ASSIGNMENT), place

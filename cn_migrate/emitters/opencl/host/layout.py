"""Widening a cut so that what is left stays tidy: no trailing blanks, no emptied lines."""

from __future__ import annotations

import re

from cn_migrate.emitters.opencl.wrapping import WIDTH, wrapped
from cn_migrate.emitters.opencl.writer import INDENT
from cn_migrate.source.host_plan import Range

_BLANKS = b" \t"
_CONTINUED = re.compile(rb"\\\r?\n")


def after_blanks(data: bytes, at: int) -> int:
    """The first offset from `at` on that is no space or tab."""
    while at < len(data) and data[at : at + 1] in (b" ", b"\t"):
        at += 1
    return at


def before_blanks(data: bytes, at: int) -> int:
    """The offset behind the last character before `at` that is no space or tab."""
    return len(data[:at].rstrip(_BLANKS))


def line_end(data: bytes) -> str:
    """The file's line ending, judged by its first line."""
    first = data.find(b"\n")
    return "\r\n" if first > 0 and data[first - 1 : first] == b"\r" else "\n"


def body_with(data: bytes, body: Range, statement: str) -> str:
    """A function body in place of `body` that holds one statement: on several lines where one would be long."""
    text = f"{{ {statement} }}"
    column = body.start - (data.rfind(b"\n", 0, body.start) + 1)
    first, newline, _ = data[body.start : body.end].partition(b"\n")
    in_macro = first.rstrip().endswith(b"\\")
    if column + len(text) <= WIDTH or not newline or in_macro:
        return text
    last = data[data.rfind(b"\n", 0, body.end - 1) + 1 : body.end - 1].decode("utf-8", "replace")
    indent = last if not last.strip() else ""
    lines = [indent + line for line in wrapped(statement, len(INDENT))]
    return line_end(data).join(["{", *lines, f"{indent}}}"])


def cut(data: bytes, at: Range) -> Range:
    """What to delete to delete `at`: also the lines that it would leave empty, or the blanks after it.

    Of the blank lines around deleted lines, one run goes too.  Of a macro's definition the last line stays, if empty.
    """
    start, end = before_blanks(data, at.start), after_blanks(data, at.end)
    if data.endswith((b"\\\n", b"\\\r\n"), 0, start):
        further = _CONTINUED.match(data, end)
        if further:
            return Range(start, further.end())
        return Range(start if _newline(data, end) else at.start, end)
    at_line_start = start == 0 or data[start - 1 : start] == b"\n"
    newline = _newline(data, end)
    if at_line_start and (newline or end == len(data)):
        return _with_blank_line(data, start, end + newline)
    if newline:
        return Range(start, end)  # at the end of a line: what would be trailing blanks
    return Range(at.start, end)


def _newline(data: bytes, at: int) -> int:
    """Length of the line end at `at`; 0 where there is none."""
    if data.startswith(b"\r\n", at):
        return 2
    return 1 if data.startswith(b"\n", at) else 0


def _with_blank_line(data: bytes, start: int, end: int) -> Range:
    before = data[:start].replace(b"\r", b"")
    follows = _newline(data, after_blanks(data, end))
    if follows and (start == 0 or before.endswith(b"\n\n")):
        return Range(start, after_blanks(data, end) + follows)
    return Range(start, end)

"""PTX's own registers in inline assembly that are written with one percent sign: `"mov.u32 %0, %smid;"`.

nvcc takes them as they are; clang wants `%%smid`, and takes nothing else.  So for clang the sign is replaced by a mark,
which is as long, and the reader of the statement takes the mark for the two signs.
"""

from __future__ import annotations

import re

MARK = "`"  # stands nowhere in PTX

COMPLAINT = "invalid % escape in inline assembly string"
STATEMENT = re.compile(
    rb"""\b(?:__asm__|__asm|asm)\b (?:\s+(?:__volatile__|volatile))? \s* \(
    (?: "(?:[^"\\\n]|\\.)*" | [^";] )*""",
    re.VERBOSE,
)
# Operands are `%0`, `%[name]`, or have one letter before that.
_REGISTER = re.compile(rb"(?<!%)((?:%%)*)%(?=[a-z]{2})")


def mark_bare_registers(data: bytes) -> bytes:
    """`data` with those signs marked, every byte offset kept."""
    return STATEMENT.sub(lambda m: _REGISTER.sub(rb"\1" + MARK.encode(), m[0]), data)


def unmark(template: str) -> str:
    """A template as clang would have it."""
    return template.replace(MARK, "%%")

"""String literals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clang.cindex import Cursor

if TYPE_CHECKING:
    from cn_migrate.parsers.cuda.device.body import Body

# clang spells a literal anew: adjacent ones joined, escapes simple, octal or hexadecimal.
_UNIT = re.compile(r"\\([0-7]{1,3})|\\x([0-9a-fA-F]+)|\\(.)|([^\\])", re.DOTALL)
_SIMPLE = {"n": 10, "t": 9, "r": 13, "a": 7, "b": 8, "f": 12, "v": 11, "0": 0}


def string_codes(body: Body, cursor: Cursor) -> list[int]:
    """The bytes of a string literal, the final zero among them.  Raises Refusal for wide characters."""
    text = cursor.spelling
    if not text.startswith('"'):
        raise body.refuse(f"the string {text[:20]}")
    codes: list[int] = []
    for octal, hexadecimal, simple, plain in _UNIT.findall(text[1:-1]):
        if octal or hexadecimal:
            codes.append(int(octal, 8) if octal else int(hexadecimal, 16))
        elif simple:
            codes.append(_SIMPLE.get(simple, ord(simple)))
        else:
            codes += plain.encode("utf-8", "surrogateescape")
    return [*codes, 0]

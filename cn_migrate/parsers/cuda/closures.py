"""Closure classes as libclang shows them: records without a name whose fields have none either."""

from __future__ import annotations

import re

from clang.cindex import Cursor

from cn_migrate.parsers.cuda import clang

# How clang spells such a class.
CLOSURE = re.compile(r"\(lambda at [^()]*?([^/()]*?):(\d+):(\d+)\)")
_NAME = re.compile(rb"[^\W\d]\w*|\*")


def is_closure(cursor: Cursor) -> bool:
    """Is a class that of a lambda expression?"""
    return str(cursor.type.spelling).startswith("(lambda at ")


def place_only(text: str) -> str:
    """`text` with each closure class spelled by its file's name and place, not by a path of this machine."""
    return CLOSURE.sub(r"lambda at \1:\2:\3", text)


def capture_name(field: Cursor) -> str:
    """What stands where a closure's field has its place: the variable's name, `this`, or `*` for `*this`."""
    found = _NAME.match(clang.text_from(field.translation_unit, field.location))
    return found.group().decode("utf-8", "surrogateescape") if found else ""

"""Closure classes as libclang shows them: records without a name whose fields have none either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda import clang

K = CursorKind
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


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture: its field, and the variable; None for `this` and `*this`."""

    field: Cursor
    variable: Cursor | None

    @property
    def is_init(self) -> bool:
        """Does it declare its own variable, `[v = x]`?"""
        return self.variable is not None and self.variable.location == self.field.location


def captures(closure: Cursor, node: Cursor) -> list[Capture]:
    """The captures of a closure class; `node` is its LAMBDA_EXPR or its call operator.

    A variable that is captured by name and never used has no entry where `node` is the call operator.
    """
    fields = list(closure.type.get_canonical().get_fields())
    if not fields:
        return []
    uses = [c for c in _walk(node) if c.kind in (K.VARIABLE_REF, K.DECL_REF_EXPR)]
    members = [c for c in _walk(node) if c.kind in (K.MEMBER_REF_EXPR, K.CXX_THIS_EXPR)]
    found: list[Capture] = []
    taken: set[int] = set()  # a pack's elements are captured at one place
    for field in fields:
        name = capture_name(field)
        by_place = [
            u.referenced
            for u in uses
            if u.location == field.location and u.referenced.hash not in taken
        ]
        by_name = [
            u.referenced
            for u in uses
            if u.spelling == name
            and u.referenced is not None
            and u.referenced.hash not in taken
            and not _inside(u.referenced, node)
        ]
        if name in ("this", "*"):
            found.append(Capture(field, None))
        elif by_place or by_name:
            variable = (by_place or by_name)[0]
            found.append(Capture(field, variable))
            taken.add(variable.hash)
        elif any(m.location == field.location for m in members):
            found.append(Capture(field, None))
    return found


def _walk(cursor: Cursor) -> Iterator[Cursor]:
    yield cursor
    for child in cursor.get_children():
        yield from _walk(child)


def _inside(declaration: Cursor, node: Cursor) -> bool:
    """Is a variable declared in the lambda's body, or one of its parameters?"""
    body = next((c for c in node.get_children() if c.kind == K.COMPOUND_STMT), None)
    if body is None or declaration.location.file is None or body.location.file is None:
        return False
    if declaration.location.file.name != body.location.file.name:
        return False
    at = int(declaration.location.offset)
    starts = [c.extent.start.offset for c in node.get_children() if c.kind == K.PARM_DECL]
    first = min([body.extent.start.offset, *starts])
    return bool(first <= at <= body.extent.end.offset)

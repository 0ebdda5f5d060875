"""Replaces those parts of `clang.cindex` that cost several times what they ask libclang for.

Walking trees is most of what the front end does.  The bindings test each cursor for null before each use (their own
functions never return a null one), look kinds up in an enumeration's constructor, make a C function for each
list of children, and ask for a missing attribute before they ask libclang.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from clang import cindex
from clang.cindex import Cursor, CursorKind, Type, TypeKind

_INVALID_FILE = 70  # CXCursor_InvalidFile, the kind of the null cursor
_CONTINUE = 1
_CURSOR_KINDS = {kind.value: kind for kind in CursorKind.get_all_kinds()}
_TYPE_KINDS = {kind.value: kind for kind in TypeKind}
_GUARD = cindex.cursor_null_guard(len).__code__


def install() -> None:
    """Let the bindings' classes use the functions of this module."""
    for name, member in list(vars(Cursor).items()):
        if isinstance(member, property):
            setattr(Cursor, name, property(_unguarded(member.fget)))
        elif callable(member):
            setattr(Cursor, name, _unguarded(member))
    Cursor.is_null = lambda self: self._kind_id == _INVALID_FILE
    Cursor.get_children = _children
    for name, ask in (
        ("spelling", _spelling),
        ("type", _type),
        ("location", lambda self: cindex.conf.lib.clang_getCursorLocation(self)),
        ("extent", lambda self: cindex.conf.lib.clang_getCursorExtent(self)),
        ("hash", lambda self: cindex.conf.lib.clang_hashCursor(self)),
        ("kind", lambda self: _CURSOR_KINDS[self._kind_id]),
        ("referenced", _referenced),
    ):
        setattr(Cursor, name, _AskedOnce(name, ask))
    Type.kind = _AskedOnce("kind", lambda self: _TYPE_KINDS[self._kind_id])
    Type.spelling = _AskedOnce("spelling", _type_spelling)
    Type.canonical = _AskedOnce("canonical", _canonical)
    Type.get_canonical = lambda self: self.canonical


def _unguarded(function: Any) -> Any:
    """What `cursor_null_guard` wraps; other functions as they are."""
    if getattr(function, "__code__", None) is not _GUARD:
        return function
    return function.__closure__[0].cell_contents


class _AskedOnce:
    """An attribute that asks libclang when it is first read; from then on it is the object's own."""

    __slots__ = ("_ask", "_name")

    def __init__(self, name: str, ask: Callable[[Any], object]) -> None:
        self._name = name
        self._ask = ask

    def __get__(self, instance: Any, _class: type) -> object:
        found = instance.__dict__[self._name] = self._ask(instance)
        return found


def _spelling(self: Cursor) -> str:
    return str(cindex._CXString.from_result(cindex.conf.lib.clang_getCursorSpelling(self)))


def _type_spelling(self: Type) -> str:
    return str(cindex._CXString.from_result(cindex.conf.lib.clang_getTypeSpelling(self)))


def _type(self: Cursor) -> Type:
    found: Type = cindex.conf.lib.clang_getCursorType(self)
    found._tu = self._tu
    return found


def _canonical(self: Type) -> Type:
    found: Type = cindex.conf.lib.clang_getCanonicalType(self)
    found._tu = self._tu
    return found


def _referenced(self: Cursor) -> Cursor | None:
    found: Cursor = cindex.conf.lib.clang_getCursorReferenced(self)
    if found._kind_id == _INVALID_FILE:
        return None
    found._tu = self._tu
    return found


def _visit(child: Cursor, _parent: Cursor, found: tuple[object, list[Cursor]]) -> int:
    child._tu = found[0]  # keeps the tree alive
    found[1].append(child)
    return _CONTINUE


_VISIT = cindex.cursor_visit_callback(_visit)


def _children(self: Cursor) -> Iterator[Cursor]:
    found: list[Cursor] = []
    cindex.conf.lib.clang_visitChildren(self, _VISIT, (self._tu, found))
    return iter(found)

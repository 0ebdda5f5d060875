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
    Cursor.kind = property(lambda self: _CURSOR_KINDS[self._kind_id])
    Cursor.get_children = _children
    for name, ask in (
        ("spelling", _spelling),
        ("type", _type),
        ("location", lambda self: cindex.conf.lib.clang_getCursorLocation(self)),
        ("extent", lambda self: cindex.conf.lib.clang_getCursorExtent(self)),
        ("hash", lambda self: cindex.conf.lib.clang_hashCursor(self)),
        ("referenced", _referenced),
    ):
        setattr(Cursor, name, property(_asked_once(f"_{name}", ask)))
    Type.get_canonical = _asked_once("_canonical", _canonical)
    Type.spelling = property(_asked_once("_spelling", _type_spelling))
    Type.kind = property(lambda self: _TYPE_KINDS[self._kind_id])


def _unguarded(function: Any) -> Any:
    """What `cursor_null_guard` wraps; other functions as they are."""
    if getattr(function, "__code__", None) is not _GUARD:
        return function
    return function.__closure__[0].cell_contents


def _asked_once(name: str, ask: Callable[[Any], object]) -> Callable[[Any], object]:
    """A function that keeps what `ask` says of an object, as the object's attribute `name`."""

    def get(self: Any) -> object:
        kept = self.__dict__
        if name not in kept:
            kept[name] = ask(self)
        return kept[name]

    return get


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

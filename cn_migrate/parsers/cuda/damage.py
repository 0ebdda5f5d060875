"""What errors of clang took away from a tree that is used all the same, because a header was missing.

Clang leaves out what it does not understand, in silence: statements, members, whole declarations.  So whatever
stands around an error, or names a type or variable that does, must not be translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from clang.cindex import Cursor, CursorKind

from cn_migrate.parsers.cuda import clang
from cn_migrate.source import SourceFile

K = CursorKind
_SCOPES = frozenset({K.NAMESPACE, K.LINKAGE_SPEC, K.UNEXPOSED_DECL})
_FUNCTIONS = frozenset({K.FUNCTION_DECL, K.FUNCTION_TEMPLATE, K.CXX_METHOD})
_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class Extent:
    """A declaration: its name, where it stands, and the words in it."""

    name: str
    file: SourceFile
    start: int
    end: int

    @cached_property
    def words(self) -> frozenset[str]:
        """Every identifier in its text."""
        return frozenset(_WORD.findall(self.file.text(self.start, self.end)))


@dataclass
class Damage:
    """The `places` of errors (file and byte offset), and the `names` of damaged declarations."""

    places: list[tuple[SourceFile, int]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def spread(self, declarations: Iterable[Extent]) -> None:
        """Add the names of declarations that are damaged, or name one that is."""
        remaining = list(declarations)
        while found := [d for d in remaining if self.reaches(d)]:
            self.names |= {d.name for d in found}
            remaining = [d for d in remaining if d not in found]

    def reaches(self, extent: Extent) -> bool:
        """Does an error stand in it, or does it name something damaged?"""
        inside = any(
            file is extent.file and extent.start <= offset < extent.end
            for file, offset in self.places
        )
        return inside or bool(extent.words & self.names)


def spreading(cursors: Iterable[Cursor]) -> Iterable[Cursor]:
    """The declarations at namespace scope that device code may depend on: all but the host's functions."""
    for cursor in cursors:
        if cursor.kind in _SCOPES:
            yield from spreading(cursor.get_children())
        elif cursor.kind in _FUNCTIONS:
            if K.CUDADEVICE_ATTR in clang.attributes(cursor):
                yield cursor
        elif cursor.kind.is_declaration():
            yield cursor

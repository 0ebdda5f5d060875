"""Device functions that another translation unit of the project defines (relocatable device code)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from clang.cindex import Cursor, CursorKind

from cn_migrate.diagnostics import Diagnostics
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit, parse
from cn_migrate.source import Language

_SCOPES = (
    CursorKind.NAMESPACE,
    CursorKind.LINKAGE_SPEC,
    CursorKind.UNEXPOSED_DECL,
    CursorKind.CLASS_DECL,
    CursorKind.STRUCT_DECL,
)
_WORD = re.compile(r"\w+")


@dataclass
class Definitions:
    """Looks definitions up in `others` (files with their compiler arguments); each is parsed when first needed.

    Parsing takes longer than everything else, so files whose own text has the name come first.
    """

    root: Path
    others: Sequence[tuple[Path, Sequence[str]]] = ()
    _parsed: list[TranslationUnit] = field(default_factory=list)
    _known: dict[str, Cursor] = field(default_factory=dict)
    _read_files: set[int] = field(default_factory=set)

    def find(self, declaration: Cursor) -> Cursor | None:
        """The definition of a function or variable with external linkage, or None."""
        if not self._may_be_elsewhere(declaration):
            return None
        wanted = declaration.get_usr()
        for i in self._unread(declaration.spelling):
            if wanted in self._known:
                break
            self._read_files.add(i)
            self._read(*self.others[i])
        return self._known.get(wanted)

    def _may_be_elsewhere(self, declaration: Cursor) -> bool:
        """Is it a declaration of the project's, and not a member that the compiler makes (for class names do)?"""
        file = declaration.location.file
        if file is None or not Path(file.name).resolve().is_relative_to(self.root):
            return False
        made = declaration.location == declaration.semantic_parent.location
        return not made and not declaration.is_default_method()

    def _unread(self, name: str) -> list[int]:
        """The files that were not read yet, the likeliest first."""
        unread = (i for i in range(len(self.others)) if i not in self._read_files)
        words = _WORD.findall(name)
        return sorted(unread, key=lambda i: not _has_words(self.others[i][0], *words))

    def _read(self, file: Path, args: Sequence[str]) -> None:
        # What is wrong with another unit is reported where that unit itself is converted.
        unit = parse(file, args, "device", Diagnostics(), language=Language.CUDA, root=self.root)
        if unit is None:
            return
        self._parsed.append(unit)  # cursors must not outlive their tree
        for cursor in _declared(unit.declarations):
            if cursor.kind.is_preprocessing() or not cursor.is_definition():
                continue
            if not unit.is_damaged(cursor):
                self._known.setdefault(cursor.get_usr(), cursor)


def _has_words(file: Path, *words: str) -> bool:
    return all(word in _words(file) for word in words)


@cache
def _words(file: Path) -> frozenset[str]:
    return frozenset(_WORD.findall(file.read_text(errors="replace")))


def _declared(cursors: Sequence[Cursor]) -> Iterator[Cursor]:
    for cursor in cursors:
        yield cursor
        if cursor.kind in _SCOPES:
            yield from _declared(list(cursor.get_children()))

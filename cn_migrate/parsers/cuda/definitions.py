"""Device functions that another translation unit of the project defines (relocatable device code)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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


@dataclass
class Definitions:
    """Looks definitions up in `others` (files with their compiler arguments); each is parsed when first needed."""

    root: Path
    others: Sequence[tuple[Path, Sequence[str]]] = ()
    _parsed: list[TranslationUnit] = field(default_factory=list)
    _known: dict[str, Cursor] = field(default_factory=dict)
    _next: int = 0

    def find(self, declaration: Cursor) -> Cursor | None:
        """The definition of a function or variable with external linkage, or None."""
        wanted = declaration.get_usr()
        while wanted not in self._known and self._next < len(self.others):
            self._read(*self.others[self._next])
            self._next += 1
        return self._known.get(wanted)

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


def _declared(cursors: Sequence[Cursor]) -> Iterator[Cursor]:
    for cursor in cursors:
        yield cursor
        if cursor.kind in _SCOPES:
            yield from _declared(list(cursor.get_children()))

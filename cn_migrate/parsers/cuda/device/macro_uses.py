"""Uses of function-like macros: which values came out of one, and which were its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit

_STATEMENT = re.compile(r"[;{}#]|(?<![=!<>])=(?!=)")  # what no macro for an expression holds
_HEAD = re.compile(r"(\(\s*(?:\w+\s*(?:,\s*\w+\s*)*)?\))\s*(.*)", re.DOTALL)

Place = tuple[int | None, int]  # clang's handle of a file, and the byte in it


@dataclass(frozen=True, slots=True)
class _Use:
    """One use in the source: what it stands for ends at `end`; `arguments` by beginning and end."""

    name: str
    end: int
    arguments: dict[tuple[int, int], int]


class MacroUses:
    """Marks values by `macro`, the name and a number of the use, and `macro_arguments`, pairs of number and position.

    `definitions` are the macros that were met: parameters and text, as in a `#define` behind the name.
    """

    def __init__(self, unit: TranslationUnit) -> None:
        self.definitions: dict[str, str] = {}
        self._unit = unit
        self._uses: dict[Place, _Use] | None = None
        self._texts: dict[str, str] = {}
        self._active: dict[Place, int] = {}  # uses that are being translated, with their numbers
        self._count = 0

    def within(self, cursor: Cursor) -> AbstractContextManager[_Mark | None]:
        """The mark for the value of `cursor`, which is translated inside; None for most."""
        implicit = cursor.kind == CursorKind.UNEXPOSED_EXPR  # what it converts gets the mark
        if implicit or not self._all() or _start(cursor) not in self._all():
            return _NO_MARK
        return self._marked(cursor)

    @contextmanager
    def _marked(self, cursor: Cursor) -> Iterator[_Mark | None]:
        mark = self._mark(cursor)
        root = mark.place if mark is not None and mark.is_root else None
        yield mark
        if root is not None:
            self._active.pop(root, None)

    def _mark(self, cursor: Cursor) -> _Mark | None:
        start, end = clang.file_place(cursor.extent.start), clang.file_place(cursor.extent.end)
        use = self._all().get(start)
        # In an argument of another macro, clang has a use end where it begins.
        if use is not None and start[1] <= end[1] <= use.end and start not in self._active:
            positions = self._positions(start, use.end)
            self._count += 1
            self._active[start] = self._count
            self.definitions[use.name] = self._texts[use.name]
            return _Mark(start, self._count, use.name, positions)
        positions = self._positions(start, end[1])
        return _Mark(start, 0, "", positions) if positions else None

    def _positions(self, start: Place, end: int) -> list[tuple[int, int]]:
        """Of which arguments of which uses this is all."""
        return [
            (number, self._all()[place].arguments[start[1], end])
            for place, number in self._active.items()
            if place[0] == start[0] and (start[1], end) in self._all()[place].arguments
        ]

    def _all(self) -> dict[Place, _Use]:
        if self._uses is None:
            self._uses = {}
            self._texts = self._find_texts()
            for cursor in self._unit.declarations if self._texts else ():
                if cursor.kind == CursorKind.MACRO_INSTANTIATION and cursor.spelling in self._texts:
                    self._add(cursor)
        return self._uses

    def _find_texts(self) -> dict[str, str]:
        """The macros of the project that take arguments, have one definition, and stand for an expression."""
        found: dict[str, set[str]] = {}
        for cursor in self._unit.declarations:
            if cursor.kind == CursorKind.MACRO_DEFINITION:
                found.setdefault(cursor.spelling, set()).add(self._definition(cursor))
        one = {name: next(iter(texts)) for name, texts in found.items() if len(texts) == 1}
        return {name: text for name, text in one.items() if text and not _STATEMENT.search(text)}

    def _definition(self, macro: Cursor) -> str:
        if not clang.is_function_like(macro):
            return ""
        start, end = self._unit.where(macro.extent.start), self._unit.where(macro.extent.end)
        if start is None or end is None:
            return ""
        text = start[0].text(start[1] + len(macro.spelling), end[1])
        text = re.sub(r"//[^\n]*|/\*.*?\*/", " ", text.replace("\\\n", " "), flags=re.DOTALL)
        head = _HEAD.fullmatch(" ".join(text.split()))
        return f"{head[1]} {head[2]}" if head and head[2] else ""

    def _add(self, use: Cursor) -> None:
        start, end = self._unit.where(use.extent.start), self._unit.where(use.extent.end)
        if self._uses is None or start is None or end is None or start[0] is not end[0]:
            return
        text = start[0].text(start[1], end[1])
        spans = list(_argument_spans(text, len(use.spelling)))
        arguments = {(start[1] + x, start[1] + y): i for i, (x, y) in enumerate(spans)}
        self._uses[_start(use)] = _Use(use.spelling, end[1], arguments)


@dataclass(frozen=True, slots=True)
class _Mark:
    place: Place
    number: int  # of the use that the value is all of; 0 where it is none
    name: str
    positions: list[tuple[int, int]]

    @property
    def is_root(self) -> bool:
        return bool(self.number)

    def leave(self, value: ir.Value) -> None:
        """Write the mark to the op that makes `value`."""
        if isinstance(value.owner, ir.Block):
            return
        attributes = value.owner.attributes
        if self.number:
            attributes["macro"] = a.text(f"{self.name} {self.number}")
        if self.positions:
            pairs = [a.text(f"{number} {position}") for number, position in self.positions]
            attributes["macro_arguments"] = a.array(pairs)


_NO_MARK: AbstractContextManager[_Mark | None] = nullcontext()


def _start(cursor: Cursor) -> Place:
    handle, _, _, offset = clang.place(cursor.extent.start)
    return handle, offset


def _argument_spans(text: str, name_length: int) -> Iterator[tuple[int, int]]:
    """Where the arguments stand in the text of a use, without the blanks around them."""
    start = text.find("(", name_length) + 1
    depth, begin = 1, start
    for place in range(start, len(text)):
        sign = text[place]
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 or (depth == 1 and sign == ","):
            raw = text[begin:place]
            yield begin + len(raw) - len(raw.lstrip()), begin + len(raw.rstrip())
            begin = place + 1
        if depth == 0:
            return

"""What the user wrote where the tree has only a value: literals' text, macro names, constants' names."""

from __future__ import annotations

import re

from clang.cindex import Cursor, CursorKind, SourceLocation

from cn_migrate.parsers.cuda.translation_unit import TranslationUnit

_LITERAL = re.compile(r"^[0-9.][0-9a-zA-Z.'+-]*$|^'(?:[^'\\]|\\.)+'$")
_NAME = re.compile(r"^[A-Za-z_]\w*$")
_DEFINED_LITERAL = re.compile(r"^\(*\s*([0-9.][\w.'+-]*)\s*\)*$")


class Macros:
    """Finds spellings; `used` holds the names that the device code keeps, with their replacement."""

    def __init__(self, unit: TranslationUnit) -> None:
        self.used: dict[str, str] = {}
        self._unit = unit
        self._definitions: dict[str, str] | None = None
        self._conflicting: set[str] = set()

    def literal(self, cursor: Cursor) -> str:
        """A literal's text, or the name of a macro that stands for just this literal; else empty."""
        start, end = self._unit.where(cursor.extent.start), self._unit.where(cursor.extent.end)
        if start is None or end is None or start[0] is not end[0]:
            return ""
        text = start[0].text(start[1], end[1])
        if _LITERAL.match(text):
            return text.replace("'", "") if text[0] != "'" else text
        if not _NAME.match(text):
            return ""
        found = _DEFINED_LITERAL.match(self._definition(text))
        return self.name(text, found.group(1)) if found else ""

    def replaced(self, text: str) -> str:
        """What a macro's name stands for, without parentheses; any other text itself."""
        return (self._definition(text) or text).strip("() ")

    def name(self, name: str, replacement: str) -> str:
        """Keep `name` for `replacement`; empty where the name was seen with another one."""
        if self.used.get(name, replacement) != replacement or name in self._conflicting:
            self._conflicting.add(name)
            return ""
        self.used[name] = replacement
        return name

    def between(self, first: Cursor, second: Cursor) -> str:
        """The text from the end of `first` to the beginning of `second`; empty where a macro stands between."""
        return self._text(first.extent.end, second.extent.start)

    def before(self, first: Cursor, second: Cursor) -> str:
        """The text of `first` before `second`, which lies in it; empty where they come from a macro."""
        return self._text(first.extent.start, second.extent.start)

    def starts(self, pattern: re.Pattern[str], outer: Cursor, inner: Cursor) -> bool:
        """Does the text of `outer` before `inner` match as a whole?"""
        return pattern.fullmatch(self.before(outer, inner)) is not None

    def _text(self, start: SourceLocation, end: SourceLocation) -> str:
        first, last = self._unit.where(start), self._unit.where(end)
        if first is None or last is None or first[0] is not last[0]:
            return ""
        return first[0].text(first[1], max(first[1], last[1]))

    def line(self, cursor: Cursor) -> str:
        """The text of the line on which a cursor begins."""
        place = self._unit.where(cursor.extent.start)
        if place is None:
            return ""
        file, offset = place
        end = file.data.find(b"\n", offset)
        return file.text(offset, end if end >= 0 else len(file.data))

    def has_word(self, cursor: Cursor, word: bytes, before: Cursor) -> bool:
        """Does `word` stand between the beginning of `cursor` and that of `before`?"""
        start, end = self._unit.where(cursor.extent.start), self._unit.where(before.extent.start)
        if start is None and end is None:  # a header of ours
            offset = before.extent.start.offset
            words = [x.spelling for x in cursor.get_tokens() if x.extent.start.offset < offset]
            return word.decode() in words
        if start is None or end is None or start[0] is not end[0]:
            return False
        return word in start[0].data[start[1] : end[1]]

    def _definition(self, name: str) -> str:
        if self._definitions is None:
            self._definitions = {}
            for cursor in self._unit.declarations:
                if cursor.kind == CursorKind.MACRO_DEFINITION:
                    tokens = [token.spelling for token in cursor.get_tokens()]
                    self._definitions[tokens[0]] = " ".join(tokens[1:])
        return self._definitions.get(name, "")

"""What the user wrote where the tree has only a value: literals' text, macro names, constants' names."""

from __future__ import annotations

import re

from clang.cindex import Cursor, CursorKind, SourceLocation, TokenKind

from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device.constant_text import NAME, NUMBER, Number, evaluated, names
from cn_migrate.parsers.cuda.translation_unit import TranslationUnit

_LITERAL = re.compile(r"^[0-9.][0-9a-zA-Z.'+-]*$|^'(?:[^'\\]|\\.)+'$")
_EXTENT = re.compile(r"\s*\[([^\[\]]*)\]")
_NEARLY = 1e-6  # a float's value, computed in double precision, against clang's


class Macros:
    """Finds spellings; `used` holds the names that the device code keeps, with their replacement."""

    def __init__(self, unit: TranslationUnit) -> None:
        self.used: dict[str, str] = {}
        self._unit = unit
        self._definitions: dict[str, set[str]] | None = None
        self._literals: dict[
            tuple[str | None, int], str
        ] = {}  # macros by the place of their literal
        self._conflicting: set[str] = set()

    def literal(self, cursor: Cursor) -> str:
        """A literal's text, or the name of a macro that stands for just this literal; else empty."""
        start, end = self._unit.where(cursor.extent.start), self._unit.where(cursor.extent.end)
        if start is None or end is None or start[0] is not end[0]:
            return ""
        text = start[0].text(start[1], end[1])
        if _LITERAL.match(text):
            return text.replace("'", "") if text[0] != "'" else text
        return self.constant(cursor) or self._defined_at(cursor)

    def constant(self, cursor: Cursor) -> str:
        """The name of a macro that stands for the whole of a constant expression; else empty.

        A name that the project does not define (`FLT_MAX`) is told as well: the target's language may know it.
        """
        name = self._text(cursor.extent.start, cursor.extent.end)
        if not NAME.fullmatch(name):
            return ""
        known = clang.evaluate(cursor)
        if not isinstance(known, (int, float)):
            return ""
        if not self._defined(name):
            return name
        if not _equal(self._value(name), known):
            return ""
        return self._keep(name)

    def _defined_at(self, literal: Cursor) -> str:
        """The macro whose whole text is this literal, though it came here by way of other macros."""
        self._defined("")
        name = self._literals.get(clang.spelling_location(literal.extent.start), "")
        return self._keep(name) if self._definition(name) else ""

    def extents(self, variable: Cursor, counts: list[int], constants: dict[str, int]) -> list[str]:
        """The text of an array's extents where it names macros or `constants`; empty ones for the others.

        `counts` are the numbers of elements, the outermost first.
        """
        place = self._unit.where(variable.location)
        if place is None:
            return []
        file, offset = place
        text = file.text(offset, file.data.find(b";", offset))
        if not text.startswith(variable.spelling):
            return []
        found, position = [], len(variable.spelling)
        for count in counts:
            match = _EXTENT.match(text, position)
            found.append(self._extent(match[1].strip(), count, constants) if match else "")
            position = match.end() if match else len(text)
        return found if any(found) else []

    def _extent(self, text: str, count: int, constants: dict[str, int]) -> str:
        found = names(text)
        values = {name: self._value(name) for name in found} | constants
        if not found or evaluated(text, values.get) != count:
            return ""
        kept = [
            self.number(name, constants[name]) if name in constants else self._keep(name)
            for name in found
        ]
        return text if all(kept) else ""

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

    def number(self, name: str, value: float) -> str:
        """Keep the name of a constant that is no macro."""
        return self.name(name, str(value) if value >= 0 else f"({value})")

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

    def _keep(self, name: str) -> str:
        """Keep a macro and those that its text mentions."""
        text = self._definition(name)
        bare = text.strip("() ")
        if NUMBER.fullmatch(bare):
            return self.name(name, bare)
        kept = [self._keep(other) for other in names(text)]
        return self.name(name, _parenthesised(text)) if all(kept) else ""

    def _value(self, name: str) -> Number | None:
        """What a macro's text amounts to; None where it is no arithmetic."""
        return evaluated(self._definition(name), self._value)

    def _definition(self, name: str) -> str:
        """The one text of a macro without parameters; empty where it has none, or several."""
        texts = self._defined(name)
        return next(iter(texts)) if len(texts) == 1 else ""

    def _defined(self, name: str) -> set[str]:
        if self._definitions is None:
            self._definitions = {}
            for cursor in self._unit.declarations:
                if cursor.kind == CursorKind.MACRO_DEFINITION:
                    text = "" if clang.is_function_like(cursor) else _replacement(cursor)
                    self._definitions.setdefault(cursor.spelling, set()).add(text)
                    self._place(cursor, text)
        return self._definitions.get(name, set())

    def _place(self, macro: Cursor, text: str) -> None:
        bare = text.strip("() ")
        if not NUMBER.fullmatch(bare):
            return
        literal = next(x for x in macro.get_tokens() if x.spelling == bare)
        self._literals[clang.spelling_location(literal.extent.start)] = macro.spelling


def _replacement(macro: Cursor) -> str:
    """The text that a macro stands for, blanks as the user set them."""
    text, end = "", 0
    for token in list(macro.get_tokens())[1:]:
        if token.kind == TokenKind.COMMENT:
            continue
        start = token.extent.start.offset
        text += f" {token.spelling}" if text and start > end else token.spelling
        end = token.extent.end.offset
    return text


def _parenthesised(text: str) -> str:
    """`text` in parentheses, where it does not begin and end with the two of one pair."""
    depth = 0
    for i, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and i + 1 < len(text):
            return f"({text})"
    return text


def _equal(found: Number | None, known: Number) -> bool:
    return found is not None and abs(found - known) <= _NEARLY * abs(known)

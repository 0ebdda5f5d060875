"""A lexer for C++ text with CUDA's `<<<` and `>>>`: what the host side works on.

Tokens see what the tree does not: macro bodies, macro arguments, branches that #if left out, and templates before
they are instantiated.  Tokens of a preprocessor directive are kept apart from those of the code around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple


class Kind(Enum):
    """Class of a token."""

    IDENTIFIER = auto()
    NUMBER = auto()
    STRING = auto()
    PUNCTUATOR = auto()


class Token(NamedTuple):
    """A token: its text and the byte offsets of its ends."""

    kind: Kind
    text: str
    start: int
    end: int


Tokens = Sequence[Token]


@dataclass(slots=True)
class Directive:
    """A preprocessor line: its `name` (`define`, `include` ...) and all its tokens, the `#` included."""

    name: str
    start: int
    end: int
    tokens: list[Token]


@dataclass(slots=True)
class Lexed:
    """The tokens of a file: `code`, and each directive by itself."""

    code: list[Token] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)

    def sequences(self) -> list[list[Token]]:
        """All runs of tokens in which neighbours belong together."""
        return [self.code, *(d.tokens for d in self.directives)]


_SPLICE = r"\\\r?\n"
_LEXER = re.compile(
    rf"""
      (?P<space>(?:[ \t\r\f\v]|{_SPLICE})+)
    | (?P<comment>//(?:{_SPLICE}|[^\n])*?(?=\r?\n|\Z) | /\*.*?\*/)
    | (?P<line>\n)
    | (?P<STRING>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]{{0,16}})\(.*?\)(?P=mark)"
                |(?:u8|[uUL])?"(?:{_SPLICE}|\\.|[^"\\\n])*"
                |(?:u8|[uUL])?'(?:{_SPLICE}|\\.|[^'\\\n])+')
    | (?P<NUMBER>\.?\d(?:[eEpP][+-]|'(?=\w)|[\w.])*)
    | (?P<IDENTIFIER>[^\W\d][\w$]*)
    | (?P<PUNCTUATOR><<<|>>>|<=>|<<=|>>=|->\*|\.\.\.|::|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||\#\#|[-+*/%&|^]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


_KINDS = {**Kind.__members__, "mark": Kind.STRING}


@lru_cache(maxsize=32)  # both passes ask for a file's tokens, and all units that include it
def lex(data: bytes) -> Lexed:
    """The tokens of a file, not to be changed; offsets are bytes.  Never fails: a stray quote is a punctuator."""
    result = Lexed()
    directive: Directive | None = None
    at_line_start = True
    for match in _LEXER.finditer(data.decode("latin-1")):  # one character a byte
        group = match.lastgroup or "PUNCTUATOR"
        if group in {"space", "comment"}:
            continue
        if group == "line":
            directive, at_line_start = None, True
            continue
        token = Token(_KINDS[group], match.group(), *match.span())
        if at_line_start and token.text == "#":
            directive = Directive("", token.start, token.end, [])
            result.directives.append(directive)
        at_line_start = False
        if directive is None:
            result.code.append(token)
            continue
        if len(directive.tokens) == 1:
            directive.name = token.text
        directive.tokens.append(token)
        directive.end = token.end
    return result


def index_at(tokens: Tokens, offset: int) -> int:
    """Index of the first token that starts at byte `offset` or after it; their number where there is none."""
    return bisect_left(tokens, offset, key=lambda t: t.start)


_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {close: open_ for open_, close in _OPENING.items()}


def closing(tokens: Tokens, at: int) -> int | None:
    """Index of the bracket that closes the one at index `at`; None where it is not closed."""
    depth = 0
    for i in range(at, len(tokens)):
        if tokens[i].kind is not Kind.PUNCTUATOR:
            continue
        depth += (tokens[i].text in _OPENING) - (tokens[i].text in _CLOSING)
        if depth == 0:
            return i
    return None


def opening(tokens: Tokens, at: int) -> int | None:
    """Index of the bracket that opens the one at index `at`; None where it is not opened."""
    depth = 0
    for i in range(at, -1, -1):
        if tokens[i].kind is not Kind.PUNCTUATOR:
            continue
        depth += (tokens[i].text in _CLOSING) - (tokens[i].text in _OPENING)
        if depth == 0:
            return i
    return None


def opening_angle(tokens: Tokens, at: int) -> int | None:
    """Index of the `<` that opens the template argument list which the `>` at index `at` closes."""
    depth, i = 0, at
    while i >= 0:
        text = tokens[i].text if tokens[i].kind is Kind.PUNCTUATOR else ""
        if text in {">", ">>", ">>>"}:
            depth += len(text)
        elif text == "<":
            depth -= 1
        elif text in _CLOSING:
            before = opening(tokens, i)
            if before is None:
                return None
            i = before
        elif text in {";", "{", "("}:
            return None
        if depth == 0:
            return i
        i -= 1
    return None


def find_closed(tokens: Tokens, start: int, text: str) -> int | None:
    """Index of the next `text` from index `start` on that stands in no brackets opened since."""
    i = start
    while i < len(tokens):
        token = tokens[i]
        if token.kind is Kind.PUNCTUATOR:
            if token.text == text:
                return i
            if token.text in _CLOSING:
                return None
            if token.text in _OPENING:
                end = closing(tokens, i)
                if end is None:
                    return None
                i = end
        i += 1
    return None


def split(tokens: Tokens, separator: str = ",") -> list[Tokens]:
    """The parts of `tokens` between separators that stand in no brackets; template arguments count as brackets."""
    parts: list[list[Token]] = [[]]
    depth = angles = 0
    for token in tokens:
        if token.kind is Kind.PUNCTUATOR:
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            angles += (token.text == "<") - (
                len(token.text) if token.text in {">", ">>", ">>>"} else 0
            )
            angles = max(angles, 0)
            if token.text == separator and depth == 0 and angles == 0:
                parts.append([])
                continue
        parts[-1].append(token)
    return [*parts]

"""CMake's conditions (`cmake-language(7)`, command `if`), decided without running CMake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

_FALSE = frozenset({"", "0", "OFF", "NO", "FALSE", "N", "IGNORE", "NOTFOUND"})
_TRUE = frozenset({"1", "ON", "YES", "TRUE", "Y"})

_SWITCHES = frozenset({"USE", "ENABLE", "BUILD", "COMPILE", "WITH", "HAVE", "HAS", "SUPPORT"})
_OPPOSITES = frozenset({"NO", "NOT", "DISABLE", "WITHOUT", "SKIP", "OFF"})

Lookup = Callable[[str], str | None]


def asks_for_cuda(name: str) -> bool:
    """Is a variable, by its name, the switch that turns CUDA on (`USE_CUDA`, `MYLIB_ENABLE_CUDA`)?"""
    words = set(name.upper().split("_"))
    if "CUDA" not in words or words & _OPPOSITES:
        return False
    return len(words) == 1 or bool(words & _SWITCHES)


def truth(word: str, lookup: Lookup) -> bool:
    """Is a constant or variable true?"""
    upper = word.upper()
    if upper in _TRUE:
        return True
    if upper in _FALSE or upper.endswith("-NOTFOUND"):
        return False
    if word.lstrip("-").isdigit():
        return int(word) != 0
    value = lookup(word)
    return (
        value is not None
        and value.upper() not in _FALSE
        and not value.upper().endswith("-NOTFOUND")
    )


def _number(text: str) -> list[int]:
    return [int(part) for part in text.split(".") if part.isdigit()]


_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "STREQUAL": lambda a, b: a == b,
    "STRLESS": lambda a, b: a < b,
    "STRGREATER": lambda a, b: a > b,
    "EQUAL": lambda a, b: _number(a) == _number(b),
    "LESS": lambda a, b: _number(a) < _number(b),
    "GREATER": lambda a, b: _number(a) > _number(b),
    "LESS_EQUAL": lambda a, b: _number(a) <= _number(b),
    "GREATER_EQUAL": lambda a, b: _number(a) >= _number(b),
    "VERSION_EQUAL": lambda a, b: _number(a) == _number(b),
    "VERSION_LESS": lambda a, b: _number(a) < _number(b),
    "VERSION_GREATER": lambda a, b: _number(a) > _number(b),
    "VERSION_LESS_EQUAL": lambda a, b: _number(a) <= _number(b),
    "VERSION_GREATER_EQUAL": lambda a, b: _number(a) >= _number(b),
    "IN_LIST": lambda a, b: a in b.split(";"),
    "MATCHES": lambda a, b: b.strip("^$") in a,  # plain text only: enough for names of compilers
}


class Condition:
    """One condition's words, read from left to right."""

    def __init__(self, words: list[str], lookup: Lookup, folder: Path, targets: set[str]) -> None:
        self.words = list(words)
        self.lookup = lookup
        self.folder = folder
        self.targets = targets

    def holds(self) -> bool:
        """The condition's value: OR binds loosest, then AND, then NOT."""
        value = self._both()
        while self._take("OR"):
            value = self._both() or value
        return value

    def _both(self) -> bool:
        value = self._single()
        while self._take("AND"):
            value = self._single() and value
        return value

    def _single(self) -> bool:
        if self._take("NOT"):
            return not self._single()
        if self._take("("):
            value = self.holds()
            self._take(")")
            return value
        if self._take("DEFINED"):
            return self.lookup(self._next().removeprefix("ENV{").removeprefix("CACHE{")) is not None
        if self._take("TARGET"):
            return self._next() in self.targets
        if self._take("EXISTS") or self._take("IS_DIRECTORY"):
            return (self.folder / self._next()).exists()
        if self._take("COMMAND") or self._take("POLICY") or self._take("TEST"):
            self._next()
            return False
        word = self._next()
        if self.words and self.words[0] in _COMPARE:
            compare = _COMPARE[self._next()]
            return compare(self._value(word), self._value(self._next()))
        return truth(word, self.lookup)

    def _value(self, word: str) -> str:
        return found if (found := self.lookup(word)) is not None else word

    def _take(self, word: str) -> bool:
        if self.words[:1] != [word]:
            return False
        self.words.pop(0)
        return True

    def _next(self) -> str:
        return self.words.pop(0) if self.words else ""

"""Expansion of variables and functions of GNU make (its manual, chapters 6 and 8)."""

from __future__ import annotations

import glob
import os
import posixpath
import re
from collections.abc import Callable
from pathlib import Path

# What `$(shell ...)` gives for the few questions whose answer is known without running anything.
_SHELL = {"uname": "Linux", "uname -s": "Linux", "uname -m": "x86_64", "uname -p": "x86_64"}
# The compilers count as installed: a Makefile that looks for nvcc builds its CUDA part only when it finds it.
_FOUND = re.compile(r"\s*(?:which|command -v|type -p)\s+(nvcc|gcc|g\+\+|cc|c\+\+|make)\b")

_PAIRS = {"(": ")", "{": "}"}


class Variables(dict[str, str]):
    """The variables of one Makefile; `folder` is where it lies."""

    def __init__(self, folder: Path, values: dict[str, str] | None = None) -> None:
        super().__init__(values or {})
        self.folder = folder

    def expand(self, text: str, depth: int = 0) -> str:
        """`text` with every reference replaced; references that go in circles give nothing."""
        if "$" not in text or depth > 50:
            return text if depth <= 50 else ""
        result: list[str] = []
        position = 0
        while (dollar := text.find("$", position)) >= 0:
            result.append(text[position:dollar])
            opener = text[dollar + 1 : dollar + 2]
            if opener == "$":
                result.append("$")
                position = dollar + 2
            elif opener in _PAIRS:
                end = _closing(text, dollar + 1)
                result.append(self._reference(text[dollar + 2 : end], depth + 1))
                position = end + 1
            else:
                result.append(self.expand(self.get(opener, ""), depth + 1))
                position = dollar + 2
        return "".join([*result, text[position:]])

    def _reference(self, inner: str, depth: int) -> str:
        """What `$(inner)` gives: a function call, a substitution reference, or a variable."""
        name, _, rest = inner.partition(" ")
        if rest and (function := _SPECIAL.get(name)):
            return function(self, rest, depth)
        if rest and (simple := _FUNCTIONS.get(name)):
            return simple(self.folder, [self.expand(a, depth) for a in split(rest)])
        name, colon, substitution = inner.partition(":")
        if not colon or "=" not in substitution:
            return self.expand(self.get(self.expand(inner, depth).strip(), ""), depth)
        pattern, _, replacement = self.expand(substitution, depth).partition("=")
        words = self.expand(self.get(self.expand(name, depth).strip(), ""), depth)
        if "%" not in pattern:
            pattern, replacement = "%" + pattern, "%" + replacement
        return _patsubst(self.folder, [pattern, replacement, words])


def _closing(text: str, start: int) -> int:
    """The index of the bracket that closes the one at `start`; the end of the text where none does."""
    opener, closer, depth = text[start], _PAIRS[text[start]], 0
    for index in range(start, len(text)):
        depth += (text[index] == opener) - (text[index] == closer)
        if depth == 0:
            return index
    return len(text)


def split(text: str, separator: str = ",") -> list[str]:
    """`text` at the separators that stand outside all brackets."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += (char in "({") - (char in ")}")
        if char == separator and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def match(pattern: str, word: str) -> str | None:
    """The stem with which `word` fits a `%` pattern, or None."""
    before, percent, after = pattern.partition("%")
    if not percent:
        return "" if pattern == word else None
    if word.startswith(before) and word.endswith(after) and len(word) >= len(before) + len(after):
        return word[len(before) : len(word) - len(after)]
    return None


def _patsubst(_folder: Path, arguments: list[str]) -> str:
    pattern, replacement, words = arguments
    pattern, replacement = pattern.strip(), replacement.strip()
    stems = [(word, match(pattern, word)) for word in words.split()]
    return " ".join(w if stem is None else replacement.replace("%", stem, 1) for w, stem in stems)


def _wildcard(folder: Path, arguments: list[str]) -> str:
    patterns = arguments[0].split()
    found = (sorted(glob.glob(pattern, root_dir=folder)) for pattern in patterns)  # noqa: PTH207
    return " ".join(name for names in found for name in names)


def _filter(keep: bool) -> Callable[[Path, list[str]], str]:
    def function(_folder: Path, arguments: list[str]) -> str:
        patterns = arguments[0].split()
        return " ".join(
            w
            for w in arguments[1].split()
            if any(match(p, w) is not None for p in patterns) == keep
        )

    return function


def _each(function: Callable[[str], str]) -> Callable[[Path, list[str]], str]:
    return lambda _folder, arguments: " ".join(function(w) for w in arguments[0].split())


def _shell(command: str) -> str:
    """The answer to a known question; nothing is run."""
    if found := _FOUND.match(command):
        return found.group(1)
    return _SHELL.get(" ".join(command.replace("2>/dev/null", "").split()), "")


def _nothing(_folder: Path, _arguments: list[str]) -> str:
    return ""


def _if(variables: Variables, rest: str, depth: int) -> str:
    condition, *branches = split(rest)
    chosen = 0 if variables.expand(condition, depth).strip() else 1
    return variables.expand(branches[chosen], depth) if chosen < len(branches) else ""


def _foreach(variables: Variables, rest: str, depth: int) -> str:
    name, words, body = [*split(rest), "", ""][:3]
    inner = Variables(variables.folder, variables)
    results = []
    for word in variables.expand(words, depth).split():
        inner[name.strip()] = word
        results.append(inner.expand(body, depth))
    return " ".join(results)


def _call(variables: Variables, rest: str, depth: int) -> str:
    name, *arguments = split(rest)
    inner = Variables(variables.folder, variables)
    inner.update({str(i): variables.expand(a, depth) for i, a in enumerate(arguments, 1)})
    return inner.expand(inner.get(name.strip(), ""), depth)


_SPECIAL: dict[str, Callable[[Variables, str, int], str]] = {
    "if": _if,
    "foreach": _foreach,
    "call": _call,
}

_FUNCTIONS: dict[str, Callable[[Path, list[str]], str]] = {
    "wildcard": _wildcard,
    "patsubst": _patsubst,
    "subst": lambda _, a: a[2].replace(a[0], a[1]) if a[0] else a[2],
    "filter": _filter(keep=True),
    "filter-out": _filter(keep=False),
    "sort": lambda _, a: " ".join(sorted(set(a[0].split()))),
    "strip": lambda _, a: " ".join(a[0].split()),
    "findstring": lambda _, a: a[0] if a[0] in a[1] else "",
    "firstword": lambda _, a: next(iter(a[0].split()), ""),
    "lastword": lambda _, a: next(reversed(a[0].split()), ""),
    "words": lambda _, a: str(len(a[0].split())),
    "word": lambda _, a: next(iter(a[1].split()[int(a[0]) - 1 :]), ""),
    "notdir": _each(posixpath.basename),
    "dir": _each(lambda w: (posixpath.dirname(w) or ".") + "/"),
    "basename": _each(lambda w: posixpath.splitext(w)[0]),
    "suffix": _each(lambda w: posixpath.splitext(w)[1]),
    "addprefix": lambda _, a: " ".join(a[0].strip() + w for w in a[1].split()),
    "addsuffix": lambda _, a: " ".join(w + a[0].strip() for w in a[1].split()),
    "abspath": lambda f, a: " ".join(os.path.normpath(f / w) for w in a[0].split()),
    "realpath": lambda f, a: " ".join(os.path.normpath(f / w) for w in a[0].split()),
    "or": lambda _, a: next((x.strip() for x in a if x.strip()), ""),
    "and": lambda _, a: a[-1].strip() if all(x.strip() for x in a) else "",
    "shell": lambda _, a: _shell(",".join(a)),
    "info": _nothing,
    "warning": _nothing,
    "error": _nothing,
    "eval": _nothing,
    "origin": _nothing,
}

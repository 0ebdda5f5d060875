"""Reading of a Makefile: variables, conditionals, included files, rules (GNU make's manual, chapter 3)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cn_migrate.diagnostics import Span
from cn_migrate.project.makefile.expand import Variables, split
from cn_migrate.project.wildcards import matching

NAMES = ("GNUmakefile", "makefile", "Makefile")

_BUILT_IN = {
    "CC": "cc",
    "CXX": "g++",
    "AR": "ar",
    "RM": "rm -f",
    "MAKE": "make",
    "NVCC": "nvcc",
}
_CONDITIONS = ("ifeq", "ifneq", "ifdef", "ifndef")
_OPERATORS = ("::=", ":=", "?=", "+=", "!=", "=")


@dataclass
class Rule:
    """One rule; a recipe line comes with the place where it stands."""

    targets: list[str]
    prerequisites: list[str]
    recipe: list[tuple[str, Span]] = field(default_factory=list)


@dataclass
class Makefile:
    """What a Makefile says after its conditionals are decided."""

    folder: Path
    variables: Variables
    rules: list[Rule] = field(default_factory=list)

    @property
    def goals(self) -> list[str]:
        """The targets that can be asked for, the default one first."""
        named = [t for rule in self.rules for t in rule.targets if "%" not in t]
        return list(dict.fromkeys(t for t in named if not t.startswith(".") or "/" in t))


def read_makefile(path: Path, root: Path, overrides: dict[str, str] | None = None) -> Makefile:
    """Read the Makefile at `path`; `overrides` are variables given on make's command line."""
    variables = Variables(path.parent, _BUILT_IN | {"CURDIR": str(path.parent)} | (overrides or {}))
    makefile = Makefile(path.parent, variables)
    _Reader(makefile, root, frozenset(overrides or {})).read(path)
    return makefile


@dataclass
class _Reader:
    makefile: Makefile
    root: Path
    fixed: frozenset[str]  # variables of the command line, which assignments do not change
    conditions: list[tuple[bool, bool]] = field(default_factory=list)  # (active, was one active)
    rule: Rule | None = None
    depth: int = 0

    def read(self, path: Path) -> None:
        """Read one file, and what it includes."""
        self.depth += 1
        defining = False
        for number, line in _logical_lines(path):
            words = line.split()
            if words[:1] in (["define"], ["endef"]):
                defining = words[0] == "define"
            elif line.startswith("\t") and self.rule and not defining:
                if self.active:
                    self.rule.recipe.append((line[1:], self._span(path, number)))
            elif not defining:
                self._line(_without_comment(line).strip(), path, number)
        self.depth -= 1

    @property
    def active(self) -> bool:
        return all(active for active, _ in self.conditions)

    def _line(self, line: str, path: Path, number: int) -> None:
        word, _, rest = line.partition(" ")
        if word.startswith(_CONDITIONS) or word in ("else", "endif"):
            self._condition(line)
        elif not line or not self.active:
            return
        elif word in ("include", "-include", "sinclude"):
            self._include(rest)
        elif word in ("override", "export", "unexport", "private"):
            self._line(rest.strip(), path, number)
        elif not self._assignment(line):
            self._rule(line, path, number)

    def _condition(self, line: str) -> None:
        if line.startswith("endif"):
            if self.conditions:
                self.conditions.pop()
            return
        if line.startswith("else"):
            if not self.conditions:
                return
            _, decided = self.conditions.pop()
            further = line[4:].strip()
            active = not decided and (not further or self._holds(further))
            self.conditions.append((active, decided or active))
            return
        active = self.active and self._holds(line)
        self.conditions.append((active, active))

    def _holds(self, line: str) -> bool:
        word = next(w for w in (*_CONDITIONS, line) if line.startswith(w))
        rest = line[len(word) :].strip()
        expand = self.makefile.variables.expand
        if word in ("ifdef", "ifndef"):
            return bool(self.makefile.variables.get(expand(rest))) == (word == "ifdef")
        if rest.startswith("("):
            sides = split(rest[1 : rest.rfind(")")])
        else:
            sides = [part.strip("\"'") for part in rest.replace("' '", "'\n'").split(None, 1)]
        first, second = ([expand(side).strip() for side in sides] + ["", ""])[:2]
        return (first == second) == (word == "ifeq")

    def _include(self, rest: str) -> None:
        for word in self.makefile.variables.expand(rest).split():
            path = Path(os.path.normpath(self.makefile.folder / word))
            if path.is_file() and self.depth < 20:
                self.read(path)

    def _assignment(self, line: str) -> bool:
        """Take `line` as an assignment if it is one."""
        position = line.find("=")
        colon = line.find(":")
        if position < 0 or (
            0 <= colon < position
            and line[colon : colon + 2] != ":="
            and line[colon : colon + 3] != "::="
        ):
            return False
        operator = next(o for o in _OPERATORS if line[: position + 1].endswith(o))
        variables = self.makefile.variables
        name = variables.expand(line[: position + 1 - len(operator)].strip())
        if " " in name or not name:
            return False
        value = line[position + 1 :].strip()
        self.rule = None
        if name in self.fixed or (operator == "?=" and name in variables) or operator == "!=":
            return True
        if operator == "+=":
            variables[name] = f"{variables.get(name, '')} {value}".strip()
        else:
            variables[name] = variables.expand(value) if operator in (":=", "::=") else value
        return True

    def _rule(self, line: str, path: Path, number: int) -> None:
        head, _, inline = line.partition(";")
        expanded = self.makefile.variables.expand(head)
        targets, colon, prerequisites = expanded.partition(":")
        if not colon or "=" in prerequisites:  # no rule, or a variable for one target only
            self.rule = None
            return
        parts = prerequisites.lstrip(":").replace("|", " ").split(":")  # a static pattern has two
        names = [_clean(t) for t in targets.split()]
        if len(parts) == 2:  # a pattern rule for those targets
            names, parts = [parts[0].strip()], parts[1:]
        needs = matching(map(_clean, parts[0].split()), self.makefile.folder)
        self.rule = Rule(names, list(needs))
        self.makefile.rules.append(self.rule)
        if inline.strip():
            self.rule.recipe.append((inline.strip(), self._span(path, number)))

    def _span(self, path: Path, number: int) -> Span:
        name = os.path.relpath(path, self.root).replace(os.sep, "/")
        return Span(name, number, 1, number, 1)


def _clean(word: str) -> str:
    return word[2:] if word.startswith("./") else word


def _without_comment(line: str) -> str:
    position = line.find("#")
    while position > 0 and line[position - 1] == "\\":
        position = line.find("#", position + 1)
    return line if position < 0 else line[:position]


def _logical_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, continued ones joined."""
    pending, start = "", 0
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    for number, line in enumerate(text.splitlines(), 1):
        start = start if pending else number
        if line.endswith("\\"):
            pending += line[:-1] + " "
            continue
        yield start, pending + line.lstrip() if pending else line
        pending = ""
    if pending:
        yield start, pending

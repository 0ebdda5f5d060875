"""One CMake file under evaluation: scopes, conditions, loops, functions and macros."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cn_migrate.diagnostics import Span
from cn_migrate.project.cmake.conditions import Condition, asks_for_cuda
from cn_migrate.project.cmake.syntax import Argument, Command, read_commands

if TYPE_CHECKING:
    from cn_migrate.project.cmake.evaluate import Evaluation

MAX_DEPTH = 30  # of functions and modules that enter each other


class Folder:
    """One CMakeLists.txt under evaluation: its variables, and the flags and libraries of its folder."""

    def __init__(
        self, evaluation: Evaluation, path: Path, variables: dict[str, str], flags: list[str]
    ) -> None:
        self.evaluation = evaluation
        self.path = path
        self.folder = path.parent
        self.variables = variables
        self.flags = list(flags)  # of include_directories, add_definitions and the like
        self.links: list[str] = []
        self.caller: dict[str, str] | None = None  # the variables that PARENT_SCOPE means
        self.depth = 0
        root = str(evaluation.root)
        variables |= {
            "CMAKE_CURRENT_SOURCE_DIR": str(self.folder),
            "CMAKE_CURRENT_LIST_DIR": str(self.folder),
        }
        for name in ("CMAKE_SOURCE_DIR", "PROJECT_SOURCE_DIR"):
            variables.setdefault(name, root)
        for name in ("CMAKE_BINARY_DIR", "CMAKE_CURRENT_BINARY_DIR", "PROJECT_BINARY_DIR"):
            variables[name] = root + "/build"

    def run(self) -> None:
        """Evaluate the file."""
        self.body(read_commands(self.path.read_bytes()))

    def body(self, commands: Iterable[Command]) -> None:
        """Evaluate commands in order."""
        for command in commands:
            self._command(command)

    def _command(self, command: Command) -> None:
        if command.name == "if":
            self._if(command)
        elif command.name == "foreach":
            self._foreach(command)
        elif command.name == "block":
            self.body(command.branches[0][1])
        elif command.name in ("function", "macro"):
            self.evaluation.functions[command.arguments[0].text.lower()] = command
        elif command.name in self.evaluation.functions:
            self._call(self.evaluation.functions[command.name], self.words(command.arguments))
        elif command.name == "while":
            return
        else:
            self.evaluation.act(self, command)

    def _call(self, definition: Command, given: list[str]) -> None:
        """Enter a function or macro of the project; what calls itself without end is left."""
        if self.depth >= MAX_DEPTH:
            return
        names = [argument.text for argument in definition.arguments[1:]]
        bound = dict(zip(names, given, strict=False)) | {
            "ARGC": str(len(given)),
            "ARGV": ";".join(given),
            "ARGN": ";".join(given[len(names) :]),
            **{f"ARGV{i}": word for i, word in enumerate(given)},
        }
        variables, caller = self.variables, self.caller
        if definition.name == "function":
            self.caller, self.variables = variables, variables | bound
        else:
            variables |= bound
        self.depth += 1
        for _, body in definition.branches:
            self.body(body)
        self.depth -= 1
        self.variables, self.caller = variables, caller

    def _if(self, command: Command) -> None:
        for condition, body in command.branches:
            if condition is None or self._holds(condition):
                self.body(body)
                return

    def _holds(self, condition: list[Argument]) -> bool:
        words = [word for argument in condition for word in self._condition_words(argument)]
        targets = set(self.evaluation.targets)
        return Condition(words, self._lookup, self.folder, targets).holds()

    def _lookup(self, name: str) -> str | None:
        """A variable for a condition; packages that a project looks for count as found, CUDA as wanted."""
        found = "TRUE" if name.endswith("_FOUND") or asks_for_cuda(name) else None
        return self.variables.get(name, found)

    def _condition_words(self, argument: Argument) -> list[str]:
        text = self.expand(argument.text)
        if argument.quoted:
            return [text]
        return text.replace("(", " ( ").replace(")", " ) ").split()

    def _foreach(self, command: Command) -> None:
        name, *words = self.words(command.arguments) or [""]
        if words[:1] == ["IN"]:
            words = words[1:]
            if words[:1] == ["LISTS"]:
                words = [w for item in words[1:] for w in self.variables.get(item, item).split(";")]
            elif words[:1] == ["ITEMS"]:
                words = words[1:]
        for word in words:
            self.variables[name] = word
            self.body(command.branches[0][1] if command.branches else [])

    def words(self, arguments: list[Argument]) -> list[str]:
        """Arguments with their variables replaced, lists split unless quoted."""
        words: list[str] = []
        for argument in arguments:
            text = self.expand(argument.text)
            words += [text] if argument.quoted else [w for w in text.split(";") if w]
        return words

    def expand(self, text: str) -> str:
        """`text` with `${name}` replaced, innermost first; `$ENV{name}` gives nothing."""
        text = text.replace("$ENV{", "${ENV ")
        while (start := text.rfind("${")) >= 0:
            end = text.find("}", start)
            if end < 0:
                return text
            text = text[:start] + self.variables.get(text[start + 2 : end], "") + text[end + 1 :]
        return text

    def span(self, command: Command) -> Span:
        """Where a command stands."""
        name = os.path.relpath(self.path, self.evaluation.root).replace(os.sep, "/")
        return Span(name, command.line, 1, command.line, 1)

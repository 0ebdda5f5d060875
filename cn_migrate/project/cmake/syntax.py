"""CMake's syntax as commands with arguments and bodies, out of tree-sitter's tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import tree_sitter_cmake
from tree_sitter import Language, Node, Parser


@dataclass(frozen=True)
class Argument:
    """One argument as written, without quotes; a quoted or bracket argument is never split into a list."""

    text: str
    quoted: bool = False


@dataclass
class Command:
    """One command; `if`, `foreach`, `while`, `function` and `macro` carry what they enclose.

    `branches` of an `if` are pairs of a condition (None for `else`) and a body; the others have one.
    """

    name: str
    arguments: list[Argument]
    line: int
    branches: list[tuple[list[Argument] | None, list[Command]]] = field(default_factory=list)


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_cmake.language()))


def read_commands(text: bytes) -> list[Command]:
    """The commands of a CMake file."""
    return _commands(_parser().parse(text).root_node)


def _commands(node: Node) -> list[Command]:
    return [
        made
        for child in node.children
        if (make := _MAKERS.get(child.type)) and (made := make(child))
    ]


def _normal(node: Node) -> Command:
    name = node.children[0].text or b""
    return Command(name.decode().lower(), _arguments(node), node.start_point[0] + 1)


def _block(node: Node) -> Command:
    """A block: its first child opens it, bodies and further conditions follow."""
    opener = node.children[0]
    name = opener.type.removesuffix("_command")
    command = Command(name, _arguments(opener), node.start_point[0] + 1)
    condition: list[Argument] | None = command.arguments
    for child in node.children[1:]:
        if child.type == "elseif_command":
            condition = _arguments(child)
        elif child.type == "else_command":
            condition = None
        elif child.type == "body":
            command.branches.append((condition, _commands(child)))
    return command


_MAKERS: dict[str, Callable[[Node], Command]] = {
    "normal_command": _normal,
    "if_condition": _block,
    "foreach_loop": _block,
    "while_loop": _block,
    "function_def": _block,
    "macro_def": _block,
    "block_def": _block,
}


def _arguments(node: Node) -> list[Argument]:
    return [
        _argument(child)
        for holder in node.children
        if holder.type == "argument_list"
        for child in holder.children
        if child.type == "argument"
    ]


def _argument(node: Node) -> Argument:
    text = (node.text or b"").decode("utf-8", "surrogateescape")
    if text.startswith('"'):
        return Argument(text[1:-1].replace('\\"', '"'), quoted=True)
    if text.startswith("[") and node.children and node.children[0].type == "bracket_argument":
        return Argument(text.strip("[=").rstrip("]="), quoted=True)
    return Argument(text)

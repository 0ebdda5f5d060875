"""An `asm` statement of GCC's form: its template, constraints and operands' names, out of its tokens.

GCC manual, "Extended Asm"; Inline PTX Assembly in CUDA, "Assembler (ASM) Statements".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cn_migrate.parsers.cuda.ptx.bare_registers import unmark

_OPEN, _CLOSE = "([{", ")]}"
_PREFIXES = ("u8", "L", "u", "U")


@dataclass(frozen=True, slots=True)
class Operand:
    """`[name] "constraint" (expression)`; `name` is empty where there is none."""

    name: str
    constraint: str


@dataclass(frozen=True, slots=True)
class AsmStatement:
    """`operands` are outputs, then inputs; a simple statement (without colons) has `is_simple`."""

    template: str
    operands: tuple[Operand, ...]
    is_simple: bool


def read_statement(tokens: Sequence[str]) -> AsmStatement | None:
    """The statement that begins at `tokens`; None where a string is not written out (a macro makes it)."""
    if "(" not in tokens:
        return None
    inside = _until_closed(tokens[tokens.index("(") + 1 :])
    sections = list(_split(_colons(inside), ":"))
    template = _text(sections[0])
    if template is None:
        return None
    template = unmark(template)
    operands: list[Operand] = []
    for section in sections[1:3]:
        for part in _split(section, ","):
            operand = _operand(part)
            if operand is None:
                return None
            operands.append(operand)
    return AsmStatement(template, tuple(operands), is_simple=len(sections) == 1)


def _until_closed(tokens: Sequence[str]) -> list[str]:
    found: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token in _OPEN) - (token in _CLOSE)
        if depth < 0:
            break
        found.append(token)
    return found


def _colons(tokens: list[str]) -> list[str]:
    """`::` between sections is two colons."""
    found: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token in _OPEN) - (token in _CLOSE)
        found += [":", ":"] if token == "::" and depth == 0 else [token]
    return found


def _split(tokens: list[str], separator: str) -> Iterator[list[str]]:
    """The parts between separators outside of brackets; no empty part at the end of a list."""
    part: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token in _OPEN) - (token in _CLOSE)
        if token == separator and depth == 0:
            yield part
            part = []
        else:
            part.append(token)
    if part or separator == ":":
        yield part


def _operand(tokens: list[str]) -> Operand | None:
    name = ""
    if tokens[0] == "[":
        name, tokens = tokens[1], tokens[3:]
    if "(" not in tokens:
        return None
    constraint = _text(tokens[: tokens.index("(")])
    return None if constraint is None else Operand(name, constraint)


def _text(tokens: list[str]) -> str | None:
    """Adjacent string literals as one text."""
    if not tokens or not all(_is_string(token) for token in tokens):
        return None
    return "".join(str(ast.literal_eval(token.lstrip("LuU8"))) for token in tokens)


def _is_string(token: str) -> bool:
    return token.endswith('"') and token[: token.index('"')] in ("", *_PREFIXES)

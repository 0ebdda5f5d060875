"""The text of PTX as instructions: guards, opcodes, operands, registers that a block declares.

PTX ISA, "Syntax", "Instruction Operands".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_GUARD = re.compile(r"@(!?)\s*([%\w$]+)\s+")
_DECLARATION = re.compile(r"\.reg\s+\.(\w+)\s+(.*)", re.DOTALL)
_LABEL = re.compile(r"[$\w]+\s*:(?!:)")
_RANGE = re.compile(r"([%$\w]+)<(\d+)>")
# What has no part in what an instruction computes: cache and scheduling hints, accuracy that it may leave out,
# state spaces, because pointers carry theirs.
_HINTS = frozenset(
    """approx full ftz aligned ca cg cs lu cv wb wt nc uni weak global shared local const param shared::cta
    L1::evict_last L1::evict_first L1::no_allocate L1::evict_unchanged L2::64B L2::128B L2::256B""".split()
)
# Nor the scope of one access to memory: every order holds for the whole device.
_SCOPES = frozenset(("cta", "gpu", "sys"))
_ACCESSES = frozenset(("ld", "st", "atom", "red"))


@dataclass(frozen=True, slots=True)
class Instruction:
    """`opcode` without hints, its parts as written in `parts`; `guard` is a predicate, `!` before it if negated.

    An operand is a register or number as written, an address in brackets, or several in braces.
    """

    opcode: str
    parts: tuple[str, ...]
    operands: tuple[str, ...]
    guard: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The instructions of a template in order; `registers` are those that it declares: name -> type."""

    instructions: tuple[Instruction, ...]
    registers: dict[str, str]


class Unreadable(ValueError):
    """A template that has something besides instructions and declarations of registers; says what."""


def read_block(template: str, is_simple: bool) -> Block:
    """Read a template; in one with operands `%%` is a percent sign.  Raises Unreadable."""
    text = _COMMENT.sub(" ", template if is_simple else template.replace("%%", "%"))
    instructions: list[Instruction] = []
    registers: dict[str, str] = {}
    for line in _statements(text):
        declaration = _DECLARATION.match(line)
        if declaration is not None:
            registers |= dict.fromkeys(_declared(declaration[2]), declaration[1])
        elif _LABEL.match(line):
            raise Unreadable(f"label '{line.split(':')[0]}'")
        else:
            instructions.append(_instruction(line))
    return Block(tuple(instructions), registers)


def _statements(text: str) -> list[str]:
    """Split at semicolons; the braces of blocks go, those of operands stay."""
    lines: list[str] = []
    for piece in text.split(";"):
        line = piece.strip()
        while line.startswith(("{", "}")):
            line = line[1:].strip()
        if line:
            lines.append(line)
    return lines


def _declared(names: str) -> list[str]:
    found: list[str] = []
    for name in names.split(","):
        several = _RANGE.fullmatch(name.strip())
        found += [f"{several[1]}{i}" for i in range(int(several[2]))] if several else [name.strip()]
    return found


def _instruction(line: str) -> Instruction:
    guard = _GUARD.match(line)
    rest = line[guard.end() :] if guard else line
    opcode, _, operands = (
        rest.partition(" ") if " " in rest else re.sub(r"\s", " ", rest).partition(" ")
    )
    opcode = opcode.strip()
    if not re.fullmatch(r"[a-z][\w.:]*", opcode):
        raise Unreadable(f"'{line}'")
    head, *modifiers = opcode.split(".")
    dropped = _HINTS | _SCOPES if head in _ACCESSES else _HINTS
    kept = [m for m in modifiers if m not in dropped]
    return Instruction(
        ".".join([head, *kept]),
        (head, *modifiers),
        tuple(_operands(operands)),
        "".join(guard.groups()) if guard else "",
    )


def _operands(text: str) -> list[str]:
    """Split at commas outside of braces and brackets."""
    found: list[str] = []
    depth = 0
    for character in text.strip():
        depth += (character in "{[") - (character in "}]")
        if character == "," and depth == 0:
            found.append("")
        elif found:
            found[-1] += character
        else:
            found.append(character)
    return [operand.strip() for operand in found]

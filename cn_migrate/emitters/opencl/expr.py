"""Printed C expressions: text, binding strength, and what C makes of their type."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

from cn_migrate._mlir import ir


class Prec(IntEnum):
    """Binding strength of C's operators, strongest last."""

    COMMA = 1
    ASSIGN = 2
    CONDITIONAL = 3
    LOR = 4
    LAND = 5
    OR = 6
    XOR = 7
    AND = 8
    EQUALITY = 9
    RELATION = 10
    SHIFT = 11
    ADD = 12
    MUL = 13
    UNARY = 14
    POSTFIX = 15
    PRIMARY = 16


BINARY_SIGNS: dict[str, tuple[str, Prec]] = {
    "add": ("+", Prec.ADD),
    "sub": ("-", Prec.ADD),
    "mul": ("*", Prec.MUL),
    "div": ("/", Prec.MUL),
    "rem": ("%", Prec.MUL),
    "and": ("&", Prec.AND),
    "or": ("|", Prec.OR),
    "xor": ("^", Prec.XOR),
    "shl": ("<<", Prec.SHIFT),
    "shr": (">>", Prec.SHIFT),
    "eq": ("==", Prec.EQUALITY),
    "ne": ("!=", Prec.EQUALITY),
    "lt": ("<", Prec.RELATION),
    "le": ("<=", Prec.RELATION),
    "gt": (">", Prec.RELATION),
    "ge": (">=", Prec.RELATION),
}

_BITWISE = (Prec.OR, Prec.XOR, Prec.AND)
_COMPARING = (Prec.EQUALITY, Prec.RELATION)


@dataclass(frozen=True, slots=True)
class Expr:
    """A printed expression that stands for a value of IR type `type`.

    `ctype` is the type that C's rules give to the text.  Where it is wider than `type`, the text's value either
    *is* the value (`exact`), or equals it in its low bits only (as `get_global_id(0)`, a size_t, may for an `uint`).
    `bounds` are the least and greatest value where known.
    """

    text: str
    prec: Prec
    type: ir.Type
    ctype: ir.Type
    exact: bool = True
    bounds: tuple[int, int] | None = None

    def at(self, prec: Prec) -> str:
        """The text, in parentheses where it binds weaker than `prec`."""
        return self.text if self.prec >= prec else f"({self.text})"

    def standing_for(self, type_: ir.Type) -> Expr:
        """The same text as a value of IR type `type_`."""
        return replace(self, type=type_)


def infix(sign: str, prec: Prec, lhs: Expr, rhs: Expr) -> str:
    """`lhs sign rhs` with the parentheses that C needs, and those that compilers ask for to be clear."""
    bare = lhs.prec >= prec and not _unclear(prec, lhs.prec) and not _negates(prec, lhs)
    left = lhs.text if bare else f"({lhs.text})"
    right = rhs.text if rhs.prec > prec and not _unclear(prec, rhs.prec) else f"({rhs.text})"
    if sign in "+-" and right.startswith(sign):
        right = f"({right})"
    return f"{left} {sign} {right}"


def _negates(parent: Prec, left: Expr) -> bool:
    """Would clang ask whether the `!` of `left` is meant for all of a comparison?"""
    return left.text.startswith("!") and (parent in _BITWISE or parent in _COMPARING)


def _unclear(parent: Prec, child: Prec) -> bool:
    """Would a reader (or clang's -Wparentheses) stumble over `child` standing bare under `parent`?"""
    if child >= Prec.UNARY:
        return False
    if parent in _BITWISE:
        return child != parent
    if parent == Prec.SHIFT:
        return True
    if parent in _COMPARING:
        return child in _COMPARING
    return parent == Prec.LOR and child == Prec.LAND

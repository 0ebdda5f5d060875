"""The value of constant arithmetic that stands in a source's text."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import TypeAlias

Number: TypeAlias = int | float

_INTEGER = r"(?:0[xX][0-9a-fA-F]+|0|[1-9][0-9]*)[uU]?[lL]?"
_FRACTION = r"(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eEfF]))(?:[eE][+-]?[0-9]+)?[fF]?"
NUMBER = re.compile(rf"(?:{_FRACTION}|{_INTEGER})(?![\w.])")
NAME = re.compile(r"[A-Za-z_]\w*")
_SIGN = r"[-+*/%&|^~()]|<<|>>"
_PIECE = re.compile(rf"\s*(?:(?P<number>{NUMBER.pattern})|(?P<rest>{NAME.pattern}|{_SIGN}))")


def evaluated(text: str, value_of: Callable[[str], Number | None]) -> Number | None:
    """The value of C's arithmetic on numbers and names in `text`; None where it is anything else.

    The operators are those that bind alike in C and in Python, which reads them here.
    """
    python = _as_python(text)
    if python is None:
        return None
    try:
        return _value(ast.parse(python, mode="eval").body, value_of)
    except (SyntaxError, ArithmeticError, ValueError, TypeError, RecursionError):
        return None


def names(text: str) -> list[str]:
    """The names in such a text."""
    return NAME.findall(re.sub(rf"(?<!\w)(?:{NUMBER.pattern})", "", text))


def _as_python(text: str) -> str | None:
    """`text` with Python's spelling of numbers; None where it holds what is no arithmetic."""
    found, position = [], 0
    text = text.strip()
    while position < len(text):
        match = _PIECE.match(text, position)
        if match is None:
            return None
        number = match["number"]
        found.append(match["rest"] if number is None else _python_number(number))
        position = match.end()
    return " ".join(found)


def _python_number(text: str) -> str:
    if text[:2] in ("0x", "0X"):
        return text.rstrip("uUlL")
    return text.rstrip("uUlLfF")


def _value(node: ast.AST, value_of: Callable[[str], Number | None]) -> Number | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, (int, float)) else None
    if isinstance(node, ast.Name):
        return value_of(node.id)
    if isinstance(node, ast.UnaryOp):
        inner = _value(node.operand, value_of)
        return None if inner is None else _UNARY[type(node.op)](inner)
    if not isinstance(node, ast.BinOp) or type(node.op) not in _BINARY:
        return None
    left, right = _value(node.left, value_of), _value(node.right, value_of)
    if left is None or right is None:
        return None
    return _BINARY[type(node.op)](left, right)


def _divided(left: Number, right: Number) -> Number:
    if isinstance(left, float) or isinstance(right, float):
        return left / right
    return abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)


def _remainder(left: Number, right: Number) -> Number:
    return left - _divided(left, right) * right


_UNARY: dict[type[ast.AST], Callable[[Number], Number]] = {
    ast.USub: lambda x: -x,
    ast.UAdd: lambda x: x,
    ast.Invert: lambda x: ~int(x),
}
_BINARY: dict[type[ast.AST], Callable[[Number, Number], Number]] = {
    ast.Add: lambda x, y: x + y,
    ast.Sub: lambda x, y: x - y,
    ast.Mult: lambda x, y: x * y,
    ast.Div: _divided,
    ast.Mod: _remainder,
    ast.LShift: lambda x, y: int(x) << min(int(y), 64),
    ast.RShift: lambda x, y: int(x) >> int(y),
    ast.BitAnd: lambda x, y: int(x) & int(y),
    ast.BitOr: lambda x, y: int(x) | int(y),
    ast.BitXor: lambda x, y: int(x) ^ int(y),
}

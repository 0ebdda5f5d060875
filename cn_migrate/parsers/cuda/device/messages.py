"""`printf`, `assert` and `__trap`: their formats and strings are known here, their values at run time.

CUDA C++ Programming Guide, "Formatted Output", "Assertion", "Trap Function".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clang.cindex import Cursor, CursorKind

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import attributes as a
from cn_migrate.dialects.cnative import control, messages
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import component
from cn_migrate.parsers.cuda import clang
from cn_migrate.parsers.cuda.device import shape
from cn_migrate.parsers.cuda.device.body import Body
from cn_migrate.parsers.cuda.device.dispatch import value

# C11, 7.21.6.1; CUDA's printf has all of it but %n and wide characters.  OpenCL C adds vectors (6.12.13.2).
_CONVERSION = re.compile(
    r"%(?P<flags>[-+ #0]*)(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?"
    r"(?:v(?P<components>2|3|4|8|16))?(?P<length>hh|hl|h|ll|l|j|z|t|L)?(?P<letter>[diouxXfFeEgGaAcsp%])"
)
_SHORT = {"hh": 8, "h": 16}
_LONG = ("l", "ll", "j", "z", "t")


_MOST_CHOICES = 4  # each doubles the ops


@dataclass(frozen=True)
class Choice:
    """A part of a format that hangs on a condition."""

    condition: ir.Value
    then: str
    otherwise: str


Text = str | Choice


def print_(body: Body, cursor: Cursor) -> ir.Value:
    """`printf(format, ...)`; its value is the number of arguments, as CUDA's is."""
    first, *rest = cursor.get_arguments()
    format_ = _string(first)
    if format_ is None:
        raise body.refuse("printf with a format that is no literal")
    count = len(rest)
    values: list[ir.Value] = []
    pieces: list[Text] = []
    end = 0
    for match in _CONVERSION.finditer(format_):
        pieces.append(_plain(body, format_[end : match.start()]))
        pieces.append(_converted(body, match, rest, values))
        end = match.end()
    pieces.append(_plain(body, format_[end:]))
    if rest:  # C evaluates them all the same
        raise body.refuse("printf with more arguments than its format names")
    if sum(isinstance(piece, Choice) for piece in pieces) > _MOST_CHOICES:
        raise body.refuse(f"printf with more than {_MOST_CHOICES} strings that are one of two")
    _print(body, pieces, values)
    return body.constant(t.signed(32), count)


def _print(body: Body, pieces: Sequence[Text], values: list[ir.Value]) -> None:
    """One op, which prints all at once, for each of the texts that may be meant."""
    for number, piece in enumerate(pieces):
        if isinstance(piece, Choice):
            branch = control.IfOp(piece.condition)
            for region, text in ((branch.then, piece.then), (branch.otherwise, piece.otherwise)):
                with body.block(region):
                    _print(body, [*pieces[:number], text, *pieces[number + 1 :]], values)
            return
    messages.PrintOp(a.text("".join(map(str, pieces))), values)


def _plain(body: Body, text: str) -> str:
    if "%" in text:
        raise body.refuse(f"the conversion '{text[text.index('%') :][:4]}' of printf")
    return text


def _converted(
    body: Body, match: re.Match[str], arguments: list[Cursor], values: list[ir.Value]
) -> Text:
    """The dialect's conversion for `match`; takes its argument, and adds its value."""
    flags, letter = match["flags"], match["letter"]
    if letter == "%":
        return "%%"
    width = _number(body, match["width"], arguments)
    precision = match["precision"]
    dotted = "" if precision is None else f".{_number(body, precision, arguments)}"
    argument = _next(body, arguments)
    if letter == "s":
        return _known_text(body, argument, f"%{flags}{width}{dotted}s")
    known = value(body, argument)
    shown = [
        _shown(body, match, f"%{flags}{width}{dotted}", part, values)
        for part in _components(body, match, known)
    ]
    return ",".join(shown)


def _components(body: Body, match: re.Match[str], known: ir.Value) -> list[ir.Value]:
    """The values that a conversion shows: one, or the components of a vector."""
    if match["components"] is None:
        return [known]
    type_ = known.type
    if not isinstance(type_, t.VecType):
        raise body.refuse(f"the conversion '{match[0]}' of printf")
    element = t.element(type_)
    names = [component(number) for number in range(int(match["components"]))]
    return [e.ExtractOp(a.text(name), known, element).result for name in names]


def _shown(
    body: Body, match: re.Match[str], start: str, known: ir.Value, values: list[ir.Value]
) -> str:
    """The dialect's conversion of one value, which is added to `values`."""
    letter = match["letter"]
    if letter in messages.FLOATING:
        values.append(_floating(body, known))
        return f"{start}{letter}"
    if letter == "p":
        values.append(body.generic(known) if t.is_ptr(known.type) else known)
        return f"{start.partition('.')[0]}p"
    length = "l" if match["length"] in _LONG and letter != "c" else ""
    values.append(_integer(body, known, match["length"] or "", length, letter))
    return f"{start}{length}{letter}"


def _next(body: Body, arguments: list[Cursor]) -> Cursor:
    if not arguments:
        raise body.refuse("printf with fewer arguments than its format names")
    return arguments.pop(0)


def _number(body: Body, text: str, arguments: list[Cursor]) -> str:
    """A width or precision; `*` takes it from an argument, which has to be constant."""
    if text != "*":
        return text
    known = clang.evaluate(_next(body, arguments))
    if not isinstance(known, int):
        raise body.refuse("printf with a width or precision that is no constant")
    return str(known)


def _known_text(body: Body, argument: Cursor, conversion: str) -> Text:
    """A string that is known here: a literal, or one of two by a condition."""
    text = _string(argument)
    if text is not None:
        return (conversion % text).replace("%", "%%")
    inner = shape.strip(argument)
    if inner.kind != CursorKind.CONDITIONAL_OPERATOR:
        raise body.refuse("printf of a string that is no literal")
    condition, *arms = inner.get_children()
    known = body.truth(value(body, condition))
    then, otherwise = (_known_text(body, arm, conversion) for arm in arms)
    if isinstance(then, Choice) or isinstance(otherwise, Choice):
        raise body.refuse("printf of a string that is one of more than two")
    return Choice(known, then, otherwise)


def _floating(body: Body, known: ir.Value) -> ir.Value:
    """The value without C's promotion to double, which OpenCL C does by itself where there is double."""
    op = None if isinstance(known.owner, ir.Block) else known.owner.opview
    if (
        isinstance(op, e.ConvertOp)
        and t.is_float(op.value.type)
        and "explicit" not in op.attributes
    ):
        known = op.value
        op.operation.erase()
    return known if t.is_float(known.type) else body.convert(known, ir.F64Type.get())


def _integer(body: Body, known: ir.Value, written: str, length: str, letter: str) -> ir.Value:
    """The value cut to what the conversion names."""
    type_ = messages.integer_type(length, letter)
    if written in _SHORT:
        bits = _SHORT[written]
        short = t.unsigned(bits) if letter in messages.UNSIGNED else t.signed(bits)
        known = body.convert(known, short)
    return body.convert(known, type_)


def assertion(body: Body, cursor: Cursor) -> None:
    """What `assert` calls where its condition is false: file, line, function and condition as CUDA says them."""
    condition, _file, line, function = cursor.get_arguments()
    span = body.module.span(cursor)
    name = span.file.rsplit("/", 1)[-1] if span is not None else ""
    where = f"{name}:{clang.evaluate(line)}: {_string(function) or ''}"
    reason = f"Assertion `{_string(condition) or ''}' failed."
    messages.TrapOp(a.text(where), a.text(reason))


def trap(body: Body, cursor: Cursor) -> None:
    """`__trap()`."""
    messages.TrapOp(a.text(""), a.text(""))


def _string(cursor: Cursor) -> str | None:
    """The text of a string literal, `__func__` and its like among them; None for anything else."""
    known = clang.evaluate(cursor)
    if isinstance(known, str):
        return known
    inner = shape.strip(cursor)
    if inner.kind == CursorKind.UNARY_OPERATOR:  # __extension__
        return _string(shape.only(inner))
    # libclang evaluates no __func__, but spells it
    quoted = inner.kind == CursorKind.STRING_LITERAL and inner.spelling.startswith('"')
    return inner.spelling[1:-1] if quoted else None


MESSAGES: dict[str, Callable[[Body, Cursor], ir.Value | None]] = {
    "print": print_,
    "assertion": assertion,
    "trap": trap,
}

"""The printer of `printf` (OpenCL C 1.2, 6.12.13)."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import messages
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.addresses import pointer
from cn_migrate.emitters.opencl.context import FunctionContext
from cn_migrate.emitters.opencl.expr import Expr, Prec
from cn_migrate.emitters.opencl.expressions import exact_argument, prints

_ESCAPES = {
    "\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r", "\a": r"\a", "\b": r"\b",
    "\f": r"\f", "\v": r"\v",
}  # fmt: skip


@prints(messages.PrintOp)
def printed(ctx: FunctionContext, op: messages.PrintOp) -> Expr:
    """`printf("...", values)`."""
    shown = [_argument(ctx, value) for value in op.values]
    text = f"printf({', '.join([string_literal(op.format.value), *shown])})"
    int_ = t.signed(32)
    return Expr(text, Prec.POSTFIX, int_, int_)


def _argument(ctx: FunctionContext, value: ir.Value) -> str:
    if t.is_ptr(value.type):
        return pointer(ctx, value).at(Prec.ASSIGN)
    return exact_argument(ctx, value).at(Prec.ASSIGN)


def string_literal(text: str) -> str:
    """`text` as a C string literal; what is not ASCII goes in octal, byte by byte."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isascii() and character.isprintable():
        return character
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))

"""Expressions that the user wrote by a function-like macro: its name again, where its text comes out the same.

An expression is printed as any other value first, and that decides: it has to be the text of the macro with the printed
arguments, token for token, parentheses aside.  Those cannot matter, because arguments stay in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from cn_migrate._mlir import ir
from cn_migrate.emitters.opencl.context import FunctionContext
from cn_migrate.emitters.opencl.expr import Expr, Prec
from cn_migrate.emitters.opencl.macros import words

_HEAD = re.compile(r"\(([^()]*)\) (.*)")
_PIECE = re.compile(
    r"(?:0[xX][\da-fA-F]+|\.?\d[\w.]*(?:(?<=[eE])[-+]\w+)?)|\w+|<<|>>|[<>=!]=|&&|\|\||->|\S"
)
_DEPTH = 8  # of macros in the text of macros

Show = Callable[[FunctionContext, ir.Value], Expr]


def folded(ctx: FunctionContext, op: ir.Operation, expanded: Expr, show: Show) -> Expr:
    """`expanded`, which `op` was printed as, or the use of a macro that expands to the same."""
    name, _, number = op.attributes["macro"].value.partition(" ")
    definition = ctx.module.function_macros.get(name)
    head = _HEAD.fullmatch(definition) if definition else None
    if head is None:
        return expanded
    parameters = [p.strip() for p in head[1].split(",")] if head[1].strip() else []
    found = dict(_arguments(op, number))
    if len(found) != len(parameters):
        return expanded
    waiting = dict(ctx.hoisted)
    values = [found[i] for i in range(len(parameters))]
    # A macro may come to no more than its argument: a conversion to the type that it has.
    arguments = [expanded if value.owner == op else show(ctx, value) for value in values]
    fits = all(map(partial(_fits, head[2]), parameters, arguments))
    text = f"{name}({', '.join(argument.text for argument in arguments)})"
    same = _pieces(_expanded(ctx, text)) == _pieces(_expanded(ctx, expanded.text))
    if ctx.hoisted != waiting or not fits or not same:
        ctx.hoisted = waiting
        return expanded
    _use(ctx, name)
    return replace(
        expanded, text=text, prec=Prec.POSTFIX if _is_enclosed(head[2]) else expanded.prec
    )


def _arguments(op: ir.Operation, number: str) -> Iterator[tuple[int, ir.Value]]:
    """The values that were arguments of use `number`, by position, among all that `op` is made of."""
    if "macro_arguments" in op.attributes:
        for pair in op.attributes["macro_arguments"]:
            use, _, position = pair.value.partition(" ")
            if use == number:
                yield int(position), op.results[0]
    for region in op.regions:
        for block in region.blocks:
            for inner in block.operations:
                yield from _arguments(inner.operation, number)
    for operand in op.operands:
        if not isinstance(operand.owner, ir.Block):
            yield from _arguments(operand.owner, number)


def _fits(text: str, parameter: str, argument: Expr) -> bool:
    """Does `argument` stay in one piece where a macro's text puts it?"""
    if argument.prec <= Prec.COMMA:
        return False
    bare = re.search(rf"(?<![(,\s])\s*\b{parameter}\b|\b{parameter}\b\s*(?![),\s])", text)
    return argument.prec >= Prec.POSTFIX or bare is None


def _is_enclosed(text: str) -> bool:
    """Stand the first and the last sign of `text` for one pair of parentheses?"""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return text.startswith("(") and place == len(text) - 1
    return False


def _expanded(ctx: FunctionContext, text: str, depth: int = 0) -> str:
    """`text` with all uses of macros written out."""
    for name, definition in ctx.module.function_macros.items() if depth < _DEPTH else ():
        use = re.search(rf"\b{name}\(", text)
        head = _HEAD.fullmatch(definition)
        if use is None or head is None:
            continue
        end, arguments = _read(text, use.end())
        parameters = [p.strip() for p in head[1].split(",")]
        given: dict[str, str] = dict(zip(parameters, arguments, strict=False))
        body = "".join(
            given.get(str(word), str(word)) for word in re.split(r"(\b[A-Za-z_]\w*)", head[2])
        )
        return _expanded(ctx, f"{text[: use.start()]}({body}){text[end:]}", depth + 1)
    return text


def _read(text: str, start: int) -> tuple[int, list[str]]:
    """The arguments from `start` on, and where their closing parenthesis ends."""
    depth, begin, found = 1, start, []
    for place in range(start, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0 or (depth == 1 and text[place] == ","):
            found.append(text[begin:place].strip())
            begin = place + 1
        if depth == 0:
            return place + 1, found
    return len(text), found


def _pieces(text: str) -> list[str]:
    """The tokens of `text` but for parentheses."""
    return [piece for piece in _PIECE.findall(text) if piece not in "()"]


def _use(ctx: FunctionContext, name: str) -> None:
    """Have the definition of `name` written, and of what its text mentions."""
    if name in ctx.module.used_function_macros:
        return
    ctx.module.used_function_macros.add(name)
    for word in words(ctx.module.function_macros[name]):
        if word in ctx.module.function_macros:
            _use(ctx, word)
        elif word in ctx.module.macros:
            ctx.module.used_macros.add(word)

"""What branches become, and the few ops of `arith` that MLIR's own passes make of them."""

from __future__ import annotations

from typing import Any

from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.dialects.cnative.interpreter.error import fail
from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler

SIGNS = {"arith.andi": "and", "arith.ori": "or", "arith.xori": "!="}


def branch(c: FunctionCompiler, op: Any) -> None:
    """`cf.br`."""
    c.blocks.jump(op, op.successors[0], op.destOperands)


def cond_branch(c: FunctionCompiler, op: Any) -> None:
    """`cf.cond_br`."""
    then, otherwise = op.successors
    with c.under(f"if {c.name(op.condition)}:"):
        c.blocks.jump(op, then, op.trueDestOperands)
    with c.under("else:"):
        c.blocks.jump(op, otherwise, op.falseDestOperands)


def truth(c: FunctionCompiler, op: Any) -> None:
    """A constant of `arith`: which way a condition went."""
    _of_bools(op)
    c.names[op.results[0]] = repr(bool(value_of(op.attributes["value"])))


def bitwise(c: FunctionCompiler, op: Any) -> None:
    """Conditions combined."""
    _of_bools(op)
    lhs, rhs = map(c.name, op.operands)
    c.define(op.results[0], f"({lhs} {SIGNS[op.operation.name]} {rhs})")


def select(c: FunctionCompiler, op: Any) -> None:
    """One of two values."""
    condition, then, otherwise = map(c.name, op.operands)
    c.define(op.results[0], f"{then} if {condition} else {otherwise}")


def _of_bools(op: Any) -> None:
    if not t.is_bool(op.results[0].type):
        raise fail(op, f"the interpreter does not know this op on {op.results[0].type}")


EMITTERS = {
    "cf.br": branch,
    "cf.cond_br": cond_branch,
    "arith.constant": truth,
    "arith.select": select,
    **dict.fromkeys(SIGNS, bitwise),
}

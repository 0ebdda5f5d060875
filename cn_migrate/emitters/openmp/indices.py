"""Indices as C++ computes them: `int`s, where the limits of a launch say that these do not wrap.

CUDA counts threads and blocks in `unsigned`s.  Those wrap, so a compiler has to expect that neighbouring threads
touch far memory; signed numbers do not, and it loads and stores whole vectors.  The header checks the limits.
"""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.addresses import load, pointer_index
from cn_migrate.emitters.opencl.arithmetic_types import within
from cn_migrate.emitters.opencl.context import FunctionContext
from cn_migrate.emitters.opencl.expr import Expr, Prec, infix
from cn_migrate.emitters.opencl.expressions import exact_argument, expression, operand, settled
from cn_migrate.emitters.opencl.operators import binary_of
from cn_migrate.emitters.opencl.spellings import type_name
from cn_migrate.emitters.openmp.flags import is_flag

_FAR = 1 << 30  # what an index may be moved by without a wrap: see `wide` in the header


def id_of(_ctx: FunctionContext, op: x.IdOp) -> Expr:
    """`block_id.x`; the threads' own are the variables of loops, or their strip's."""
    dim, kind = op.dim.value, op.kind.value
    text = f"thread_{'xyz'[dim]}" if kind == "thread_id" else f"{kind}.{'xyz'[dim]}"
    if kind == "thread_id" and _is_of_strip(op):
        text = f"strip.{text}"
    return Expr(text, Prec.POSTFIX, op.result.type, t.signed(32), bounds=threads.ID_BOUNDS[kind])


def binary(ctx: FunctionContext, op: e.BinaryOp) -> Expr:
    """As C has it; an `int` counts the threads along an axis of a grid, twice."""
    if threads.IN_DOUBLE in op.attributes:
        arguments = ", ".join(exact_argument(ctx, value).text for value in (op.lhs, op.rhs))
        name = "quotient" if op.op.value == "div" else "remainder_of"
        text = f"{name}<{type_name(op.result.type)}>({arguments})"
        return Expr(text, Prec.POSTFIX, op.result.type, op.result.type)
    bounds = threads.product_bounds(op)
    if bounds is None:
        return binary_of(ctx, op)
    factors = [operand(ctx, value, strip=True) for value in (op.lhs, op.rhs)]
    text = infix("*", Prec.MUL, *factors)
    return Expr(text, Prec.MUL, op.result.type, t.signed(32), bounds=bounds)


def _is_of_strip(op: x.IdOp) -> bool:
    """Does `op` stand in a loop over strips, between those over the threads of one?"""
    kinds = (threads.StripLoopOp.OPERATION_NAME, threads.ThreadLoopOp.OPERATION_NAME, "func.func")
    parent = op.operation.parent
    while parent is not None and parent.name not in kinds:
        parent = parent.parent
    return parent is not None and parent.name == threads.StripLoopOp.OPERATION_NAME


# -- variables -----------------------------------------------------------------------------------------


def note_bounds(ctx: FunctionContext, op: m.SlotOp) -> None:
    """Before the variable `op` is declared: remember its bounds, if it has some and keeps its first value."""
    if op.init is None or not t.is_int(op.init.type) or t.is_bool(op.init.type):
        return
    if not all(_only_reads(use.owner) for use in op.result.uses):
        return
    if isinstance(op.init.owner, ir.Block) or (value := expression(ctx, op.init)).bounds is None:
        return
    if value.exact and within(value.bounds, value.type):
        ctx.bounds[op.result] = value.bounds


def _only_reads(op: ir.OpView) -> bool:
    return isinstance(op, m.LoadOp) and "volatile" not in op.attributes


def declared_type(ctx: FunctionContext, op: m.SlotOp) -> ir.Type:
    """The type of the variable `op`: `int` for an `unsigned` that holds an index."""
    type_ = t.pointee(op.result.type)
    is_index = type_ == t.unsigned(32) and within(ctx.bounds.get(op.result), t.signed(32))
    return t.signed(32) if is_index else type_


def loaded(ctx: FunctionContext, op: m.LoadOp) -> Expr:
    """The object itself, with what is known of its value."""
    bounds = ctx.bounds.get(op.address)
    if bounds is None:
        return load(ctx, op)
    ctype = declared_type(ctx, op.address.owner.opview)
    return Expr(ctx.names[op.address], Prec.PRIMARY, op.result.type, ctype, bounds=bounds)


# -- subscripts ----------------------------------------------------------------------------------------


def subscript(ctx: FunctionContext, value: ir.Value) -> Expr:
    """An index; where an `unsigned` sum has a part that does not wrap, compilers are to see which part that is."""
    if is_flag(value):
        hidden = f"flag_index({pointer_index(ctx, value).at(Prec.ASSIGN)})"
        return Expr(hidden, Prec.POSTFIX, t.signed(32), t.signed(32))
    if value.type != t.unsigned(32):
        return pointer_index(ctx, value)
    near: list[Expr] = []
    base: list[Expr] = []
    for term in _terms(value):
        text = operand(ctx, term, strip=True)
        is_near = text.exact and text.bounds is not None and text.ctype == t.signed(32)
        (near if is_near else base).append(text)
    if not near or not base or not _stay_near(near):
        return pointer_index(ctx, value)
    first = _sum([_as_unsigned(text) for text in base])
    start = Expr(f"wide({first.text})", Prec.POSTFIX, t.signed(64), t.signed(64))
    return _sum([start, *near])


def _terms(value: ir.Value) -> list[ir.Value]:
    """What the sum `value` adds, in order."""
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if isinstance(op, e.BinaryOp) and op.op.value == "add":
        return [*_terms(op.lhs), *_terms(op.rhs)]
    return [value]


def _stay_near(terms: list[Expr]) -> bool:
    bounds = [term.bounds for term in terms if term.bounds is not None]
    return min(low for low, _ in bounds) >= 0 and sum(high for _, high in bounds) < _FAR


def _as_unsigned(value: Expr) -> Expr:
    """`value` such that a sum with it wraps as an `unsigned` does."""
    if value.exact and t.is_int(value.ctype) and value.ctype.width <= 32:
        text = f"(uint){value.at(Prec.UNARY)}"
        is_one = value.ctype == t.unsigned(32)
        return value if is_one else Expr(text, Prec.UNARY, t.unsigned(32), t.unsigned(32))
    return settled(value.standing_for(t.unsigned(32)))


def _sum(terms: list[Expr]) -> Expr:
    first, *others = terms
    for term in others:
        first = Expr(infix("+", Prec.ADD, first, term), Prec.ADD, first.type, first.ctype)
    return first

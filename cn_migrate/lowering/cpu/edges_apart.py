"""Threads whose places are away from the edges of the data go through a loop without asking for edges.

`edge` says in a loop whether a thread is one of the others: `edge && x == 0`, `edge ? min(x, width - 1) : x`.  Those
that are not, neighbours along x, do the rest as vectors, which neither masks nor gathered loads slow down.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.lowering.converge.quiet import operations_of
from cn_migrate.lowering.cpu.away_from_edges import Assumption, AwayFromEdges
from cn_migrate.lowering.cpu.simple_calls import COMPUTES, Functions
from cn_migrate.lowering.cpu.spread_indices import SpreadIndices

_REPLACED = "replaced"
_MOST_OPS = 400  # of a loop, which is compiled for both kinds of threads


def set_edges_apart(loop: threads.ThreadLoopOp, functions: Functions) -> None:
    """Say in `loop` which threads are away from edges, and what they need not ask or compute."""
    inner = operations_of(loop)
    if threads.INDEPENDENT not in loop.attributes or len(inner) > _MOST_OPS:
        return
    indices = SpreadIndices(loop)
    assumed: list[Assumption] = []
    done: set[ir.Value] = set()
    for op in reversed(inner):
        for value in _asked(op):
            if not _is_part_of(value, done):
                assumed += _simplify(value, op, indices, functions, done)
    _limit(loop, assumed, indices)
    _sweep(loop)


def _asked(op: Any) -> Iterator[ir.Value]:
    """The conditions, or the number, of `op` that may be simpler away from edges."""
    if isinstance(op, (c.IfOp, e.ConditionalOp)):
        yield op.condition
    result = op.operation.results[0] if len(op.operation.results) == 1 else None
    if result is None or not t.is_int(result.type) or t.is_bool(result.type):
        return
    limits = isinstance(op, e.MathOp) and op.fn.value in ("min", "max")
    wraps = isinstance(op, e.BinaryOp) and op.op.value == "rem"
    if limits or wraps or isinstance(op, func.CallOp):
        yield result


def _is_part_of(value: ir.Value, done: set[ir.Value]) -> bool:
    """Is `value` used for nothing but values that have been simplified?"""
    uses = list(value.uses)
    return value in done or (
        bool(uses)
        and all(
            any(_is_part_of(result, done) for result in use.owner.operation.results) for use in uses
        )
    )


def _simplify(
    value: ir.Value,
    user: ir.OpView,
    indices: SpreadIndices,
    functions: Functions,
    done: set[ir.Value],
) -> list[Assumption]:
    """Let threads away from edges do without `value`, if that can be; what that takes for granted."""
    if isinstance(value.owner, ir.Block) or "volatile" in value.owner.attributes:
        return []
    maker = value.owner
    with maker.location:
        away = AwayFromEdges(indices, functions, ir.InsertionPoint(maker))
        truth = away.truth(value) if t.is_bool(value.type) else None
        simple = None if t.is_bool(value.type) else away.simpler(value)
        if (truth is None and simple is None) or not away.assumed:
            return []
        _free(away.called)
        if truth is not None:
            _unless(value, user, truth)
        if simple is not None:
            _either(value, simple)
    done.add(value)
    return away.assumed


def _free(calls: list[func.CallOp]) -> None:
    """Let calls be done again elsewhere, and not here, if one op alone wants what they give."""
    for call in calls:
        if len(list(call.results[0].uses)) == 1:
            call.attributes[_REPLACED] = ir.UnitAttr.get()


def _unless(value: ir.Value, user: Any, truth: bool) -> None:
    """`edge && value`, or `!edge || value`, as the condition of `user`."""
    here = ir.InsertionPoint(user)
    edge = threads.EdgeOp(t.boolean(), ip=here).result
    if truth:
        edge = e.UnaryOp(text("lnot"), edge, t.boolean(), ip=here).result
    both = e.LogicalOp(text("or" if truth else "and"), edge, t.boolean(), ip=here)
    user.operation.operands[0] = both.result
    _yield_again(value, both.rhs)


def _either(value: ir.Value, simple: ir.Value) -> None:
    """`edge ? value : simple`, in all places of `value`."""
    here = ir.InsertionPoint.after(value.owner.opview)
    edge = threads.EdgeOp(t.boolean(), ip=here).result
    choice = e.ConditionalOp(edge, value.type, ip=here)
    value.replace_all_uses_with(choice.result)
    _yield_again(value, choice.then)
    _yield_again(simple, choice.otherwise)


# What values are computed with: it is done where they are used, not before.
_TREE = (
    e.ConstantOp, e.CompareOp, e.UnaryOp, e.BinaryOp, e.ConvertOp, e.MathOp, e.LogicalOp, e.ConditionalOp,
    x.IdOp, m.LoadOp, m.MemberOp, func.CallOp,
)  # fmt: skip


def _yield_again(value: ir.Value, region: ir.Region) -> None:
    place = ir.InsertionPoint(region.blocks.append())
    c.YieldOp([_again(value, place)], ip=place)


def _again(value: ir.Value, place: ir.InsertionPoint) -> ir.Value:
    """The same, computed at `place`."""
    if isinstance(value.owner, ir.Block) or not isinstance(value.owner.opview, _TREE):
        return value
    op = value.owner.operation
    operands = [_inner(operand, place) for operand in op.operands]
    copy = op.clone(ip=place)
    for position, operand in enumerate(operands):
        copy.operands[position] = operand
    result: ir.Value = copy.results[0]
    return result


def _inner(value: ir.Value, place: ir.InsertionPoint) -> ir.Value:
    """The same for an operand; what may do more than computing is not done again."""
    maker = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if isinstance(maker, func.CallOp) and not _is_free(maker):
        return value
    return _again(value, place)


def _sweep(loop: threads.ThreadLoopOp) -> None:
    """Erase what is computed, and used nowhere."""
    for op in reversed(operations_of(loop)):
        if not isinstance(op, _TREE) or "volatile" in op.attributes:
            continue
        computes = not isinstance(op, func.CallOp) or _is_free(op)
        if computes and not any(list(result.uses) for result in op.operation.results):
            op.erase()


def _is_free(call: func.CallOp) -> bool:
    return COMPUTES in call.attributes or _REPLACED in call.attributes


def _limit(loop: threads.ThreadLoopOp, assumed: list[Assumption], indices: SpreadIndices) -> None:
    """Write down which threads are away from edges."""
    place = ir.InsertionPoint.at_block_begin(loop.body.blocks[0])
    seen: set[str] = set()
    for comparison, index, limit in assumed:
        dim = indices.dimension(index)
        assert dim is not None
        with index.owner.location if not isinstance(index.owner, ir.Block) else loop.location:
            base = indices.end(index, comparison in ("lt", "le"), place)
            op = threads.InnerOp(text(comparison), dim, base, indices.copy(limit, place), ip=place)
        key = f"{comparison} {dim} {_spelled(op.base)} {_spelled(op.limit)}"
        if key in seen:
            op.erase()
        seen.add(key)


def _spelled(value: ir.Value) -> str:
    """The same for values that are computed alike."""
    if isinstance(value.owner, ir.Block) or isinstance(value.owner.opview, m.SlotOp):
        return str(hash(value))
    op = value.owner.operation
    rest = " ".join(f"{name}={op.attributes[name]}" for name in op.attributes)
    return f"({op.name} {rest} {' '.join(map(_spelled, op.operands))})"

"""Branches around loops go into those loops, so that the block or the strip can turn them.

if (c) { a; for (...) b; d; }     ->     taken = c; if (taken) a; for (...) if (taken) b; if (taken) d;

A loop with turns of each thread's own stays in a branch, alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text

Question: TypeAlias = Callable[[ir.OpView], bool]


def lift_loops(branch: ir.OpView, turns_alike: Question, turns_alone: Question) -> bool:
    """Take the loops for which one of the two holds out of `branch`, if it is one that has some and no `else`."""
    if not isinstance(branch, c.IfOp) or any(len(b.operations) for b in branch.otherwise.blocks):
        return False
    ops = list(branch.then.blocks[0].operations)
    for op in ops:
        if turns_alone(op) and not turns_alike(op):
            _unwrap(op)
    ops = list(branch.then.blocks[0].operations)
    segments = _segments(ops, lambda op: turns_alike(op) or turns_alone(op))
    if not any(turns_alike(s[0]) or turns_alone(s[0]) for s in segments):
        return False
    if (len(segments) == 1 and turns_alone(segments[0][0])) or not _are_apart(segments):
        return False
    flag = t.signed(32)
    with branch.location, ir.InsertionPoint(branch):
        known = e.ConvertOp(branch.condition, flag).result
        taken = m.SlotOp(text("taken"), t.ptr(flag, t.Space.PRIVATE), init=known).result
    for segment in segments:
        if turns_alike(segment[0]):
            _lift(segment[0], branch, taken)
        else:
            _take(segment, branch, taken)
    branch.erase()
    return True


def _unwrap(scope: ir.OpView) -> None:
    """Put what a loop begins with in front of it."""
    if isinstance(scope, c.ScopeOp):
        for op in list(scope.body.blocks[0].operations):
            op.move_before(scope)
        scope.erase()


def _segments(ops: list[ir.OpView], alone: Callable[[ir.OpView], bool]) -> list[list[ir.OpView]]:
    """`ops` cut before and behind those that stand alone."""
    found: list[list[ir.OpView]] = [[]]
    for op in ops:
        if alone(op):
            found += [[op], []]
        else:
            found[-1].append(op)
    return [segment for segment in found if segment]


def _are_apart(segments: list[list[ir.OpView]]) -> bool:
    """Do segments share nothing but variables, which are no arrays?"""
    place = {op: number for number, segment in enumerate(segments) for op in segment}
    for op, number in place.items():
        if isinstance(op, m.SlotOp):
            if isinstance(t.pointee(op.result.type), t.ArrayType):
                return False
            continue
        for result in op.operation.results:
            if any(place.get(_holder(use.owner, place)) != number for use in result.uses):
                return False
    return True


def _holder(op: ir.OpView, known: dict[ir.OpView, int]) -> ir.OpView | None:
    """The one of `known` that `op` is, or is in."""
    view: ir.OpView | None = op
    while view is not None and view not in known:
        parent = view.operation.parent
        view = None if parent is None or parent.name == "func.func" else parent.opview
    return view


def _take(segment: list[ir.OpView], branch: c.IfOp, taken: ir.Value) -> None:
    """Put `segment` into a branch of its own; its variables are declared before that."""
    block = _if_taken(taken, ir.InsertionPoint(branch))
    for op in segment:
        block.append(op)
        if isinstance(op, m.SlotOp):
            _declare_before(op, block.owner.opview)


def _declare_before(op: m.SlotOp, branch: ir.OpView) -> None:
    with op.location:
        slot = m.SlotOp(op.name, op.result.type, ip=ir.InsertionPoint(branch))
        if op.init is not None:
            m.StoreOp(op.init, slot.result, ip=ir.InsertionPoint(op))
    op.result.replace_all_uses_with(slot.result)
    op.erase()


def _lift(scope: ir.OpView, branch: c.IfOp, taken: ir.Value) -> None:
    """Put the loop that ends `scope` in front of `branch`, and a branch into its body."""
    scope.move_before(branch)
    *_, loop = scope.operation.regions[0].blocks[0].operations
    body = loop.body.blocks[0]
    ops = list(body.operations)
    block = _if_taken(taken, ir.InsertionPoint(body), loop.location)
    for op in ops:
        block.append(op)


def _if_taken(
    taken: ir.Value, place: ir.InsertionPoint, location: ir.Location | None = None
) -> ir.Block:
    with location or taken.owner.location:
        value = m.LoadOp(taken, t.signed(32), ip=place).result
        truth = e.ConvertOp(value, t.boolean(), ip=place).result
        branch = c.IfOp(truth, ip=place)
        branch.otherwise.blocks.append()
        return branch.then.blocks.append()

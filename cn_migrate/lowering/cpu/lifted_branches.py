"""Branches around loops that all threads turn alike go into those loops, so that the block can turn them.

if (c) { a; for (...) b; d; }     ->     taken = c; if (taken) a; for (...) if (taken) b; if (taken) d;
"""

from __future__ import annotations

from collections.abc import Callable

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text


def lift_loops(branch: ir.OpView, turns_alike: Callable[[ir.OpView], bool]) -> bool:
    """Take the loops for which `turns_alike` holds out of `branch`, if it is one that has some and no `else`."""
    if not isinstance(branch, c.IfOp) or any(len(b.operations) for b in branch.otherwise.blocks):
        return False
    ops = list(branch.then.blocks[0].operations)
    segments = _segments(ops, turns_alike)
    if len(segments) < 2 and not (segments and turns_alike(segments[0][0])):
        return False
    if not _are_apart(segments):
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

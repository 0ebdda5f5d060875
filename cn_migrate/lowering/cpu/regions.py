"""Cuts the body of a kernel into loops over threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.lowering.converge.quiet import MEETINGS, Quiet
from cn_migrate.lowering.cpu.block_values import BlockValues, is_parameter
from cn_migrate.lowering.cpu.carried import per_thread
from cn_migrate.lowering.cpu.constructs import (
    UNIFORM,
    end_of_meetings,
    is_loop,
    meets,
    opens,
    plain_loop,
)
from cn_migrate.lowering.cpu.effects import Effects

_SHARED = (m.SharedOp, m.DynamicSharedOp)
_EXITS = (c.BreakOp, c.ContinueOp, c.ReturnOp, c.YieldOp)


class Regions:
    """Cuts one kernel, in place."""

    def __init__(self, kernel: func.FuncOp, values: BlockValues, quiet: Quiet) -> None:
        self._kernel = kernel
        self._values = values
        self._quiet = quiet
        self._loops: list[threads.ThreadLoopOp] = []
        self._loop: threads.ThreadLoopOp | None = None  # which takes what comes next
        self._effects = Effects(quiet)  # of what is in it

    def cut(self) -> list[threads.ThreadLoopOp]:
        """The loops over threads, in order; outside of them the block does things once."""
        entry = self._kernel.entry_block
        self._block(entry, end_of_meetings(entry))
        return self._loops

    # -- sequences -------------------------------------------------------------------------------------

    def _block(self, block: ir.Block, end: int | None = None) -> None:
        """Cut `block`; what stands behind its first `end` ops is for each thread alone."""
        ops = list(block.operations)
        end = len(ops) if end is None else end
        once = self._once(ops, end)
        self._loop = None
        for place, op in enumerate(ops):
            if isinstance(op, MEETINGS):
                _MEETINGS[type(op)](self, op)
            elif once[place]:
                self._by_block(op)
            elif isinstance(op, _EXITS):
                self._loop = None
            elif place < end and opens(op):
                self._open(op)
            else:
                self._by_threads(op)
        self._loop = None

    def _once(self, ops: list[ir.OpView], end: int) -> list[bool]:
        """Which ops the block does: those that it can, and that change something or that it needs itself."""
        needed: set[int] = set()  # places of ops whose results the block needs
        place_of = {op.operation: place for place, op in enumerate(ops)}
        result = [False] * len(ops)
        for place in reversed(range(len(ops))):
            op = ops[place]
            if isinstance(op, _SHARED):
                result[place] = True
            elif place >= end:
                result[place] = (
                    isinstance(op, m.SlotOp) and UNIFORM in op.attributes and is_parameter(op)
                )
            elif isinstance(op, MEETINGS) or opens(op) or isinstance(op, _EXITS):
                needed |= self._makers(op, place_of)
                continue
            elif self._values.is_once(op) and (_acts(op) or place in needed):
                result[place] = True
            if result[place]:
                needed |= self._makers(op, place_of)
        return result

    def _makers(self, op: ir.OpView, place_of: dict[ir.Operation, int]) -> set[int]:
        """The places of the ops that make what `op`, and what stands in it, uses."""
        found: set[int] = set()
        for value in op.operation.operands:
            if not isinstance(value.owner, ir.Block) and value.owner in place_of:
                found.add(place_of[value.owner])
        for region in op.operation.regions:
            for block in region.blocks:
                for inner in block.operations:
                    found |= self._makers(inner, place_of)
        return found

    # -- who does it -----------------------------------------------------------------------------------

    def _by_threads(self, op: ir.OpView) -> None:
        self._in_loop(op).append(op)
        self._effects.add(op)

    def _in_loop(self, op: ir.OpView) -> ir.Block:
        """The block of the loop over threads that stands where `op` is."""
        if self._loop is None:
            with op.location:
                self._loop = threads.ThreadLoopOp(ip=ir.InsertionPoint(op))
            self._loop.body.blocks.append()
            self._loops.append(self._loop)
            self._effects = Effects(self._quiet)
        return self._loop.body.blocks[0]

    def _by_block(self, op: ir.OpView) -> None:
        """Before the loop that is open, where the order of the two does not matter; else the loop ends."""
        if self._loop is None:
            return
        if isinstance(op, _SHARED) or not Effects(self._quiet, [op]).conflicts(self._effects):
            op.move_before(self._loop)
            return
        self._loop = None

    # -- meetings --------------------------------------------------------------------------------------

    def _barrier(self, op: ir.OpView) -> None:
        self._loop = None
        op.erase()

    def _shuffle(self, op: w.ShuffleOp) -> None:
        told, source = self._told(op, ("told", op.value), ("source", op.source))
        with op.location, ir.InsertionPoint(op) as here:
            result = per_thread(op.result.type, "got", here)
            threads.ExchangeOp(told, source, result)
            value = m.LoadOp(result, op.result.type)
        self._replace(op, value)
        self._by_threads(value)

    def _ballot(self, op: w.BallotOp) -> None:
        (slot,) = self._told(op, ("vote", op.predicate))
        with op.location, ir.InsertionPoint(op) as here:
            result = per_thread(op.result.type, "ballot", here)
            threads.BallotOfOp(slot, result)
            value = m.LoadOp(result, op.result.type)
        self._replace(op, value)
        self._by_threads(value)

    def _any(self, op: x.AnyOp) -> None:
        if self._values.is_uniform(op.predicate):
            op.result.replace_all_uses_with(op.predicate)
            self._loop = None
            op.erase()
            return
        (slot,) = self._told(op, ("vote", op.predicate))
        with op.location:
            self._replace(op, threads.AnyOfOp(slot, t.boolean(), ip=ir.InsertionPoint(op)))

    def _told(self, op: ir.OpView, *values: tuple[str, ir.Value]) -> list[ir.Value]:
        """The variables, by name, in which each thread leaves `values` for others; the loop ends with that."""
        inside = self._in_loop(op)
        assert self._loop is not None
        slots = []
        with op.location:
            for name, value in values:
                slots.append(per_thread(value.type, name, ir.InsertionPoint(self._loop)))
                m.StoreOp(value, slots[-1], ip=ir.InsertionPoint(inside))
        self._loop = None
        return slots

    def _replace(self, op: Any, other: Any) -> None:
        op.result.replace_all_uses_with(other.result)
        op.erase()

    # -- constructs ------------------------------------------------------------------------------------

    def _open(self, op: Any) -> None:
        if is_loop(op) and not self._turns_alike(op):
            op = plain_loop(op)
        if isinstance(op, (c.IfOp, c.SwitchOp)):
            self._decide(op)
        self._loop = None
        for region in [op.body] if is_loop(op) else op.operation.regions:
            self._region(region, isinstance(op, c.SwitchOp))
        self._loop = None

    def _region(self, region: ir.Region, holds_cases: bool) -> None:
        for block in region.blocks:
            if not holds_cases:
                self._block(block)
                continue
            for case in block.operations:
                self._region(case.body, holds_cases=False)

    def _turns_alike(self, op: Any) -> bool:
        """Can the block find out itself whether there is another turn, and step on?"""
        parts = [op.condition, op.step] if isinstance(op, c.ForOp) else [op.condition]
        return all(
            self._values.is_once(inner) and not meets(inner)
            for part in parts
            for block in part.blocks
            for inner in block.operations
        )

    def _decide(self, op: c.IfOp | c.SwitchOp) -> None:
        """All threads have the same condition; where each has computed it, the first one's stands for all."""
        value = op.operation.operands[0]
        if self._values.is_uniform(value):
            return
        (slot,) = self._told(op, ("way", value))
        with op.location:
            first = threads.FirstOp(slot, value.type, ip=ir.InsertionPoint(op))
        op.operation.operands[0] = first.result


def _acts(op: ir.OpView) -> bool:
    """Is `op` there for what it does, not for its value?"""
    return isinstance(op, (m.SlotOp, m.StoreOp, m.UpdateOp)) or not len(op.operation.results)


_MEETINGS: dict[type[ir.OpView], Callable[[Regions, Any], None]] = {
    x.BarrierOp: Regions._barrier,
    w.WarpBarrierOp: Regions._barrier,
    x.AnyOp: Regions._any,
    w.ShuffleOp: Regions._shuffle,
    w.BallotOp: Regions._ballot,
}

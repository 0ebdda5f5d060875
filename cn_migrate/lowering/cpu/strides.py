"""Loops of a thread that begin at its own index and step on by what the block knows: over data in strides.

`for (int i = thread; i < n; i += all_threads)` touches places far apart when one thread goes through it alone.
The block turns it once for all threads: those of a turn work side by side, on neighbours.  An unsigned index is
taken not to wrap: one that does goes on from the start of the data in the original.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.lowering.converge.quiet import operations_of
from cn_migrate.lowering.converge.uniformity import left_by
from cn_migrate.lowering.cpu.block_indices import UNKNOWN, BlockIndices
from cn_migrate.lowering.cpu.constructs import UNIFORM
from cn_migrate.lowering.cpu.counted_loops import compare_of, counts, only_read, step_of

_EXITS = (c.ReturnOp, c.BreakOp, c.ContinueOp)


@dataclass(frozen=True)
class Stride:
    """Such a loop: its counter, which axis the threads are counted along, and what is compared in each turn."""

    turns: c.ForOp
    counter: m.SlotOp
    dim: ir.IntegerAttr
    compare: e.CompareOp
    step: m.UpdateOp

    def to_block(self, indices: BlockIndices) -> None:
        """Let the block count for its thread 0; each thread in a turn has an index of its own, and goes no further.

        What the body holds may then be put in a loop over threads.
        """
        counter = self.counter
        with counter.location:
            base = indices.base(counter.init, ir.InsertionPoint(counter))
            first = m.SlotOp(
                text("first"), counter.result.type, init=base, ip=ir.InsertionPoint(counter)
            )
            first.attributes[UNIFORM] = ir.UnitAttr.get()
            self._in_turn(first, indices)
        counter.result.replace_all_uses_with(first.result)  # by the condition and the step
        counter.erase()
        for op, position in ((self.compare, 1), (self.step, 1)):
            known = indices.copy(op.operation.operands[position], ir.InsertionPoint(op))
            op.operation.operands[position] = known
        if "unroll" in self.turns.attributes:
            del self.turns.attributes["unroll"]

    def _in_turn(self, first: m.SlotOp, indices: BlockIndices) -> None:
        """The bound of a turn, and the thread's index in it."""
        block = self.turns.body.blocks[0]
        here, type_ = ir.InsertionPoint.at_block_begin(block), t.pointee(first.result.type)
        limit = indices.copy(self.compare.rhs, here)
        base, again = (m.LoadOp(first.result, type_, ip=here).result for _ in range(2))
        threads.BoundOp(self.compare.op, self.dim, again, limit, ip=here)
        thread = x.IdOp(text("thread_id"), self.dim, t.unsigned(32), ip=here).result
        own = thread if type_ == thread.type else e.ConvertOp(thread, type_, ip=here).result
        index = e.BinaryOp(text("add"), base, own, type_, ip=here).result
        uses = [use for use in self.counter.result.uses if _stands_in(use.owner, self.turns.body)]
        if type_ == t.unsigned(
            32
        ):  # as a sum, whose parts tell compilers that neighbours stay neighbours
            for use in uses:
                use.owner.result.replace_all_uses_with(index)
                use.owner.erase()
            return
        slot = m.SlotOp(self.counter.name, self.counter.result.type, init=index, ip=here)
        for use in uses:
            use.owner.operation.operands[0] = slot.result


def find_stride(loop: threads.ThreadLoopOp, scope: ir.OpView) -> Stride | None:
    """The loop that is all of `scope`, if it is one of `loop`'s threads that goes in strides."""
    if threads.INTERLEAVED not in loop.attributes or not isinstance(scope, c.ScopeOp):
        return None
    *before, turns = list(scope.body.blocks[0].operations)
    slots = [op for op in before if isinstance(op, m.SlotOp)]
    if not isinstance(turns, c.ForOp) or len(slots) != 1 or slots[0].init is None:
        return None
    (counter,), indices = slots, BlockIndices(loop)
    dim = indices.dimension(counter.init)
    compare, step = compare_of(turns), step_of(turns)
    if dim is None or compare is None or step is None or step.address != counter.result:
        return None
    counted = indices.is_known(compare.rhs) and indices.is_known(step.value)
    positive = max(indices.greatest(counter.init), indices.greatest(step.value)) < UNKNOWN
    if not counted or not counts(compare.lhs, counter, positive):
        return None
    if not only_read(counter, step) or not _stays_in(turns) or list(step.result.uses):
        return None
    return Stride(turns, counter, dim, compare, step)


def _stays_in(turns: c.ForOp) -> bool:
    """Does nothing in the body end the loop, or a turn of it, early?"""
    exits = (op for op in operations_of(turns) if isinstance(op, _EXITS))
    return not any(
        isinstance(exit_, c.ReturnOp) or left_by(exit_)[-1] == turns.operation for exit_ in exits
    )


def _stands_in(op: ir.OpView, region: ir.Region) -> bool:
    blocks = list(region.blocks)
    block = op.operation.block
    while block is not None:
        if block in blocks:
            return True
        parent = block.owner
        block = None if parent.operation.name == "func.func" else parent.operation.block
    return False

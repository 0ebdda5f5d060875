"""What the block computes once: values that are the same for all its threads, and the variables that hold them.

`find_uniform` marks the variables; what may be done once can be asked after that.
"""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.dialects.cnative import types as t
from cn_migrate.lowering.call_graph import callee_of, operations
from cn_migrate.lowering.converge.keys import key
from cn_migrate.lowering.converge.quiet import Quiet, operations_of, slot_of
from cn_migrate.lowering.converge.uniformity import Facts
from cn_migrate.lowering.cpu.constructs import UNIFORM, end_of_meetings, open_blocks, opens

_GIVEN = (
    e.ConstantOp, e.ZeroOp, e.UndefOp, m.GlobalRefOp, m.SharedOp, m.DynamicSharedOp, x.AnyOp,
    threads.FirstOp, threads.AnyOfOp,
)  # fmt: skip
_COMPUTED = (
    e.AggregateOp, e.ExtractOp, e.InsertOp, e.ConvertOp, e.BitcastOp, e.CompareOp, e.UnaryOp,
    e.BinaryOp, e.MathOp, e.PtrCastOp, e.LogicalOp, e.ConditionalOp,
    m.PtrDiffOp, m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp,
)  # fmt: skip
_CONSTRUCTS = (
    c.ScopeOp, c.IfOp, c.ForOp, c.WhileOp, c.DoOp, c.SwitchOp, c.CaseOp, c.YieldOp, c.BreakOp,
    c.ContinueOp,
)  # fmt: skip


class BlockValues:
    """Answers for one kernel; `quiet` tells of the functions that it calls."""

    def __init__(self, quiet: Quiet) -> None:
        self._quiet = quiet

    def is_uniform(self, value: ir.Value) -> bool:
        """Can the block compute `value` once?"""
        if isinstance(value.owner, ir.Block):
            return True
        op = value.owner.opview
        if isinstance(op, _GIVEN):
            return True
        if isinstance(op, x.IdOp):
            return bool(op.kind.value != "thread_id")
        if isinstance(op, m.SlotOp):
            return UNIFORM in op.attributes
        if isinstance(op, m.LoadOp):
            return self._is_uniform_load(op)
        if isinstance(op, func.CallOp):
            return self._quiet.is_pure(callee_of(op)) and self._operands(op)
        return isinstance(op, _COMPUTED) and self._operands(op) and self._inner(op)

    def is_once(self, op: ir.OpView) -> bool:
        """Can the block do `op` once, with the same outcome as if each thread did?"""
        if isinstance(op, m.SlotOp):
            return UNIFORM in op.attributes and self._operands(op)
        if isinstance(op, (m.StoreOp, m.UpdateOp)):
            slot = slot_of(op.address)
            uniform = slot is not None and UNIFORM in slot.owner.attributes
            return uniform and "volatile" not in op.attributes and self._operands(op)
        if isinstance(op, _CONSTRUCTS):
            return self._operands(op) and self._inner(op)
        results = op.operation.results
        return len(results) == 1 and self.is_uniform(results[0])

    def _operands(self, op: ir.OpView) -> bool:
        return all(map(self.is_uniform, op.operation.operands))

    def _inner(self, op: ir.OpView) -> bool:
        return all(
            self.is_once(inner)
            for region in op.operation.regions
            for block in region.blocks
            for inner in block.operations
        )

    def _is_uniform_load(self, op: m.LoadOp) -> bool:
        if "volatile" in op.attributes or not self.is_uniform(op.address):
            return False
        return slot_of(op.address) is not None or t.space(op.address.type) != t.Space.PRIVATE


def find_uniform(kernel: func.FuncOp, facts: Facts, values: BlockValues) -> None:
    """Mark the variables of `kernel` that the block has one copy of.

    Their values are the same for all threads, and everything that is stored to them, the block does once.
    """
    for op in operations(kernel.body):
        if isinstance(op, m.SlotOp) and key(op) not in facts.slots:
            op.attributes[UNIFORM] = ir.UnitAttr.get()
    entry = kernel.entry_block
    while _unmark(entry, values):
        pass


def _unmark(entry: ir.Block, values: BlockValues) -> bool:
    """Take the mark from variables that threads store to one by one; was there any?"""
    found = False
    end = end_of_meetings(entry)
    for block in open_blocks(entry, end):
        for place, op in enumerate(block.operations):
            own = block == entry and place >= end
            if not own and (opens(op) or values.is_once(op)):
                continue
            for inner in (op, *operations_of(op)):
                if own and isinstance(inner, m.SlotOp) and is_parameter(inner):
                    continue
                slot = inner.result if isinstance(inner, m.SlotOp) else _stored(inner)
                if slot is not None and UNIFORM in slot.owner.attributes:
                    del slot.owner.attributes[UNIFORM]
                    found = True
    return found


def _stored(op: ir.OpView) -> ir.Value | None:
    return slot_of(op.address) if isinstance(op, (m.StoreOp, m.UpdateOp)) else None


def is_parameter(op: m.SlotOp) -> bool:
    """Is the variable a parameter of its function?"""
    return op.init is not None and isinstance(op.init.owner, ir.Block)

"""Variables that stay in memory stand in the entry block: one place for each, however often control passes."""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.blocks import BlockGraph
from cn_migrate.lowering.call_graph import operations
from cn_migrate.lowering.normalise.copy_attributes import copy_attributes


def hoist_slots(function: func.FuncOp) -> None:
    """Move all slots of `function` to its start.

    Where a slot had its initial value stands a store; in a loop, a store of `undef` where it had none:
    the variable of each turn is a new one.
    """
    slots = [op for op in operations(function.body) if isinstance(op, m.SlotOp)]
    looping = BlockGraph(function.body).looping() if slots else set()
    for op in reversed(slots):  # each goes to the very start
        here = ir.InsertionPoint(op)
        start = ir.InsertionPoint.at_block_begin(function.entry_block)
        with op.location:
            slot = m.SlotOp(op.name, op.result.type, ip=start)
            first: ir.Value | None = op.init
            if first is None and here.block in looping:
                first = e.UndefOp(t.pointee(op.result.type), ip=here).result
            if first is not None:
                m.StoreOp(first, slot.result, ip=here)
        copy_attributes(op, slot)
        op.result.replace_all_uses_with(slot.result)
        op.erase()

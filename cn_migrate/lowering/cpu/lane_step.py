"""By how much values grow from a thread to its neighbour along x: what tells vectors' loads from gathers."""

from __future__ import annotations

from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import threads
from cn_migrate.lowering.cpu.block_indices import BlockIndices
from cn_migrate.lowering.cpu.constructs import UNIFORM
from cn_migrate.lowering.cpu.repeated import is_constant, is_in
from cn_migrate.lowering.cpu.simple_calls import COMPUTES


def lane_step(value: ir.Value, loop: threads.ThreadLoopOp, counter: m.SlotOp) -> int | None:
    """By how much `value` (an address: by how many elements) grows from a thread to the next: 0, 1, or None."""
    if isinstance(value.owner, ir.Block):
        return 0
    op: Any = value.owner.opview
    if isinstance(op, x.IdOp):
        return int(op.kind.value == "thread_id" and op.dim.value == 0)
    if isinstance(op, (e.ConstantOp, m.SharedOp, m.DynamicSharedOp, m.GlobalRefOp)):
        return 0
    if isinstance(op, (m.LoadOp, m.UpdateOp)):
        return _of_variable(op, loop, counter)
    if isinstance(op, e.ConditionalOp) and isinstance(op.condition.owner.opview, threads.EdgeOp):
        return lane_step(op.otherwise.blocks[0].operations[0].operation.operands[0], loop, counter)
    steps = [lane_step(v, loop, counter) for v in op.operation.operands]
    if isinstance(op, (m.OffsetOp, m.ElementOp)) or _is_sum(op):
        known = [step for step in steps if step is not None]
        return sum(known) if len(known) == 2 and sum(known) <= 1 else None
    if isinstance(op, (e.ConvertOp, m.DecayOp, m.MemberOp)):
        return steps[0]
    computes = isinstance(op, (e.BinaryOp, e.UnaryOp, e.PtrCastOp)) or (
        isinstance(op, func.CallOp) and COMPUTES in op.attributes
    )
    whole = computes and all(step == 0 for step in steps)
    is_difference = isinstance(op, e.BinaryOp) and op.op.value == "sub" and steps[1] == 0
    return 0 if whole else steps[0] if is_difference else None


def _is_sum(op: ir.OpView) -> bool:
    return isinstance(op, e.BinaryOp) and op.op.value == "add"


def _of_variable(op: Any, loop: threads.ThreadLoopOp, counter: m.SlotOp) -> int | None:
    slot = op.address.owner.opview if not isinstance(op.address.owner, ir.Block) else None
    if not isinstance(slot, m.SlotOp):
        return 0 if lane_step(op.address, loop, counter) == 0 else None
    if slot == counter or (UNIFORM in slot.attributes and not is_in(slot.operation, loop)):
        return 0
    if slot.init is None or lane_step(slot.init, loop, counter) is None:
        return None
    if is_constant(slot) or _moves_alike(slot, loop):
        return lane_step(slot.init, loop, counter)
    return None


def _moves_alike(slot: m.SlotOp, loop: threads.ThreadLoopOp) -> bool:
    """Do all threads move what `slot` holds by the same, at the same places?"""
    changes = [use.owner for use in slot.result.uses if not isinstance(use.owner, m.LoadOp)]
    return all(isinstance(change, m.UpdateOp) and _is_move(change, loop) for change in changes)


def _is_move(update: m.UpdateOp, loop: threads.ThreadLoopOp) -> bool:
    around = update.operation.parent
    while around is not None and around != loop.operation:
        if not isinstance(around.opview, (c.ScopeOp, c.ForOp)):
            return False
        around = around.parent
    return BlockIndices(loop).is_known(update.value) and update.op.value in ("add", "sub")

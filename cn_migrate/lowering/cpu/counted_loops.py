"""Loops that count: what the counter is compared with, and what it is moved by."""

from __future__ import annotations

from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t

_COMPARISONS = ("lt", "le")


def compare_of(turns: c.ForOp) -> e.CompareOp | None:
    """The comparison that decides on another turn; None where it is another than less, or up to."""
    ops = [op for block in turns.condition.blocks for op in block.operations]
    if not ops or not isinstance(ops[-1], c.YieldOp):
        return None
    (test,) = ops[-1].operation.operands
    op = None if isinstance(test.owner, ir.Block) else test.owner.opview
    return op if isinstance(op, e.CompareOp) and op.op.value in _COMPARISONS else None


def step_of(turns: c.ForOp) -> Any:
    """The addition (an `UpdateOp`) that is all that the step changes."""
    ops = [op for block in turns.step.blocks for op in block.operations]
    updates = [op for op in ops if isinstance(op, m.UpdateOp)]
    if len(updates) != 1 or updates[0].op.value != "add":
        return None
    return updates[0]


def counts(value: ir.Value, counter: m.SlotOp, positive: bool) -> bool:
    """Is `value` what `counter` holds, as a number that is the same?  `positive`: it is never less than zero."""
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if isinstance(op, m.LoadOp):
        address: Any = op.address
        return bool(address == counter.result)
    if not isinstance(op, e.ConvertOp) or not t.is_int(value.type) or not t.is_int(op.value.type):
        return False
    if not t.is_unsigned(op.value.type) and t.is_unsigned(value.type) and not positive:
        return False
    return value.type.width >= op.value.type.width and counts(op.value, counter, positive)


def only_read(counter: m.SlotOp, step: m.UpdateOp) -> bool:
    """Is `counter` an integer that nothing but `step` changes?"""
    if not t.is_int(t.pointee(counter.result.type)):
        return False
    users = [use.owner for use in counter.result.uses if use.owner.operation != step.operation]
    return all(isinstance(u, m.LoadOp) and "volatile" not in u.attributes for u in users)

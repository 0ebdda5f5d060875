"""What may happen to a variable that becomes SSA values."""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t


def is_plain_access(use: ir.OpOperand) -> bool:
    """Is an address only loaded from or stored to by `use`, and is nobody else watching (`volatile`)?"""
    op, number = use.owner, use.operand_number
    kept = isinstance(op, m.LoadOp) or (isinstance(op, m.StoreOp) and number == 1)
    return kept and "volatile" not in op.attributes


def is_promotable(slot: m.SlotOp) -> bool:
    """Can the variable `slot` be replaced by the values that it holds?"""
    is_array = isinstance(t.pointee(slot.result.type), t.ArrayType)
    return not is_array and all(map(is_plain_access, slot.result.uses))

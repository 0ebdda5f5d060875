"""Indices that are truth values: GCC 12 makes wrong code of them where it turns a loop into vectors.

With `#pragma omp simd`, `out[t] = in[f[t] > 2]` loads the wrong elements (seen with GCC 12.2, -O1 and up).  The
header's `flag_index` hides from the compiler what the index is made of, which costs that loop its vectors.
"""

from __future__ import annotations

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.integers import integer_of


def is_flag(value: ir.Value) -> bool:
    """Can `value` be seen to be 0 or 1 by a condition?"""
    return integer_of(value) is None and _is_bit(value, set())


def _is_bit(value: ir.Value, seen: set[ir.Value]) -> bool:
    if t.is_bool(value.type) or integer_of(value) in (0, 1) or value in seen:
        return True
    seen.add(value)
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if isinstance(op, e.ConvertOp):
        return t.is_int(op.value.type) and _is_bit(op.value, seen)
    if isinstance(op, e.ConditionalOp):
        arms = [region.blocks[0].operations for region in (op.then, op.otherwise)]
        return all(_is_bit(arm[len(arm) - 1].operation.operands[0], seen) for arm in arms)
    if isinstance(op, e.BinaryOp):
        bits = [_is_bit(side, seen) for side in (op.lhs, op.rhs)]
        return any(bits) if op.op.value == "and" else all(bits) and op.op.value in ("or", "xor")
    slot = op.address.owner if isinstance(op, m.LoadOp) else None
    if slot is None or isinstance(slot, ir.Block) or not isinstance(slot.opview, m.SlotOp):
        return False
    return _holds_bits(slot.opview, seen)


def _holds_bits(slot: m.SlotOp, seen: set[ir.Value]) -> bool:
    """Is all that is stored to a variable 0 or 1?"""
    stored = [] if slot.init is None else [slot.init]
    for use in slot.result.uses:
        op = use.owner.opview
        if isinstance(op, m.StoreOp) and use.operand_number == 1:
            stored.append(op.value)
        elif not isinstance(op, m.LoadOp):
            return False
    return all(_is_bit(value, seen) for value in stored)

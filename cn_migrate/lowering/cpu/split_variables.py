"""Variables that get a new value where all of their block comes by become another variable from there on.

    int x, y = a; x = b; use(x, y); y = c; use(y);     ->     int y = a, x = b; use(x, y); int y_ = c; use(y_);

So most variables keep the value that they begin with: threads can compute those anew, and see through them.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import functions


@dataclass(frozen=True)
class SplitVariables:
    """See the module."""

    name: str = "split-variables"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """Change all functions without jumps, for which the order of ops is not that of what is done."""
        with module.context:
            for function in functions(module).values():
                if of_kinds(function, c.LabelOp):
                    continue
                for slot in of_kinds(function, m.SlotOp):
                    if _is_split(slot):
                        _split(slot)


def _is_split(slot: m.SlotOp) -> bool:
    """Is it a number or a pointer that is only read and written as a whole?"""
    if isinstance(t.pointee(slot.result.type), (t.ArrayType, t.RecordType)):
        return False
    return all(map(_is_plain, slot.result.uses))


def _is_plain(use: ir.OpOperand) -> bool:
    op = use.owner
    if "volatile" in op.attributes:
        return False
    if isinstance(op, m.StoreOp):
        return bool(use.operand_number == 1)
    return isinstance(op, (m.LoadOp, m.UpdateOp))


def _split(slot: m.SlotOp) -> None:
    block = slot.operation.block
    order = {op.operation: place for place, op in enumerate(block.operations)}
    stores = [
        (order[use.owner.operation], use.owner)
        for use in slot.result.uses
        if isinstance(use.owner, m.StoreOp) and use.owner.operation in order
    ]
    for place, store in sorted(stores, key=lambda found: found[0], reverse=True):
        if list(store.operation.results):
            continue
        with store.location:
            new = m.SlotOp(
                slot.name, slot.result.type, init=store.value, ip=ir.InsertionPoint(store)
            )
        for use in list(slot.result.uses):
            if order[_in_block(use.owner.operation, block)] > place:
                use.owner.operation.operands[use.operand_number] = new.result
        store.erase()
    if not list(slot.result.uses):
        slot.erase()


def _in_block(op: ir.Operation, block: ir.Block) -> ir.Operation:
    """The op of `block` that `op` is, or is in."""
    while op.block != block:
        op = op.parent
    return op

"""What ops read and write, as far as their order matters: single variables, or memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.lowering.call_graph import callee_of
from cn_migrate.lowering.converge.quiet import Quiet, operations_of, slot_of

MEMORY = "memory"  # and variables that others know the addresses of
_ADDRESSES = (m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp, e.PtrCastOp)
_CONSTRUCTS = (
    c.ScopeOp, c.IfOp, c.ForOp, c.WhileOp, c.DoOp, c.SwitchOp, c.CaseOp, e.LogicalOp, e.ConditionalOp,
)  # fmt: skip
Place: TypeAlias = ir.Value | str


class Effects:
    """What a sequence of ops reads and writes."""

    def __init__(self, quiet: Quiet, ops: Iterable[ir.OpView] = ()) -> None:
        self._quiet = quiet
        self.reads: set[Place] = set()
        self.writes: set[Place] = set()
        for op in ops:
            self.add(op)

    def add(self, op: ir.OpView) -> None:
        """Take `op`, and all in it, to the sequence."""
        for inner in (op, *operations_of(op)):
            self._add(inner)

    def conflicts(self, other: Effects) -> bool:
        """Does it matter which of the two sequences comes first?"""
        return bool(self.writes & (other.reads | other.writes) or self.reads & other.writes)

    def _add(self, op: ir.OpView) -> None:
        if isinstance(op, m.SlotOp):
            self.writes.add(_place(op.result))
        elif isinstance(op, m.LoadOp):
            self.reads.add(_place(op.address))
        elif isinstance(op, m.StoreOp):
            self.writes.add(_place(op.address))
        elif isinstance(op, m.UpdateOp):
            self.reads.add(_place(op.address))
            self.writes.add(_place(op.address))
        elif isinstance(op, func.CallOp) and self._quiet.is_quiet(callee_of(op)):
            self.reads.add(MEMORY)
        elif not self._quiet.computes(op) and not isinstance(op, (e.BinaryOp, *_CONSTRUCTS)):
            self.reads.add(MEMORY)
            self.writes.add(MEMORY)


def _place(address: ir.Value) -> Place:
    slot = slot_of(address)
    return slot if slot is not None and not _leaks(slot) else MEMORY


def _leaks(address: ir.Value) -> bool:
    """May `address` be known to others than the ops that use it directly?"""
    for use in address.uses:
        op = use.owner
        if isinstance(op, _ADDRESSES):
            if _leaks(op.result):
                return True
        elif isinstance(op, m.StoreOp):
            if use.operand_number == 0:
                return True
        elif not isinstance(op, (m.LoadOp, m.UpdateOp)):
            return True
    return False

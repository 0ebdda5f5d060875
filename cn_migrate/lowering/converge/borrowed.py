"""Which pointers functions only read through: what they point to stays as it was, and nobody keeps the pointer."""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.lowering.call_graph import callee_of

_WITHIN = (m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp, e.PtrCastOp)
_LOOKING = (m.LoadOp, e.CompareOp, m.PtrDiffOp)


class Borrowed:
    """Answers for the functions of a module."""

    def __init__(self, functions: dict[str, func.FuncOp]) -> None:
        self._functions = functions
        self._known: dict[tuple[str, int], bool] = {}

    def reads(self, call: func.CallOp, number: int) -> bool:
        """Does the callee only read through the pointer that is operand `number`?"""
        key = callee_of(call), number
        if key not in self._known:
            self._known[key] = False  # while it is looked into: recursion
            function = self._functions.get(key[0])
            self._known[key] = function is not None and self._only_read(function.arguments[number])
        return self._known[key]

    def _only_read(self, pointer: ir.Value) -> bool:
        return all(self._is_reading(use) for use in pointer.uses)

    def _is_reading(self, use: ir.OpOperand) -> bool:
        op = use.owner.opview
        if isinstance(op, _LOOKING):
            return True
        if isinstance(op, m.SlotOp):
            return self._is_kept_well(op.result)
        if isinstance(op, func.CallOp):
            return self.reads(op, use.operand_number)
        return isinstance(op, _WITHIN) and self._only_read(op.result)

    def _is_kept_well(self, variable: ir.Value) -> bool:
        """Are pointers in a local variable only read through?"""
        return all(self._is_kept_well_by(use.owner.opview, variable) for use in variable.uses)

    def _is_kept_well_by(self, op: ir.OpView, variable: ir.Value) -> bool:
        if isinstance(op, m.StoreOp):
            return bool(op.address == variable)
        changes = isinstance(op, m.UpdateOp) and op.address == variable
        return (changes or isinstance(op, m.LoadOp)) and self._only_read(op.result)

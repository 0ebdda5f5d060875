"""What has to change in which function, decided before anything does."""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.lowering.call_graph import callee_of, is_kernel, operations
from cn_migrate.lowering.converge.guards import Guards
from cn_migrate.lowering.converge.keys import key
from cn_migrate.lowering.converge.meetings import Meetings
from cn_migrate.lowering.converge.quiet import MEETINGS
from cn_migrate.lowering.converge.uniformity import LOOPS, Uniformity, left_by

_BLOCKS = (*LOOPS, c.IfOp, c.ScopeOp, c.SwitchOp, c.CaseOp)
_CHOICES = (e.LogicalOp, e.ConditionalOp)


class Plan:
    """`opened`: constructs that all threads walk through; `flagged`: exits that become variables.

    `continued`: loops with such a `continue`; `early`: functions with such a `return`; `told`: functions that are
    told which threads are active, because only some may be; `changed`: functions in which anything is opened;
    `touched`: those that differ in any way afterwards.
    """

    def __init__(
        self,
        functions: dict[str, func.FuncOp],
        meetings: Meetings,
        uniformity: Uniformity,
        guards: Guards,
    ) -> None:
        self.opened: set[int] = set()
        self.flagged: set[int] = set()
        self.continued: set[int] = set()
        self.early: set[str] = set()
        self.told: set[str] = set()
        self.changed: set[str] = set()
        self.touched: set[str] = set()
        self._meetings = meetings
        self._facts = uniformity.facts
        self._guards = guards
        for name in meetings.meeting:  # callees first
            ops = list(operations(functions[name].body))
            self._open(name, ops)
            partly = name in self._facts.partly_called and not is_kernel(functions[name])
            if partly and not all(map(self._is_harmless, ops)):
                self.told.add(name)
            if name in self.told | self.early | self.changed or any(map(self._is_touched, ops)):
                self.touched.add(name)

    def _is_touched(self, op: ir.OpView) -> bool:
        """Does `op` change where nothing around it does?"""
        if isinstance(op, func.CallOp):
            return callee_of(op) in self.told
        return isinstance(op, (w.ShuffleOp, w.BallotOp, w.WarpBarrierOp))

    def holds(self, op: ir.OpView) -> bool:
        """Is anything inside of `op` a meeting, or an exit that becomes a variable?"""
        return any(
            self._meetings.meets(inner) or key(inner) in self.flagged
            for region in op.operation.regions
            for inner in operations(region)
        )

    def _open(self, name: str, ops: list[ir.OpView]) -> None:
        known = -1
        while known != len(self.opened) + len(self.flagged):
            known = len(self.opened) + len(self.flagged)
            for op in ops:
                if key(op) in self._facts.constructs and self.holds(op):
                    self.opened.add(key(op))
                    self.changed.add(name)
                elif isinstance(op, c.ReturnOp) and self._is_early(op):
                    self.flagged.add(key(op))
                    self.early.add(name)
                elif (
                    isinstance(op, (c.BreakOp, c.ContinueOp))
                    and key(left_by(op)[-1]) in self.opened
                ):
                    self.flagged.add(key(op))
                    if isinstance(op, c.ContinueOp):
                        self.continued.add(key(left_by(op)[-1]))

    def _is_early(self, op: c.ReturnOp) -> bool:
        return key(op) in self._facts.returns and (
            key(op) in self._meetings.followed or bool(set(map(key, left_by(op))) & self.opened)
        )

    def _is_harmless(self, op: ir.OpView) -> bool:
        """May threads do `op` that were not asked to, in a function of which they forget all?"""
        if isinstance(op, w.BallotOp) or key(op) in self.opened:
            return False
        if isinstance(op, func.CallOp) and self._meetings.meets(op):
            return callee_of(op) not in self.told
        if isinstance(op, (*MEETINGS, *_BLOCKS, *_CHOICES)):
            return key(op) not in self._facts.constructs or isinstance(op, _CHOICES)
        exits = (c.ReturnOp, c.BreakOp, c.ContinueOp)
        return isinstance(op, exits) or not self._guards.is_risky(op)

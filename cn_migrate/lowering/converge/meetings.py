"""Which functions and constructs hold places where threads meet, and what comes before one."""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.lowering.call_graph import callee_of, is_kernel, operations
from cn_migrate.lowering.converge.keys import key
from cn_migrate.lowering.converge.quiet import MEETINGS
from cn_migrate.lowering.converge.uniformity import LOOPS


class Meetings:
    """Answers for the functions of a module, as they were when this was made.

    `followed` are the returns after which threads meet in the same function.  `at_end`: those too that leave a
    construct with meetings, and (`inner`) all of functions that are no kernels but the ones at their ends.
    """

    def __init__(self, functions: dict[str, func.FuncOp], at_end: bool = False) -> None:
        self._at_end = at_end
        self._blocks: dict[str, bool] = {}
        self._functions = functions
        self.meeting: dict[str, None] = {}  # callees first
        for name in functions:
            self._find(name)
        self.followed: set[int] = set()
        self.inner: set[int] = set()
        for name in self.meeting:
            self._follow(functions[name])

    def meets(self, op: ir.OpView) -> bool:
        """Do threads wait for each other in `op` itself?"""
        return isinstance(op, MEETINGS) or (
            isinstance(op, func.CallOp) and callee_of(op) in self.meeting
        )

    def inside(self, op: ir.OpView) -> bool:
        """Do threads wait for each other in the regions of `op`?"""
        return any(
            self.meets(inner) for region in op.operation.regions for inner in operations(region)
        )

    def of_block(self, op: ir.OpView) -> bool:
        """May all threads of the block have to come, not only those of a warp, to `op` or what it holds?"""
        if isinstance(op, (x.BarrierOp, x.AnyOp)):
            return True
        if isinstance(op, func.CallOp):
            return self._blocks.get(callee_of(op), False)
        return any(
            self.of_block(inner)
            for region in op.operation.regions
            for block in region.blocks
            for inner in block.operations
        )

    def _find(self, name: str) -> bool:
        if name in self._blocks:
            return name in self.meeting
        self._blocks[name] = False
        ops = list(operations(self._functions[name].body))
        for op in ops:
            if isinstance(op, func.CallOp) and callee_of(op) in self._functions:
                self._find(callee_of(op))
        if any(map(self.meets, ops)):
            self.meeting[name] = None
        self._blocks[name] = any(map(self.of_block, ops))
        return name in self.meeting

    def _follow(self, function: func.FuncOp) -> None:
        """Find the returns after which threads meet in the same function."""
        ops = list(operations(function.body))
        last = max(number for number, op in enumerate(ops) if self.meets(op))
        for number, op in enumerate(ops):
            if not isinstance(op, c.ReturnOp):
                continue
            if self._at_end and not is_kernel(function) and op.operation.parent.name != "func.func":
                self.inner.add(key(op))
            if number < last or key(op) in self.inner or self._in_meeting_construct(op):
                self.followed.add(key(op))

    def _in_meeting_construct(self, op: ir.OpView) -> bool:
        """Does a loop around `op` hold a meeting, or `at_end` anything around it?"""
        parent = op.operation.parent
        while parent is not None and parent.name != "func.func":
            wanted = self._at_end or isinstance(parent.opview, LOOPS)
            if wanted and self.inside(parent.opview):
                return True
            parent = parent.parent
        return False

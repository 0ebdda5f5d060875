"""Which loops over threads may go through several threads side by side, as the lanes of vector instructions.

CUDA lets the threads of a block go on in any order between their meetings, so all may, unless the order shows
in what threads do one after the other at one place: atomics, output, clocks.
"""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import clock, messages, threads
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.lowering.call_graph import callee_of
from cn_migrate.lowering.converge.quiet import operations_of

_ORDERED = (
    x.AtomicOp, x.FenceOp, messages.PrintOp, messages.TrapOp, clock.ClockOp, c.GotoOp, c.LabelOp,
)  # fmt: skip


def mark_independent(loop: threads.ThreadLoopOp, functions: dict[str, func.FuncOp]) -> None:
    """Mark `loop` where its threads may go side by side."""
    if not _is_ordered(loop, functions, set()):
        loop.attributes[threads.INDEPENDENT] = ir.UnitAttr.get()


def _is_ordered(op: ir.OpView, functions: dict[str, func.FuncOp], seen: set[str]) -> bool:
    for inner in operations_of(op):
        if isinstance(inner, _ORDERED) or "volatile" in inner.attributes:
            return True
        if isinstance(inner, func.CallOp) and callee_of(inner) not in seen:
            seen.add(callee_of(inner))
            if _is_ordered(functions[callee_of(inner)], functions, seen):
                return True
    return False

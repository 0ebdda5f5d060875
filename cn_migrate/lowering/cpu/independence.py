"""Which loops over threads may go through several threads side by side, as the lanes of vector instructions.

CUDA lets the threads of a block go on in any order between their meetings, so all may, unless the order shows
in what threads do one after the other at one place: atomics, output, clocks.
"""

from __future__ import annotations

from collections.abc import Mapping

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import clock, messages, threads
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.lowering.call_graph import callee_of
from cn_migrate.lowering.converge.quiet import operations_of

_SPOKEN = (messages.PrintOp, messages.TrapOp, clock.ClockOp, c.GotoOp, c.LabelOp)
_ORDERED = (x.AtomicOp, x.FenceOp, *_SPOKEN)


def mark_independent(loop: threads.ThreadLoopOp, functions: Mapping[str, func.FuncOp]) -> None:
    """Mark `loop` where its threads may go side by side, and where they may take turns.

    Atomics are no lanes of a vector, but CUDA says nothing of their order.
    """
    for mark in (threads.INDEPENDENT, threads.INTERLEAVED):
        if mark in loop.attributes:
            del loop.attributes[mark]
    if not _has(loop, _ORDERED, functions, set()):
        loop.attributes[threads.INDEPENDENT] = ir.UnitAttr.get()
    if not _has(loop, _SPOKEN, functions, set()):
        loop.attributes[threads.INTERLEAVED] = ir.UnitAttr.get()


def _has(
    op: ir.OpView,
    kinds: tuple[type[ir.OpView], ...],
    functions: Mapping[str, func.FuncOp],
    seen: set[str],
) -> bool:
    """Is one of `kinds`, or something volatile, in `op` or in what it calls?"""
    for inner in operations_of(op):
        if isinstance(inner, kinds) or "volatile" in inner.attributes:
            return True
        if isinstance(inner, func.CallOp) and callee_of(inner) not in seen:
            seen.add(callee_of(inner))
            if _has(functions[callee_of(inner)], kinds, functions, seen):
                return True
    return False

"""The turns of loops: their number is limited, and loops that spin let other threads run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative.interpreter.waiting import Wait

if TYPE_CHECKING:
    from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler

TURNS = 10_000_000  # of one execution of a loop: more is taken for endless
SPIN_EVERY = 16  # turns of a spinning loop between two chances for other threads


def turn(c: FunctionCompiler, op: ir.OpView, counter: str) -> None:
    """Write the start of a turn of the loop `op`, or of the loop that the branch `op` closes."""
    site = c.program.site(op)
    c.emit(f"{counter} -= 1")
    c.emit(f"if not {counter}: endless({site})")
    if c.program.waiting.spins(op.operation):
        c.emit(f"if not {counter} % {SPIN_EVERY}: yield {c.program.constant(Wait('spin', site))}")

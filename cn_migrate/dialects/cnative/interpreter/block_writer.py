"""Writes a function of several blocks: `at` says which block comes next.

A block that is entered from one place only is written there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative.interpreter.turns import TURNS, turn

if TYPE_CHECKING:
    from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler

DEEPEST = 40  # indentation from which a block is not written in place: Python ends at 100


class BlockWriter:
    """Writes the blocks of the function that `c` compiles."""

    def __init__(self, c: FunctionCompiler) -> None:
        self._c = c
        self._graph = c.program.waiting.graph(c.function)
        self._written: set[ir.Block] = set()
        self._turns = {
            block: c.fresh("turns") for block in self._graph.order if self._graph.is_head(block)
        }

    def write(self) -> None:
        """All blocks.  A jump forward falls down to its block, one backward goes round the loop."""
        c = self._c
        for block in self._graph.order[1:]:
            c.names.update({argument: c.fresh() for argument in block.arguments})
        c.emit("at = 0")
        with c.under("while True:"):
            for number, block in enumerate(self._graph.order):
                if block not in self._written:
                    with c.under(f"if at == {number}:"):
                        self._write(block)

    def jump(self, op: ir.OpView, target: ir.Block, values: Sequence[ir.Value]) -> None:
        """`op` goes to `target`, with the values of its arguments."""
        c, graph = self._c, self._graph
        if values:
            names = [", ".join(map(c.name, part)) for part in (target.arguments, values)]
            c.emit(" = ".join(names))
        if len(graph.predecessors[target]) == 1 and c.depth < DEEPEST:
            self._write(target)
            return
        c.emit(f"at = {graph.index[target]}")
        if not graph.closes_loop(ir.InsertionPoint(op).block, target):
            if target in self._turns:
                c.emit(f"{self._turns[target]} = {TURNS}")
            return
        turn(c, op, self._turns[target])
        c.emit("continue")

    def _write(self, block: ir.Block) -> None:
        self._written.add(block)
        self._c.block(block)

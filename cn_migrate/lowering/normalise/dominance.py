"""Dominators and dominance frontiers.

Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
"""

from __future__ import annotations

from collections.abc import Iterable

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative.blocks import BlockGraph


class Dominance:
    """`dominator` of each block is the last block that all paths to it pass; the entry's is itself."""

    def __init__(self, graph: BlockGraph) -> None:
        self._graph = graph
        entry = graph.order[0]
        self.dominator: dict[ir.Block, ir.Block] = {entry: entry}
        while self._improve():
            pass
        self._frontier: dict[ir.Block, set[ir.Block]] = {block: set() for block in graph.order}
        for block in graph.order[1:]:
            for runner in graph.predecessors[block]:
                while runner != self.dominator[block]:
                    self._frontier[runner].add(block)
                    runner = self.dominator[runner]

    def frontier(self, blocks: Iterable[ir.Block]) -> set[ir.Block]:
        """Where values made in `blocks` meet others: the iterated dominance frontier."""
        found: set[ir.Block] = set()
        work = list(blocks)
        while work:
            new = self._frontier[work.pop()] - found
            found |= new
            work += new
        return found

    def _improve(self) -> bool:
        changed = False
        for block in self._graph.order[1:]:
            known = [p for p in self._graph.predecessors[block] if p in self.dominator]
            nearest = known[0]
            for other in known[1:]:
                nearest = self._common(nearest, other)
            if block not in self.dominator or self.dominator[block] != nearest:
                self.dominator[block] = nearest
                changed = True
        return changed

    def _common(self, first: ir.Block, second: ir.Block) -> ir.Block:
        index = self._graph.index
        while first != second:
            if index[first] < index[second]:
                first, second = second, first
            first = self.dominator[first]
        return first

"""The control flow graph of a region: order, predecessors and loops of its blocks."""

from __future__ import annotations

from cn_migrate._mlir import ir


class BlockGraph:
    """The blocks of `region` that control can reach, as they were when this was made.

    `order` is a reverse postorder: a block stands after all that dominate it.  `predecessors` names a
    block once for each edge.
    """

    def __init__(self, region: ir.Region) -> None:
        self.order = _reverse_postorder(region.blocks[0])
        self.index = {block: number for number, block in enumerate(self.order)}
        self.predecessors: dict[ir.Block, list[ir.Block]] = {block: [] for block in self.order}
        for block in self.order:
            for successor in block.successors:
                self.predecessors[successor].append(block)

    def closes_loop(self, source: ir.Block, target: ir.Block) -> bool:
        """Does the edge from `source` to `target` lead back to the head of a loop?"""
        return self.index[target] <= self.index[source]

    def is_head(self, block: ir.Block) -> bool:
        """Does a loop start at `block`?"""
        return any(self.closes_loop(source, block) for source in self.predecessors[block])

    def loop(self, head: ir.Block) -> set[ir.Block]:
        """The blocks of the natural loop of `head`, itself included (Aho et al., "Compilers", 9.6)."""
        found = {head}
        work = [source for source in self.predecessors[head] if self.closes_loop(source, head)]
        while work:
            block = work.pop()
            if block not in found:
                found.add(block)
                work += self.predecessors[block]
        return found

    def looping(self) -> set[ir.Block]:
        """The blocks of all loops."""
        heads = filter(self.is_head, self.order)
        return set().union(*map(self.loop, heads))


def _reverse_postorder(entry: ir.Block) -> list[ir.Block]:
    seen, done = {entry}, []
    stack = [(entry, _backwards(entry))]
    while stack:
        block, successors = stack[-1]
        if not successors:
            done.append(block)
            stack.pop()
            continue
        successor = successors.pop(0)
        if successor not in seen:
            seen.add(successor)
            stack.append((successor, _backwards(successor)))
    return done[::-1]


def _backwards(block: ir.Block) -> list[ir.Block]:
    """The successors, last first: the first one then comes first in the order."""
    return list(block.successors)[::-1]

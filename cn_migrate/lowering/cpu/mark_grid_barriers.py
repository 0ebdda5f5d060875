"""Kernels whose blocks wait for each other are marked: each of their blocks has to have a processor's thread."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative.threads import BLOCKS_WAIT
from cn_migrate.lowering.call_graph import CallGraph, operations

ARRIVALS = "cn_grid_arrivals"  # the variable that such barriers count in (`cn/group_block.h`)


@dataclass(frozen=True)
class MarkGridBarriers:
    """See the module."""

    name: str = "mark-grid-barriers"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """Give each kernel that reaches a barrier of the whole grid the attribute BLOCKS_WAIT."""
        graph = CallGraph(module)
        waiting = {
            name
            for name, function in graph.functions.items()
            if any(
                isinstance(op, m.GlobalRefOp) and op.symbol.value == ARRIVALS
                for op in operations(function.body)
            )
        }
        for name, kernel in graph.kernels.items():
            if waiting & set(graph.reachable(name)):
                kernel.attributes[BLOCKS_WAIT] = ir.UnitAttr.get(module.context)

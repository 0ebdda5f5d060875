"""Kernels whose blocks wait for each other are reported and removed: here blocks run one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics, Refusal
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import CallGraph, operations

ARRIVALS = "cn_grid_arrivals"  # the variable that such barriers count in (`cn/group_block.h`)


@dataclass(frozen=True)
class RefuseGridBarriers:
    """See the module."""

    name: str = "refuse-grid-barriers"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """Remove each kernel that reaches a barrier of the whole grid."""
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
                construct = "a barrier of the whole grid on the machine's own processors"
                diagnostics.refuse(
                    Refusal("device-construct", span_of(kernel), construct=construct)
                )
                kernel.erase()

"""Functions that no kernel reaches are removed."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.lowering.call_graph import CallGraph


@dataclass(frozen=True)
class RemoveUnused:
    """See the module."""

    name: str = "remove-unused"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """Erase every function that no kernel reaches."""
        graph = CallGraph(module)
        used = {name for kernel in graph.kernels for name in graph.reachable(kernel)}
        for name, function in graph.functions.items():
            if name not in used:
                function.erase()

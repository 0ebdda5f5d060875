"""OpenCL C has no recursion (1.2, 6.9 i): kernels that reach one are reported and removed."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import CallGraph


@dataclass(frozen=True)
class RefuseRecursion:
    """See the module."""

    name: str = "refuse-recursion"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """Remove each kernel that reaches a function which calls itself, directly or not."""
        graph = CallGraph(module)
        recursive = [name for name in graph.functions if name in graph.called_by(name)]
        for name in recursive:
            function = graph.functions[name]
            source = function.attributes
            shown = source["cnative.source_name"].value if "cnative.source_name" in source else name
            diagnostics.report("recursion", span_of(function), name=shown)
        for name, kernel in graph.kernels.items():
            if set(recursive) & set(graph.reachable(name)):
                kernel.erase()

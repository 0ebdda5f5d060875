"""OpenCL C has no recursion (1.2, 6.9 i): kernels that reach one are reported and removed."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import CallGraph, callee_of, calls


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
            diagnostics.report(
                "recursion", span_of(function), name=shown, places=_places(graph, name)
            )
        for name, kernel in graph.kernels.items():
            if set(recursive) & set(graph.reachable(name)):
                kernel.erase()


def _places(graph: CallGraph, name: str) -> str:
    """Where the function calls what comes back to it, as the message says it."""
    back = [
        call
        for call in calls(graph.functions[name])
        if callee_of(call) == name or name in graph.called_by(callee_of(call))
    ]
    lines = sorted({span.line for call in back if (span := span_of(call)) is not None})
    count = "in one place" if len(back) == 1 else f"in {len(back)} places"
    if not lines:
        return count
    return f"{count} (line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))})"

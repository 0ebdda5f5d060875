"""OpenCL C has no recursion (1.2, 6.9 i): kernels that reach one are reported and removed."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.lowering.call_graph import callee_of, calls, functions, is_kernel, reachable


@dataclass(frozen=True)
class RefuseRecursion:
    """See the module."""

    name: str = "refuse-recursion"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """Remove each kernel that reaches a function which calls itself, directly or not."""
        all_ = functions(module)
        recursive = {name for name, function in all_.items() if _calls_itself(name, function, all_)}
        for name in recursive:
            source = all_[name].attributes
            shown = source["cnative.source_name"].value if "cnative.source_name" in source else name
            diagnostics.report("recursion", span_of(all_[name]), name=shown)
        for kernel in [f for f in all_.values() if is_kernel(f)]:
            if recursive & set(reachable(kernel, all_)):
                kernel.erase()


def _calls_itself(name: str, function: func.FuncOp, all_: dict[str, func.FuncOp]) -> bool:
    return any(
        name in reachable(all_[callee_of(call)], all_)
        for call in calls(function)
        if callee_of(call) in all_
    )

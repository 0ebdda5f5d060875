"""Functions that no kernel reaches are removed."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.lowering.call_graph import functions, is_kernel, reachable


@dataclass(frozen=True)
class RemoveUnused:
    """See the module."""

    name: str = "remove-unused"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """Erase every function that no kernel reaches."""
        all_ = functions(module)
        used = {name for f in all_.values() if is_kernel(f) for name in reachable(f, all_)}
        for name, function in all_.items():
            if name not in used:
                function.erase()

"""Brings every function into normal form."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative.flatten import flatten
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.lowering.call_graph import functions
from cn_migrate.lowering.normalise.expand_updates import expand_updates
from cn_migrate.lowering.normalise.hoist_slots import hoist_slots
from cn_migrate.lowering.normalise.member_values import member_values
from cn_migrate.lowering.normalise.promote_slots import promote_slots


@dataclass(frozen=True)
class Normalise:
    """Structured form -> normal form.

    Afterwards a function is a graph of blocks that end with `cf.br`, `cf.cond_br` or `cnative.return`;
    variables whose address goes nowhere are SSA values (block arguments where paths meet); the
    other slots stand in the entry block, uninitialised.
    """

    name: str = "normalise"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the class."""
        layout = Layout(module)
        with module.context:
            for function in functions(module).values():
                if function.is_external:
                    continue
                expand_updates(function)
                flatten(function)
                member_values(function, layout)
                while promote_slots(function):  # what only a variable that is gone pointed to
                    member_values(function, layout)
                hoist_slots(function)

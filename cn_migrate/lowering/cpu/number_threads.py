"""Functions learn from their callers where in the grid they are: only kernels have the loops that count it."""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import index, text
from cn_migrate.dialects.cnative.execution import IdOp
from cn_migrate.lowering.call_graph import functions, is_kernel, operations
from cn_migrate.lowering.thread_arguments import Need, thread_arguments


@dataclass(frozen=True)
class NumberThreads:
    """Each index or size that a function asks for is one more parameter."""

    name: str = "number-threads"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the class."""
        with module.context:
            asked = {
                name: [op for op in operations(function.body) if isinstance(op, IdOp)]
                for name, function in functions(module).items()
                if not is_kernel(function)
            }
            needs = {name: [_need(op) for op in ops] for name, ops in asked.items()}
            values = thread_arguments(module, needs, _provide)
            for name, ops in asked.items():
                for op in ops:
                    op.result.replace_all_uses_with(values[name, _need(op).key])
                    op.erase()


def _need(op: IdOp) -> Need:
    key = f"{op.kind.value}.{op.dim.value}"
    return Need(
        key, key.replace(".0", "_x").replace(".1", "_y").replace(".2", "_z"), op.result.type
    )


def _provide(kernel: func.FuncOp, need: Need) -> ir.Value:
    kind, _, dim = need.key.partition(".")
    with kernel.location, ir.InsertionPoint.at_block_begin(kernel.entry_block):
        return IdOp(text(kind), index(int(dim)), t.unsigned(32)).result

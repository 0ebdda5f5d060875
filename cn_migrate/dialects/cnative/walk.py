"""Looking for ops."""

from __future__ import annotations

from cn_migrate._mlir import ir


def of_kinds(root: ir.OpView | ir.Module, *kinds: type[ir.OpView]) -> list[ir.OpView]:
    """The ops of some kinds in `root`, each before those that it holds.

    MLIR walks by itself, which is faster than to go through regions and blocks here.
    """
    wanted = {kind.OPERATION_NAME for kind in kinds}
    found: list[ir.OpView] = []

    def visit(op: ir.Operation) -> ir.WalkResult:
        if op.name in wanted:
            found.append(op.opview)
        return ir.WalkResult.ADVANCE

    root.operation.walk(visit, ir.WalkOrder.PRE_ORDER)
    return found

"""Numbers for ops: the bindings hash an op by what it holds, which changes here all the time."""

from __future__ import annotations

from collections.abc import Iterable

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative.attributes import index
from cn_migrate.lowering.call_graph import operations

_KEY = "cnative.key"


def give_keys(functions: Iterable[func.FuncOp]) -> None:
    """Number all ops inside of `functions`."""
    ops = (op for function in functions for op in operations(function.body))
    for number, op in enumerate(ops):
        op.attributes[_KEY] = index(number)


def take_keys(functions: Iterable[func.FuncOp]) -> None:
    """Remove the numbers."""
    for function in functions:
        for op in operations(function.body):
            if _KEY in op.attributes:
                del op.attributes[_KEY]


def users(op: ir.OpView, block: ir.Block) -> set[int]:
    """The ops of `block` that use results of `op`, or hold ops that do."""
    uses = [use for result in op.operation.results for use in result.uses]
    return {key(_at_top(use.owner.operation, block)) for use in uses}


def made_by(op: ir.OpView) -> set[int]:
    """The ops that make the operands of `op`."""
    owners = [value.owner for value in op.operation.operands]
    return {key(owner) for owner in owners if not isinstance(owner, ir.Block)}


def _at_top(op: ir.Operation, block: ir.Block) -> ir.Operation:
    while ir.InsertionPoint(op).block != block:
        op = op.parent
    return op


def key(op: ir.OpView | ir.Operation) -> int:
    """The number of `op`; -1 for one that came later."""
    attributes = op.attributes
    return int(attributes[_KEY].value) if _KEY in attributes else -1

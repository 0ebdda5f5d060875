"""Loads and stores that threads may do side by side are marked, for vectorisers.

A loop over threads that `ThreadLoops` found independent stays so in normal form, but for variables that all turns
share there: those of one turn have one place.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative.blocks import BlockGraph
from cn_migrate.dialects.cnative.threads import PER_THREAD, SIDE_BY_SIDE
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import CallGraph, callee_of, functions

_ADDRESSES = (m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp)
_USERS = (m.LoadOp, m.StoreOp)


@dataclass(frozen=True)
class MarkSideBySide:
    """See the module."""

    name: str = "mark-side-by-side"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the class."""
        graph = CallGraph(module)
        with_places = {n for n, f in functions(module).items() if of_kinds(f, m.SlotOp)}
        sharing = {n for n in functions(module) if with_places & set(graph.reachable(n))}
        for kernel in graph.kernels.values():
            if not any(map(_escapes, _shared_places(kernel))):
                _mark(kernel, sharing)


def _shared_places(kernel: func.FuncOp) -> list[ir.Value]:
    return [s.result for s in of_kinds(kernel, m.SlotOp) if PER_THREAD not in s.attributes]


def _escapes(address: ir.Value) -> bool:
    """Is `address` used for anything but to load and store there?"""
    for use in address.uses:
        op = use.owner.opview
        if isinstance(op, _ADDRESSES):
            if _escapes(op.result):
                return True
        elif not isinstance(op, _USERS) or (isinstance(op, m.StoreOp) and use.operand_number == 0):
            return True
    return False


def _mark(kernel: func.FuncOp, sharing: set[str]) -> None:
    blocks = BlockGraph(kernel.body)
    for block in blocks.order:
        *_, branch = block.operations
        if SIDE_BY_SIDE not in branch.attributes:
            continue
        (head,) = branch.operation.successors
        for inner in blocks.loop(head):
            for op in inner.operations:
                if _is_own(op, sharing):
                    op.attributes[SIDE_BY_SIDE] = branch.attributes[SIDE_BY_SIDE]


def _is_own(op: ir.OpView, sharing: set[str]) -> bool:
    if isinstance(op, (m.LoadOp, m.StoreOp)):
        root = _root(op.address)
        return root is None or PER_THREAD in root.attributes
    if not isinstance(op, func.CallOp) or callee_of(op) in sharing:
        return False
    roots = [_root(v) for v in op.operands]
    return all(root is None or PER_THREAD in root.attributes for root in roots)


def _root(address: ir.Value) -> m.SlotOp | None:
    """The variable that an address leads into; None where it is none of the function's own."""
    while not isinstance(address.owner, ir.Block):
        op = address.owner.opview
        if isinstance(op, m.SlotOp):
            return op
        if not isinstance(op, _ADDRESSES):
            return None
        address = op.base
    return None

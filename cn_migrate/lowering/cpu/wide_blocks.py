"""Kernels whose threads know no more of their blocks than their own place along x in the grid.

Where threads do not meet, and ask for `blockIdx.x * blockDim.x + threadIdx.x` only, nobody can tell neighbouring blocks
from one block that is as wide as they are together: its rows of threads are longer, as vectors like them.  Blocks with
more than one row are meant; where there is one, it is long as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.execution import IdOp
from cn_migrate.dialects.cnative.threads import BLOCKS_WAIT, WIDE_BLOCKS
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import CallGraph
from cn_migrate.lowering.converge.quiet import MEETINGS
from cn_migrate.lowering.cpu.repeated import is_constant

_TOGETHER = (*MEETINGS, m.SharedOp, m.DynamicSharedOp)
_PRODUCT, _PLACE = "first of the block", "place in the grid"
_SUMS: dict[tuple[str, frozenset[str | None]], str] = {
    ("mul", frozenset(("block_id", "block_dim"))): _PRODUCT,
    ("add", frozenset((_PRODUCT, "thread_id"))): _PLACE,
}


@dataclass(frozen=True)
class WideBlocks:
    """See the module.  It asks kernels, so functions have to have what they need of indices from there."""

    name: str = "wide-blocks"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """Give such kernels the attribute WIDE_BLOCKS."""
        graph = CallGraph(module)
        with module.context:
            for name, kernel in graph.kernels.items():
                reached = (graph.functions[callee] for callee in graph.reachable(name))
                meet = any(of_kinds(function, *_TOGETHER) for function in reached)
                if not meet and BLOCKS_WAIT not in kernel.attributes and _asks_for_places(kernel):
                    kernel.attributes[WIDE_BLOCKS] = ir.UnitAttr.get()


def _asks_for_places(kernel: func.FuncOp) -> bool:
    """Are there indices along x and others, and do those along x lead to places in the grid, and nowhere else?"""
    indices = of_kinds(kernel, IdOp)
    along_x = [op for op in indices if op.dim.value == 0]
    several = 0 < len(along_x) < len(indices)
    return several and all(_leads_to_place(op.result) for op in along_x)


def _leads_to_place(value: ir.Value) -> bool:
    if _kind(value) == _PLACE:
        return True
    return all(_is_part(use.owner.opview) for use in value.uses)


def _is_part(user: ir.OpView) -> bool:
    """Is what `user` makes an index, too, or a place, and does it go on so?"""
    if isinstance(user, m.SlotOp):
        return is_constant(user) and all(
            _leads_to_place(use.owner.results[0]) for use in user.result.uses
        )
    if not isinstance(user, (e.ConvertOp, e.BinaryOp)):
        return False
    return _kind(user.result) is not None and _leads_to_place(user.result)


def _kind(value: ir.Value) -> str | None:
    """Which index along x `value` is, or what is made of those."""
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if isinstance(op, IdOp):
        return str(op.kind.value) if op.dim.value == 0 else None
    if isinstance(op, e.ConvertOp):
        keeps = t.is_int(value.type) and not t.is_bool(value.type) and value.type.width >= 32
        return _kind(op.value) if keeps else None
    if isinstance(op, m.LoadOp) and not isinstance(op.address.owner, ir.Block):
        slot = op.address.owner.opview
        known = isinstance(slot, m.SlotOp) and slot.init is not None and is_constant(slot)
        return _kind(slot.init) if known else None
    if isinstance(op, e.BinaryOp):
        return _SUMS.get((op.op.value, frozenset((_kind(op.lhs), _kind(op.rhs)))))
    return None

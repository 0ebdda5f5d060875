"""Shared memory of which each thread uses a part of its own becomes a variable of the thread.

Programs keep values of a thread there that registers have no room for on a GPU: `s[threadIdx.y][threadIdx.x]`.  All
accesses have to have the same subscripts, and no two threads may share those (`own_places`).  What would still be an
array stays: in shared memory, neighbours lie side by side.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import CallGraph
from cn_migrate.lowering.own_places import OwnPlaces, expression

_VARIABLE = "variable"
_ADDRESS = {m.LoadOp: 0, m.StoreOp: 1, m.UpdateOp: 0}  # which operand


@dataclass(frozen=True)
class PrivateShared:
    """See the module."""

    name: str = "private-shared"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """Change the variables, and report each."""
        graph = CallGraph(module)
        known = [
            op for function in graph.functions.values() for op in of_kinds(function, m.SharedOp)
        ]
        used = Counter(str(op.attributes[_VARIABLE].value) for op in known)
        with module.context, ir.Location.unknown():
            for name, kernel in graph.kernels.items():
                shared = [
                    op
                    for op in of_kinds(kernel, m.SharedOp)
                    if used[str(op.attributes[_VARIABLE].value)] == 1
                ]
                if not shared:
                    continue
                own = OwnPlaces(graph.functions[reached] for reached in graph.reachable(name))
                for op in shared:
                    _make_private(op, kernel, own, diagnostics)


def _make_private(
    op: m.SharedOp, kernel: func.FuncOp, own: OwnPlaces, diagnostics: Diagnostics
) -> None:
    accesses = _accesses(op.result, [])
    depth = _depth(t.pointee(op.result.type))
    if not accesses or not _is_private(accesses, depth, own):
        return
    if (span := span_of(op)) is not None and not span.file.startswith("<"):
        diagnostics.report("private-shared", span, name=op.name.value)
    with op.location:
        pointer = t.ptr(_element(t.pointee(op.result.type)), t.Space.PRIVATE)
        slot = m.SlotOp(op.name, pointer, ip=ir.InsertionPoint.at_block_begin(kernel.entry_block))
    _readdress(op.result, slot.result)
    op.erase()


def _accesses(address: ir.Value, indices: list[ir.Value]) -> list[list[ir.Value]] | None:
    """The subscripts of each load and store; None where the address goes elsewhere."""
    found: list[list[ir.Value]] = []
    for use in address.uses:
        op: Any = use.owner.opview
        if isinstance(op, m.ElementOp):
            inner = _accesses(op.result, [*indices, op.index])
            if inner is None:
                return None
            found += inner
        elif isinstance(op, m.MemberOp) and (inner := _accesses(op.result, indices)):
            found += inner
        elif _ADDRESS.get(type(op)) == use.operand_number and "volatile" not in op.attributes:
            found.append(indices)
        else:
            return None
    return found


def _is_private(accesses: list[list[ir.Value]], depth: int, own: OwnPlaces) -> bool:
    first = [expression(index) for index in accesses[0]]
    if None in first or len(first) != depth or not own.is_own(accesses[0]):
        return False
    return all([expression(index) for index in other] == first for other in accesses)


def _depth(array: ir.Type) -> int:
    return 1 + _depth(t.element(array)) if isinstance(array, t.ArrayType) else 0


def _element(array: ir.Type) -> ir.Type:
    return _element(t.element(array)) if isinstance(array, t.ArrayType) else array


def _readdress(old: ir.Value, new: ir.Value) -> None:
    """Let everything that is done at a place of the array `old` be done at `new`."""
    for use in list(old.uses):
        op: Any = use.owner.opview
        if isinstance(op, m.ElementOp):
            _readdress(op.result, new)
            op.erase()
        elif isinstance(op, m.MemberOp):
            pointer = t.in_space(op.result.type, t.Space.PRIVATE)
            with op.location:
                member = m.MemberOp(op.field, new, pointer, ip=ir.InsertionPoint(op))
            _readdress(op.result, member.result)
            op.erase()
        else:
            op.operation.operands[use.operand_number] = new

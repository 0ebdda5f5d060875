"""Warp operations get the shared memory over which they go where a device has no sub-groups like CUDA's warps.

It is one `__shared__` array for each kernel that reaches such an operation, with an element for each thread of
the greatest block (CUDA C++ Programming Guide, "Technical Specifications": 1024).
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import CallGraph, functions
from cn_migrate.lowering.normalise.copy_attributes import copy_attributes
from cn_migrate.lowering.thread_arguments import Need, in_type, thread_arguments

MAX_BLOCK = 1024
NAME = "warp_scratch"
WARPS = "cnative.warps"
_OF_WARPS = (w.ShuffleOp, w.BallotOp, x.AnyOp, w.WarpBarrierOp)


@dataclass(frozen=True)
class WarpScratch:
    """See the module."""

    name: str = "warp-scratch"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """See the module."""
        with module.context:
            users = {name: _users(function) for name, function in functions(module).items()}
            if not any(users.values()):
                return
            _mark_kernels(module, {name for name, ops in users.items() if ops})
            users = {
                n: [op for op in ops if not isinstance(op, w.WarpBarrierOp)]
                for n, ops in users.items()
            }
            width = max((_width(op) for ops in users.values() for op in ops), default=32)
            need = Need(NAME, NAME, t.ptr(t.unsigned(width), t.Space.SHARED))
            values = thread_arguments(
                module, {n: [need] for n, ops in users.items() if ops}, _declare
            )
            for name, ops in users.items():
                for op in ops:
                    _give(op, values[name, NAME])


def _mark_kernels(module: ir.Module, inside: set[str]) -> None:
    """Kernels with anything of warps in them say so: their sub-groups have to be warps, where they are used."""
    graph = CallGraph(module)
    for name, kernel in graph.kernels.items():
        if not inside.isdisjoint(graph.reachable(name)):
            kernel.attributes[WARPS] = ir.UnitAttr.get()


def _users(function: func.FuncOp) -> list[ir.OpView]:
    return of_kinds(function, *_OF_WARPS)


def _width(op: ir.OpView) -> int:
    """Bits of what each thread writes: a word at least."""
    return max(32, int(op.value.type.width)) if isinstance(op, w.ShuffleOp) else 32


def _declare(kernel: func.FuncOp, need: Need) -> ir.Value:
    array = t.ptr(t.array(t.pointee(need.type), MAX_BLOCK), t.Space.SHARED)
    with kernel.location, ir.InsertionPoint.at_block_begin(kernel.entry_block):
        return m.DecayOp(m.SharedOp(text(need.name), array).result, need.type).result


def _give(op: ir.OpView, scratch: ir.Value) -> None:
    with op.location, ir.InsertionPoint(op):
        place = in_type(scratch, t.ptr(t.unsigned(_width(op)), t.Space.SHARED))
        result = op.result.type
        if isinstance(op, w.ShuffleOp):
            new = w.ShuffleOp(op.mask, op.value, op.source, result, scratch=place)
        elif isinstance(op, w.BallotOp):
            new = w.BallotOp(op.mask, op.predicate, result, scratch=place)
        else:
            new = x.AnyOp(op.scope, op.predicate, result, scratch=place)
    copy_attributes(op, new)
    op.result.replace_all_uses_with(new.result)
    op.erase()

"""Code for threads that run in lockstep gets the barriers of warps that it does without.

Programs for devices before compute capability 7.0 let a warp's threads exchange values over `volatile` shared memory
without any barrier (CUDA C++ Programming Guide, "Independent Thread Scheduling", says how to mend them).  Where a
function both reads and writes such memory, a barrier of the warp goes before each store, when all have read, and
behind it, when all have written.  Some do without `volatile`, and put a fence of the block behind each store: it orders
what one thread does, and nothing tells the others when that was.
"""

from __future__ import annotations

from dataclasses import dataclass

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import number
from cn_migrate.dialects.cnative.control import LOOPS
from cn_migrate.dialects.cnative.locations import span_of
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.dialects.cnative.warp import WarpBarrierOp
from cn_migrate.lowering.call_graph import functions
from cn_migrate.lowering.normalise.expand_updates import expand_update

_ACCESSES = (m.LoadOp, m.StoreOp, m.UpdateOp)
_SEVERAL = 2  # one fence alone may stand in front of a flag


@dataclass(frozen=True)
class Lockstep:
    """See the module."""

    name: str = "lockstep"

    def apply(self, module: ir.Module, diagnostics: Diagnostics) -> None:
        """See the module; functions that change are reported."""
        with module.context:
            for function in functions(module).values():
                accesses = list(filter(_is_shared, of_kinds(function, *_ACCESSES)))
                if not _is_fenced(function):
                    accesses = [op for op in accesses if "volatile" in op.attributes]
                stores = [op for op in accesses if not isinstance(op, m.LoadOp)]
                if not stores or not any(map(_reads, accesses)):
                    continue
                diagnostics.report("lockstep", span_of(stores[0]), name=_shown(function))
                read = False
                for op in accesses:
                    read = read or _reads(op)
                    if not isinstance(op, m.LoadOp):
                        _surround(op, read or _in_loop(op))


def _shown(function: func.FuncOp) -> str:
    attributes = function.attributes
    name = "cnative.source_name" if "cnative.source_name" in attributes else "sym_name"
    return str(attributes[name].value)


def _is_shared(op: ir.OpView) -> bool:
    return bool(t.space(op.address.type) == t.Space.SHARED)


def _is_fenced(function: func.FuncOp) -> bool:
    """Do fences of the block stand behind several stores to shared memory, as if those were steps of all threads?"""
    fences = [op for op in of_kinds(function, x.FenceOp) if op.scope.value == "block"]
    return sum(map(_is_behind_store, fences)) >= _SEVERAL


def _is_behind_store(fence: ir.OpView) -> bool:
    ops = list(fence.operation.block.operations)
    place = ops.index(fence)
    before = ops[place - 1] if place else None
    return isinstance(before, (m.StoreOp, m.UpdateOp)) and _is_shared(before)


def _reads(op: ir.OpView) -> bool:
    return isinstance(op, (m.LoadOp, m.UpdateOp))


def _in_loop(op: ir.OpView) -> bool:
    parent = op.operation.parent
    while parent is not None and parent.name not in LOOPS:
        parent = parent.parent
    return parent is not None


def _surround(op: ir.OpView, read: bool) -> None:
    """Let the threads of a warp store together; `read`: what is there may have been read before."""
    store = expand_update(op) if isinstance(op, m.UpdateOp) else op
    with store.location:
        if read:
            _barrier(ir.InsertionPoint(store))
        block = ir.InsertionPoint(store).block
        ops = list(block.operations)
        behind = ops[ops.index(store) + 1 :]
        if not behind or not isinstance(behind[0], x.BarrierOp):
            _barrier(ir.InsertionPoint(behind[0]) if behind else ir.InsertionPoint(block))


def _barrier(place: ir.InsertionPoint) -> None:
    word = t.unsigned(32)
    WarpBarrierOp(e.ConstantOp(number(word, 0), word, ip=place).result, ip=place)

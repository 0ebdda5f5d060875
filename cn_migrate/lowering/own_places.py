"""Places in memory that one thread of a block has for itself, by how their addresses are computed.

An index is a thread's own where no two threads have the same: `threadIdx.x`, `threadIdx.y * blockDim.x + threadIdx.x`,
either times a constant, and with something added that is the same for all.  Which axes have to be in it is known from
the kernel: threads that differ along an axis which it never asks for do the same, so that they are like one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import TypeAlias

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import clock
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.lowering.call_graph import operations

Expression: TypeAlias = tuple["str | int | float | Expression", ...]
_ALL_AXES = frozenset((0, 1, 2))
_TELLING_APART = (w.ShuffleOp, w.BallotOp, clock.ClockOp)  # what is not the same for like threads
_BITS = 32  # an index of fewer may wrap
_LARGEST = 1 << 20  # times 1024 threads, no 32 bits overflow


class OwnPlaces:
    """Answers for one kernel, in the structured or the normal form; `reached` are it and what it calls."""

    def __init__(self, reached: Iterable[func.FuncOp]) -> None:
        self._asked: frozenset[int] = frozenset()
        for function in reached:
            for op in operations(function.body):
                self._asked |= _asked(op)

    def is_own(self, indices: Iterable[ir.Value]) -> bool:
        """Are the subscripts, all together, different for each two threads?"""
        axes = reduce(frozenset.union, (_axes(i) or frozenset() for i in indices), frozenset[int]())
        return axes >= self._asked


def expression(value: ir.Value) -> Expression | None:
    """How a value is computed from the thread's ids, sizes and arguments; None where anything else is in it.

    Equal ones have the same value in one thread, wherever they stand.
    """
    if isinstance(value.owner, ir.Block):
        is_argument = isinstance(value.owner.owner.opview, func.FuncOp)
        first = is_argument and value.owner == value.owner.owner.opview.entry_block
        return ("argument", ir.BlockArgument(value).arg_number) if first else None
    op = value.owner.opview
    if isinstance(op, x.IdOp):
        return (op.kind.value, op.dim.value)
    if isinstance(op, e.ConstantOp):
        return ("constant", str(value_of(op.value)), str(value.type))
    if isinstance(op, m.LoadOp):
        kept = constant_of(op)
        return None if kept is None else expression(kept)
    if not isinstance(op, (e.ConvertOp, e.BinaryOp)):
        return None
    parts = [expression(operand) for operand in op.operation.operands]
    name = op.op.value if isinstance(op, e.BinaryOp) else "convert"
    known = [part for part in parts if part is not None]
    return (name, str(value.type), *known) if len(known) == len(parts) else None


def constant_of(load: m.LoadOp) -> ir.Value | None:
    """What a variable was declared with that nobody changes afterwards."""
    slot = load.address.owner
    if isinstance(slot, ir.Block) or not isinstance(slot.opview, m.SlotOp):
        return None
    only_read = all(
        isinstance(use.owner, m.LoadOp) and "volatile" not in use.owner.attributes
        for use in slot.opview.result.uses
    )
    return slot.opview.init if only_read else None


def _asked(op: ir.OpView) -> frozenset[int]:
    """The axes along which `op` lets threads differ."""
    if isinstance(op, x.IdOp):
        return frozenset((op.dim.value,)) if op.kind.value == "thread_id" else frozenset()
    if isinstance(op, _TELLING_APART):
        return _ALL_AXES
    is_used = isinstance(op, x.AtomicOp) and any(True for _ in op.operation.results[0].uses)
    return _ALL_AXES if is_used else frozenset()


def _axes(index: ir.Value) -> frozenset[int] | None:
    """Along which axes no two threads have the same index; none for what is the same for all; None if unknown."""
    found = expression(index)
    return None if found is None or _narrow(index.type) else _axes_of(found)


def _narrow(type_: ir.Type) -> bool:
    return not isinstance(type_, ir.IntegerType) or type_.width < _BITS


def _axes_of(known: Expression) -> frozenset[int] | None:
    name, *rest = known
    if name == "thread_id":
        return frozenset(_numbers(rest))
    if name in ("argument", "constant", "block_id", "block_dim", "grid_dim"):
        return frozenset()
    type_, *operands = rest
    parts = [operand for operand in operands if isinstance(operand, tuple)]
    axes = [_axes_of(part) for part in parts]
    if name == "convert":
        return axes[0] if _is_wide(str(type_)) else None
    if any(part is None for part in axes):
        return None
    first, second = (part or frozenset() for part in axes)
    if not first and not second:
        return frozenset()
    if name == "add":
        return first | second if not (first and second) else _of_rows(*parts)
    if name == "mul" and not (first and second):
        factor = parts[1] if first else parts[0]
        return first | second if _is_positive(factor) else None
    return None


def _of_rows(one: Expression, other: Expression) -> frozenset[int] | None:
    """Of `threadIdx.y * blockDim.x + threadIdx.x`, with rows and columns in any order."""
    for row, column in ((one, other), (other, one)):
        if _plain(column) != ("thread_id", 0):
            continue
        factors = _factors(row)
        if factors in ([("block_dim", 0), ("thread_id", 1)], [("thread_id", 1), ("block_dim", 0)]):
            return frozenset((0, 1))
    return None


def _factors(known: Expression) -> list[Expression]:
    bare = _plain(known)
    return [_plain(p) for p in bare[2:] if isinstance(p, tuple)] if bare[0] == "mul" else []


def _plain(known: Expression) -> Expression:
    """Without conversions that lose nothing of an index."""
    while known[0] == "convert" and _is_wide(str(known[1])) and isinstance(known[2], tuple):
        known = known[2]
    return known


def _is_wide(type_: str) -> bool:
    return type_ in ("si32", "ui32", "si64", "ui64")


def _is_positive(known: Expression) -> bool:
    bare = _plain(known)
    if bare == ("block_dim", bare[1]):
        return True
    return bare[0] == "constant" and str(bare[1]).isdigit() and 0 < int(str(bare[1])) < _LARGEST


def _numbers(values: Iterable[object]) -> list[int]:
    return [value for value in values if isinstance(value, int)]

"""Blocks of threads as loops: the form of a kernel for a processor that runs a block's threads in turn.

Outside of `thread_loop` all is done once for the block.  A variable (`slot`) with the discardable attribute
`per_thread` has one copy for each thread: in a `thread_loop` its address is that of the thread's own copy.
"""

from collections.abc import Iterable
from typing import Any

from cn_migrate._mlir import ext, ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.control import NO_TERMINATOR
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.execution import IdOp
from cn_migrate.dialects.cnative.expressions import BinaryOp
from cn_migrate.dialects.cnative.fields import Operand, Result
from cn_migrate.dialects.cnative.integers import integer_of
from cn_migrate.dialects.cnative.verify import reject, require

PER_THREAD = "per_thread"
INDEPENDENT = "independent"
INTERLEAVED = "interleaved"
IN_DOUBLE = "in_double"  # of a division of 32-bit integers: as one of `double`s
SIDE_BY_SIDE = "cnative.side_by_side"  # of accesses, and of the branch that closes their loop: the loop's number
BLOCKS_WAIT = "cnative.blocks_wait"  # of a kernel whose blocks wait for each other
WIDE_BLOCKS = "cnative.wide_blocks"  # of a kernel that may take neighbouring blocks for a wide one
BOUNDS = ("lt", "le", "gt", "ge", "eq")

# What a launch may ask for here.  A 32-bit `int` counts the threads along an axis of a grid, twice.
MAX_THREADS = 1 << 10  # of a block (CUDA C++ Programming Guide, "Technical Specifications")
STACK_BYTES = (
    1 << 21
)  # of a processor's thread, that variables with copies for all threads of a block may take
MAX_BLOCKS = 1 << 24  # of a grid, along one axis
MAX_GRID_THREADS = (1 << 30) - MAX_THREADS  # of a grid, along one axis
MAX_PLACES = (
    1 << 31
) - 2 * MAX_THREADS  # of blocks that are so many places apart, and a thread's place added
_MOST_PLACES = (
    1 << 14
)  # that a block's place in the grid is multiplied by, to be taken for a place in data
ID_BOUNDS = {  # least and greatest value
    "thread_id": (0, MAX_THREADS - 1),
    "block_dim": (1, MAX_THREADS),
    "block_id": (0, MAX_BLOCKS - 1),
    "grid_dim": (1, MAX_BLOCKS),
}
_PRODUCT_BOUNDS = {  # of two ids along one axis
    frozenset(("block_id", "block_dim")): (0, MAX_GRID_THREADS - 1),
    frozenset(("grid_dim", "block_dim")): (1, MAX_GRID_THREADS),
}


def product_bounds(op: BinaryOp) -> tuple[int, int] | None:
    """Bounds of `op` if it multiplies two ids along one axis, or blocks by a constant: closer than those of the two.

    A launch with so many blocks that such a product is not below its bound is none: see `scaled_blocks`.
    """
    if _scale(op) is not None:
        return (0, MAX_PLACES - 1)
    makers = [v.owner.opview for v in (op.lhs, op.rhs) if not isinstance(v.owner, ir.Block)]
    ids = [maker for maker in makers if isinstance(maker, IdOp)]
    if op.op.value != "mul" or len(ids) != 2 or ids[0].dim.value != ids[1].dim.value:
        return None
    return _PRODUCT_BOUNDS.get(frozenset(i.kind.value for i in ids))


def scaled_blocks(ops: Iterable[ir.OpView]) -> dict[int, int]:
    """By axis, the greatest constant that `ops` multiply a block's place in the grid by, where that may get far."""
    found: dict[int, int] = {}
    for op in ops:
        if isinstance(op, BinaryOp) and (scale := _scale(op)) is not None:
            dim, factor = scale
            if factor * (MAX_BLOCKS - 1) >= MAX_PLACES:
                found[dim] = max(factor, found.get(dim, 0))
    return found


def _scale(op: BinaryOp) -> tuple[int, int] | None:
    """The axis and the constant where `op` multiplies a block's place by one that may be a count of threads."""
    if op.op.value != "mul":
        return None
    for block, other in ((op.lhs, op.rhs), (op.rhs, op.lhs)):
        maker = None if isinstance(block.owner, ir.Block) else block.owner.opview
        if isinstance(maker, IdOp) and maker.kind.value == "block_id":
            factor = integer_of(other)
            return (maker.dim.value, factor) if factor and 0 < factor <= _MOST_PLACES else None
    return None


class ThreadLoopOp(Cnative.Operation, name="thread_loop", traits=NO_TERMINATOR):
    """Each thread of the block does `body`, in any order; a `return` in it ends the thread's turn only.

    Discardable `independent`: threads may also go through it side by side, instruction by instruction.
    Discardable `interleaved`: one thread may stop at any place for another to go on, at turns of loops for example.
    """

    body: ext.Region


class StripLoopOp(Cnative.Operation, name="strip_loop", traits=NO_TERMINATOR):
    """The block's threads in strips of neighbours along x: `body` is done for each strip, in any order.

    A `thread_loop` in it is over the strip's threads; a variable of each thread that is declared in it has one copy for
    each of those.  What says which threads go in (CHOICES) stands at its start.
    """

    body: ext.Region


class BoundOp(Cnative.Operation, name="bound"):
    """In a `thread_loop`: only threads go in whose index along `dim` plus `base` is `comparison` than (to) `limit`.

    `comparison` is one of BOUNDS.  `base` and `limit` (integers) are the same for all threads; nothing wraps.
    """

    comparison: ir.StringAttr
    dim: ir.IntegerAttr
    base: Operand[Any]
    limit: Operand[Any]

    @staticmethod
    def verify_invariants(op: "BoundOp") -> bool:
        return _is_bound(op)


class MultiplesOp(Cnative.Operation, name="multiples"):
    """In a `thread_loop`: threads whose index along x is no multiple of `step` (an integer above zero) do nothing.

    It may be ignored: what the others do tells them so, too.
    """

    step: Operand[Any]


class ScaledOp(Cnative.Operation, name="scaled"):
    """In a `thread_loop`: threads whose index along x, times `scale`, is not below `limit` do nothing.

    It may be ignored: what they do tells them so, too.  Where `scale` is not above zero, or so large that the product
    could wrap, nothing is said.
    """

    scale: Operand[Any]
    limit: Operand[Any]


class InnerOp(Cnative.Operation, name="inner"):
    """In a `thread_loop`: threads for which this (see `bound`) and all others of its kind hold are away from edges."""

    comparison: ir.StringAttr
    dim: ir.IntegerAttr
    base: Operand[Any]
    limit: Operand[Any]

    @staticmethod
    def verify_invariants(op: "InnerOp") -> bool:
        return _is_bound(op)


class EdgeOp(Cnative.Operation, name="edge", traits=[ext.Pure]):
    """In a `thread_loop`: is the thread not known to be away from edges (see `inner`)?  It may be true for any."""

    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "EdgeOp") -> bool:
        return require(op, t.is_bool(op.result.type), "the result is bool")


def _is_bound(op: Any) -> bool:
    if op.comparison.value not in BOUNDS:
        return reject(op, f"unknown comparison '{op.comparison.value}'")
    both = t.is_int(op.base.type) and t.is_int(op.limit.type)
    return require(op, both, "a bound is of integers")


CHOICES = (BoundOp, MultiplesOp, ScaledOp, InnerOp)  # which threads go into a loop


class FirstOp(Cnative.Operation, name="first"):
    """What the block's first thread has in the variable `slot`, and with it all others; outside of loops."""

    slot: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "FirstOp") -> bool:
        return _is_value_of(op)


class AnyOfOp(Cnative.Operation, name="any_of"):
    """Is the variable `slot` (bool or si32) true in any thread of the block, or of the strip?  Outside of loops."""

    slot: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "AnyOfOp") -> bool:
        if PER_THREAD not in op.slot.owner.attributes:
            return reject(op, "reads a variable that is not one for each thread")
        return require(op, t.is_bool(op.result.type), "the result is bool")


class BallotOfOp(Cnative.Operation, name="ballot_of"):
    """Each thread's `result` (ui32) gets one bit for each lane of its warp: the lane's `predicate` (bool)."""

    predicate: Operand[Any]
    result: Operand[Any]

    @staticmethod
    def verify_invariants(op: "BallotOfOp") -> bool:
        bools = t.is_bool(t.pointee(op.predicate.type))
        return require(op, bools, "the predicates are bool")


class ExchangeOp(Cnative.Operation, name="exchange"):
    """Each thread's `result` gets what the thread in lane `source` (ui32) modulo 32 of its warp has in `value`."""

    value: Operand[Any]
    source: Operand[Any]
    result: Operand[Any]

    @staticmethod
    def verify_invariants(op: "ExchangeOp") -> bool:
        if t.pointee(op.source.type) != t.unsigned(32):
            return reject(op, "lanes are ui32")
        return require(op, op.value.type == op.result.type, "what is given is of another type")


def _is_value_of(op: Any) -> bool:
    if PER_THREAD not in op.slot.owner.attributes:
        return reject(op, "reads a variable that is not one for each thread")
    same = t.pointee(op.slot.type) == op.result.type
    return require(op, same, "the variable is of another type than is read")

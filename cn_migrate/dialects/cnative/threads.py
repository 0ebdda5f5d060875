"""Blocks of threads as loops: the form of a kernel for a processor that runs a block's threads in turn.

Outside of `thread_loop` all is done once for the block.  A variable (`slot`) with the discardable attribute
`per_thread` has one copy for each thread: in a `thread_loop` its address is that of the thread's own copy.
"""

from typing import Any

from cn_migrate._mlir import ext
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.control import NO_TERMINATOR
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.fields import Operand, Result
from cn_migrate.dialects.cnative.verify import reject, require

PER_THREAD = "per_thread"
INDEPENDENT = "independent"


class ThreadLoopOp(Cnative.Operation, name="thread_loop", traits=NO_TERMINATOR):
    """Each thread of the block does `body`, in any order; a `return` in it ends the thread's turn only.

    Discardable `independent`: threads may also go through it side by side, instruction by instruction.
    """

    body: ext.Region


class LaneOp(Cnative.Operation, name="lane", traits=[ext.Pure]):
    """What the thread in lane `lane` (ui32) modulo 32 of this thread's warp has in the variable `slot`."""

    slot: Operand[Any]
    lane: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "LaneOp") -> bool:
        return _is_value_of(op)


class FirstOp(Cnative.Operation, name="first"):
    """What the block's first thread has in the variable `slot`, and with it all others; outside of loops."""

    slot: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "FirstOp") -> bool:
        return _is_value_of(op)


class AnyOfOp(Cnative.Operation, name="any_of"):
    """Is the variable `slot` (bool) true in any thread of the block?  Outside of loops."""

    slot: Operand[Any]
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "AnyOfOp") -> bool:
        return _is_value_of(op) and require(op, t.is_bool(op.result.type), "the result is bool")


class BallotOfOp(Cnative.Operation, name="ballot_of"):
    """Each thread's `result` (ui32) gets one bit for each lane of its warp: the lane's `predicate` (bool)."""

    predicate: Operand[Any]
    result: Operand[Any]

    @staticmethod
    def verify_invariants(op: "BallotOfOp") -> bool:
        bools = t.is_bool(t.pointee(op.predicate.type))
        return require(op, bools, "the predicates are bool")


def _is_value_of(op: Any) -> bool:
    if PER_THREAD not in op.slot.owner.attributes:
        return reject(op, "reads a variable that is not one for each thread")
    same = t.pointee(op.slot.type) == op.result.type
    return require(op, same, "the variable is of another type than is read")

"""Warp operations: what the 32 threads of a warp tell each other.

Threads are numbered x fastest, then y, then z; 32 numbers in a row are a warp, a thread's number modulo 32 is
its lane (CUDA C++ Programming Guide, "SIMT Architecture").  `mask` (ui32) names the lanes that take part: all
of them that have not ended execute the op with the same mask, their own bit set.  Mask 0 stands for the
forms without mask: those take part that are together at the op.

An op with the discardable attribute `converged` is reached by all threads of the block, which wait for each other.
"""

from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.fields import Operand, Result
from cn_migrate.dialects.cnative.verify import reject, require

WARP_SIZE = 32
CONVERGED = "converged"


class ShuffleOp(Cnative.Operation, name="shuffle"):
    """The `value` of lane `source` (ui32) modulo 32; of a lane that takes no part, anything.

    `scratch` is memory of the block with one element for each thread, where a target needs it.
    """

    mask: Operand[Any]
    value: Operand[Any]
    source: Operand[Any]
    result: Result[Any]
    scratch: Operand[Any] | None = None

    @staticmethod
    def verify_invariants(op: "ShuffleOp") -> bool:
        type_ = op.result.type
        if not (t.is_int(type_) or t.is_float(type_)) or t.is_bool(type_):
            return reject(op, f"{type_} does not pass between lanes")
        if op.value.type != type_:
            return reject(op, "value and result differ in type")
        return require(op, _is_word(op.mask) and _is_word(op.source), "mask and lane are ui32")


class BallotOp(Cnative.Operation, name="ballot"):
    """One bit for each lane (ui32): set where the lane takes part and its `predicate` (bool) is true."""

    mask: Operand[Any]
    predicate: Operand[Any]
    result: Result[Any]
    scratch: Operand[Any] | None = None

    @staticmethod
    def verify_invariants(op: "BallotOp") -> bool:
        if not t.is_bool(op.predicate.type):
            return reject(op, "the predicate is no bool")
        return require(op, _is_word(op.mask) and _is_word(op.result), "mask and result are ui32")


class WarpBarrierOp(Cnative.Operation, name="warp_barrier"):
    """The lanes of `mask` meet; what each has written before is visible to the others after it."""

    mask: Operand[Any]

    @staticmethod
    def verify_invariants(op: "WarpBarrierOp") -> bool:
        return require(op, _is_word(op.mask), "the mask is ui32")


def _is_word(value: ir.Value) -> bool:
    type_ = value.type
    return bool(t.is_int(type_) and type_.is_unsigned and type_.width == 32)

"""Execution model: who computes, in what order, and how threads meet."""

from collections.abc import Sequence
from typing import Any

from cn_migrate._mlir import ext, ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.dialect import Cnative
from cn_migrate.dialects.cnative.fields import Operand, Result
from cn_migrate.dialects.cnative.mixed import takes_mixed, unmixed
from cn_migrate.dialects.cnative.verify import reject, require

IDS = ("thread_id", "block_id", "block_dim", "grid_dim")
ATOMICS = {  # name: operands beside the address
    "add": 1,
    "sub": 1,
    "min": 1,
    "max": 1,
    "and": 1,
    "or": 1,
    "xor": 1,
    "inc": 1,  # old >= limit ? 0 : old + 1
    "dec": 1,  # old == 0 or old > limit ? limit : old - 1
    "exchange": 1,
    "compare_exchange": 2,  # expected, desired
}
SCOPES = ("block", "device", "system")
ORDERS = ("relaxed", "acquire", "release", "acq_rel", "seq_cst")


class IdOp(Cnative.Operation, name="id", traits=[ext.Pure]):
    """`threadIdx`, `blockIdx`, `blockDim`, `gridDim` (`kind` of IDS) in dimension `dim` (0 = x): ui32."""

    kind: ir.StringAttr
    dim: ir.IntegerAttr
    result: Result[Any]

    @staticmethod
    def verify_invariants(op: "IdOp") -> bool:
        if op.kind.value not in IDS:
            return reject(op, f"unknown id '{op.kind.value}'")
        type_ = op.result.type
        right = t.is_int(type_) and type_.is_unsigned and type_.width == 32
        return require(op, right, "an id is ui32")


class BarrierOp(Cnative.Operation, name="barrier"):
    """All threads of the block meet; their global and shared memory accesses before it are visible after it.

    CUDA C++ Programming Guide, "Synchronization Functions".
    """


class AnyOp(Cnative.Operation, name="any"):
    """All threads of the block meet, but no memory is ordered; is `predicate` (bool) true for any of them?

    `scope` = "warp": the answer may also be that for the thread's warp alone, without waiting for others.
    `scratch` is memory of the block, where a target needs it.
    """

    scope: ir.StringAttr
    predicate: Operand[Any]
    result: Result[Any]
    scratch: Operand[Any] | None = None

    @staticmethod
    def verify_invariants(op: "AnyOp") -> bool:
        if op.scope.value not in ("block", "warp"):
            return reject(op, f"unknown scope '{op.scope.value}'")
        bools = t.is_bool(op.predicate.type) and t.is_bool(op.result.type)
        return require(op, bools, "predicate and result are bool")


class FenceOp(Cnative.Operation, name="fence"):
    """Orders this thread's memory accesses for the threads of `scope` (one of SCOPES)."""

    scope: ir.StringAttr

    @staticmethod
    def verify_invariants(op: "FenceOp") -> bool:
        return require(op, op.scope.value in SCOPES, f"unknown scope '{op.scope.value}'")


class AtomicOp(Cnative.Operation, name="atomic"):
    """Atomic read-modify-write of `*address`; the result is the old value.  `op` is a key of ATOMICS."""

    op: ir.StringAttr
    order: ir.StringAttr
    scope: ir.StringAttr
    address: Operand[Any]
    result: Result[Any]
    values: Sequence[Operand[Any]]

    @staticmethod
    def verify_invariants(op: "AtomicOp") -> bool:
        kind = op.op.value
        if kind not in ATOMICS:
            return reject(op, f"unknown atomic '{kind}'")
        if op.order.value not in ORDERS or op.scope.value not in SCOPES:
            return reject(op, "unknown order or scope")
        if len(op.values) != ATOMICS[kind]:
            return reject(op, f"'{kind}' takes {ATOMICS[kind]} values")
        same = t.pointee(op.address.type) == op.result.type
        return require(op, same, "the result is not of the type that the address points to")


@takes_mixed
class LaunchOp(Cnative.Operation, name="launch"):
    """Starts `kernel` on a grid of blocks: `sizes` = grid x, y, z, block x, y, z (ui32), then `shared` bytes (ui64).

    Asynchronous with respect to the host, in order within `stream` (a number; 0 is the default stream).
    """

    kernel: ir.StringAttr
    stream: ir.IntegerAttr
    sizes: Sequence[Operand[Any]]
    shared: Operand[Any]
    mixed_args: Sequence[Operand[Any]]

    @property
    def args(self) -> list[ir.Value]:
        """The kernel's arguments."""
        return unmixed(self.mixed_args)

    @staticmethod
    def verify_invariants(op: "LaunchOp") -> bool:
        return require(op, len(op.sizes) == 6, "a launch has three grid and three block sizes")


class StreamSynchronizeOp(Cnative.Operation, name="stream_synchronize"):
    """The host waits until all work of `stream` is done."""

    stream: ir.IntegerAttr


class EventRecordOp(Cnative.Operation, name="event_record"):
    """`event` happens when the work submitted to `stream` before it is done."""

    event: ir.IntegerAttr
    stream: ir.IntegerAttr


class StreamWaitEventOp(Cnative.Operation, name="stream_wait_event"):
    """Later work of `stream` waits for `event`."""

    stream: ir.IntegerAttr
    event: ir.IntegerAttr

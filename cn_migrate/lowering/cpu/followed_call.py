"""Functions that a loop over threads calls, followed as far as it is known which way they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeAlias

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m

_ASKED = (e.LogicalOp, e.ConditionalOp, func.CallOp)
_PURE = (
    e.ConstantOp, e.ZeroOp, e.ConvertOp, e.BitcastOp, e.CompareOp, e.UnaryOp, e.BinaryOp, e.MathOp, e.PtrCastOp,
    x.IdOp, m.LoadOp, m.OffsetOp, m.ElementOp, m.MemberOp, m.DecayOp,
)  # fmt: skip
Known: TypeAlias = ir.Value | bool | None  # None: nothing is known


class Answers(Protocol):
    """What is known of the values that a function computes; new ops are made at `place`."""

    place: ir.InsertionPoint

    def result_of(
        self, op: Any, get: Callable[[ir.Value], Known], inside: Callable[[ir.Region], Known]
    ) -> Known:
        """What the result of `op` is; `get` knows of its operands, `inside` of what its regions yield."""

    def made_with(self, op: Any, values: list[ir.Value]) -> ir.Value:
        """The result of `op` with these operands."""


class Returned(NamedTuple):
    """What a call gives."""

    value: Known


class _Stuck(Exception):
    """What a function does there is not known, or is more than computing."""


class FollowedCall:
    """One call: what its values are, and what its variables hold."""

    def __init__(self, edges: Answers, values: dict[ir.Value, Known]) -> None:
        self._edges, self._values = edges, values
        self._held: dict[ir.Value, Known] = {}

    def run(self, block: ir.Block) -> Returned | None:
        """Go through `block`; what is returned, or None where it ends, or nothing is known of it."""
        try:
            return self._run(block)
        except _Stuck:
            return Returned(None)

    def _run(self, block: ir.Block) -> Returned | None:
        for op in block.operations:
            returned = self._step(op)
            if returned is not None:
                return returned
        return None

    def _step(self, op: Any) -> Returned | None:
        if isinstance(op, c.ReturnOp):
            return Returned(None if op.value is None else self._values.get(op.value))
        if isinstance(op, c.IfOp):
            condition = self._values.get(op.condition)
            if not isinstance(condition, bool):
                raise _Stuck
            branch = op.then if condition else op.otherwise
            return self._run(branch.blocks[0]) if len(branch.blocks) else None
        if isinstance(op, c.ScopeOp):
            return self._run(op.body.blocks[0])
        if isinstance(op, m.SlotOp):
            self._values[op.result] = op.result
            self._held[op.result] = None if op.init is None else self._values.get(op.init)
        elif isinstance(op, m.StoreOp):
            if op.address not in self._held:
                raise _Stuck
            self._held[op.address] = self._values.get(op.value)
        elif isinstance(op, c.YieldOp):
            pass  # read by who asks for the region
        elif len(op.operation.results) == 1:
            self._values[op.operation.results[0]] = self._value(op)
        else:
            raise _Stuck
        return None

    def _value(self, op: Any) -> Known:
        edges = self._edges
        if "volatile" in op.attributes or not isinstance(op, (*_PURE, *_ASKED)):
            raise _Stuck
        if isinstance(op, m.LoadOp):
            if op.address in self._held:
                return self._held[op.address]
            address = self._values.get(op.address)
            return edges.made_with(op, [address]) if isinstance(address, ir.Value) else None
        if isinstance(op, (e.ConstantOp, x.IdOp)):
            copy = op.operation.clone(ip=edges.place)
            return copy.results[0]
        known = edges.result_of(op, self._values.get, self._inside)
        if known is None and isinstance(op, _ASKED):
            raise _Stuck  # it may do more than computing
        return known

    def _inside(self, region: ir.Region) -> Known:
        self._run(region.blocks[0])
        return self._values.get(yielded(region))


def yielded(region: ir.Region) -> ir.Value:
    """What `region` yields."""
    *_, end = region.blocks[0].operations
    return end.operation.operands[0]

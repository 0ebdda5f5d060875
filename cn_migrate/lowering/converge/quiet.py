"""What a thread may do though it should not be there: nobody sees it, and nothing breaks."""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative import warp as w
from cn_migrate.dialects.cnative.attributes import value_of
from cn_migrate.dialects.cnative.control import IfOp, ReturnOp, ScopeOp, YieldOp
from cn_migrate.lowering.call_graph import callee_of, operations

MEETINGS = (x.BarrierOp, x.AnyOp, w.ShuffleOp, w.BallotOp, w.WarpBarrierOp)
_ADDRESSES = (m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp, e.PtrCastOp)
_VALUES = (
    e.ConstantOp,
    e.ZeroOp,
    e.UndefOp,
    e.AggregateOp,
    e.ExtractOp,
    e.InsertOp,
    e.ConvertOp,
    e.BitcastOp,
    e.CompareOp,
    e.UnaryOp,
    e.MathOp,
    m.GlobalRefOp,
    m.SharedOp,
    m.DynamicSharedOp,
    m.PtrDiffOp,
    m.SlotOp,
    YieldOp,
    *_ADDRESSES,
)
REGIONS = (e.LogicalOp, e.ConditionalOp)


def slot_of(address: ir.Value) -> ir.Value | None:
    """The local variable that `address` is in, if it is known."""
    while not isinstance(address.owner, ir.Block):
        op = address.owner.opview
        if isinstance(op, m.SlotOp):
            return address
        if not isinstance(op, _ADDRESSES):
            return None
        address = op.operation.operands[0]
    return None


class Quiet:
    """Answers for the functions of a module."""

    def __init__(self, functions: dict[str, func.FuncOp]) -> None:
        self._functions = functions
        self._quiet: dict[str, bool] = {}

    def computes(self, op: ir.OpView) -> bool:
        """Does `op` only compute, or look at local variables, at places that are known?"""
        if isinstance(op, e.BinaryOp):
            return (
                op.op.value not in ("div", "rem") or t.is_float(op.result.type) or _nonzero(op.rhs)
            )
        if isinstance(op, m.LoadOp):
            return "volatile" not in op.attributes and _is_fixed(op.address)
        if isinstance(op, REGIONS):
            return all(map(self.computes, operations_of(op)))
        if isinstance(op, func.CallOp):
            return self.is_quiet(callee_of(op))
        return isinstance(op, (*_VALUES, x.IdOp))

    def is_quiet(self, name: str) -> bool:
        """Does the function only compute, on its arguments and the thread's ids, without loops?"""
        if name not in self._quiet:
            self._quiet[name] = False  # while it is looked into
            function = self._functions.get(name)
            self._quiet[name] = function is not None and all(
                self._computes_within(op) for op in operations(function.body)
            )
        return self._quiet[name]

    def is_pure(self, name: str) -> bool:
        """Does it give all threads the same for the same arguments, too?"""
        return self.is_quiet(name) and all(
            self._is_same_for_all(op) for op in operations(self._functions[name].body)
        )

    def _computes_within(self, op: ir.OpView) -> bool:
        if isinstance(op, (m.StoreOp, m.UpdateOp)):
            return _is_fixed(op.address)
        return self.computes(op) or isinstance(op, (IfOp, ScopeOp, ReturnOp))

    def _is_same_for_all(self, op: ir.OpView) -> bool:
        if isinstance(op, func.CallOp):
            return self.is_pure(callee_of(op))
        return not isinstance(op, x.IdOp) or bool(op.kind.value != "thread_id")


def operations_of(op: ir.OpView) -> list[ir.OpView]:
    """All ops inside of `op`."""
    return [inner for region in op.operation.regions for inner in operations(region)]


def stored_slot(op: ir.OpView) -> ir.Value | None:
    """The local variable that `op` stores to at a known place."""
    if isinstance(op, (m.StoreOp, m.UpdateOp)) and "volatile" not in op.attributes:
        return slot_of(op.address) if _is_fixed(op.address) else None
    return None


def _is_fixed(address: ir.Value) -> bool:
    """Is it a local variable, or a part of one whose place does not depend on values?"""
    while not isinstance(address.owner, ir.Block):
        op = address.owner.opview
        if isinstance(op, m.SlotOp):
            return True
        is_known = isinstance(op, m.ElementOp) and constant(op.index) is not None
        if not is_known and not isinstance(op, m.MemberOp):
            return False
        address = op.operation.operands[0]
    return False


def constant(value: ir.Value) -> float | int | bool | None:
    """The value of a constant, before conversions; None where it is none."""
    if isinstance(value.owner, ir.Block):
        return None
    op = value.owner.opview
    if isinstance(op, e.ConvertOp):
        return constant(op.value)
    return value_of(op.value) if isinstance(op, e.ConstantOp) else None


def _nonzero(divisor: ir.Value) -> bool:
    known = constant(divisor)
    return known is not None and known not in (0, -1)

"""Calls that threads can do side by side: of functions without loops, that touch their callers' variables alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.lowering.call_graph import callee_of, operations
from cn_migrate.lowering.converge.quiet import slot_of

_COMPUTED = (
    e.ConstantOp, e.ZeroOp, e.UndefOp, e.AggregateOp, e.ExtractOp, e.InsertOp, e.ConvertOp, e.BitcastOp,
    e.CompareOp, e.UnaryOp, e.BinaryOp, e.MathOp, e.ConditionalOp, e.LogicalOp, e.PtrCastOp, x.IdOp, m.SlotOp,
    m.OffsetOp, m.ElementOp, m.MemberOp, m.DecayOp, c.ScopeOp, c.IfOp, c.YieldOp, c.ReturnOp,
)  # fmt: skip
Functions: TypeAlias = Mapping[str, func.FuncOp]
COMPUTES = "computes"  # of a call: it gives a value, and does nothing else
_STEPS = (m.OffsetOp, m.ElementOp, m.MemberOp, m.DecayOp)


def mark_calls(functions: Functions) -> None:
    """Mark calls of simple functions that follow no pointers."""
    for function in functions.values():
        for op in operations(function.body):
            if not isinstance(op, func.CallOp) or not is_simple(op, functions):
                continue
            if not _follows(op, functions):
                op.attributes[COMPUTES] = ir.UnitAttr.get()


def is_simple(call: func.CallOp, functions: Functions) -> bool:
    """Is `call` one of those?  Pointers that it is given, and follows, have to lead to variables of the caller."""
    own = all(slot_of(value) is not None for value in _pointers(call))
    return _is_simple(call, functions) and (own or not _follows(call, functions))


def _pointers(call: func.CallOp) -> list[ir.Value]:
    return [value for value in call.operands if isinstance(value.type, t.PtrType)]


def _follows(call: func.CallOp, functions: Functions) -> bool:
    """May the function read or write where a pointer that it is given points to?"""
    if not _pointers(call):
        return False
    ops = operations(functions[callee_of(call)].body)
    accesses = [op for op in ops if isinstance(op, (m.LoadOp, m.StoreOp, m.UpdateOp))]
    calls = [op for op in ops if isinstance(op, func.CallOp)]
    return any(slot_of(op.address) is None for op in accesses) or any(
        _follows(op, functions) for op in calls
    )


def _is_simple(call: func.CallOp, functions: Functions) -> bool:
    function = functions[callee_of(call)]
    return all(_is_simple_op(op, functions) for op in operations(function.body))


def _is_simple_op(op: ir.OpView, functions: Functions) -> bool:
    if "volatile" in op.attributes:
        return False
    if isinstance(op, (m.LoadOp, m.StoreOp, m.UpdateOp)):
        return _is_own(op.address)
    if isinstance(op, func.CallOp):
        return all(map(_is_own, _pointers(op))) and _is_simple(op, functions)
    return isinstance(op, _COMPUTED)


def _is_own(address: ir.Value) -> bool:
    """Is it in a variable of the function, or in what a parameter of it points to?"""
    while not isinstance(address.owner, ir.Block) and isinstance(address.owner.opview, _STEPS):
        address = address.owner.operands[0]
    if isinstance(address.owner, ir.Block):
        return True
    op = address.owner.opview
    if isinstance(op, m.SlotOp):
        return True
    return isinstance(op, m.LoadOp) and _is_parameter(op.address)


def _is_parameter(address: ir.Value) -> bool:
    op = None if isinstance(address.owner, ir.Block) else address.owner.opview
    if not isinstance(op, m.SlotOp) or op.init is None:
        return False
    return isinstance(op.init.owner, ir.Block) and all(
        isinstance(use.owner, m.LoadOp) for use in op.result.uses
    )

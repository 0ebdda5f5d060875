"""Which functions do nothing but compute what they return, and of what."""

from __future__ import annotations

from collections.abc import Iterable

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import memory
from cn_migrate.verify.same_ir.values import VALUES

_PLAIN = ("cf.br", "cf.cond_br", "cnative.return", "cnative.load", "cnative.slot")


def pure_functions(functions: Iterable[func.FuncOp]) -> frozenset[str]:
    """The symbols of functions that return a value, store to variables of their own only, and call only such ones."""
    calls: dict[str, set[str]] = {}
    for function in functions:
        known = _calls(function)
        if known is not None and len(function.type.results):
            calls[function.sym_name.value] = known
    return _closed(calls)


def reading_nothing(functions: Iterable[func.FuncOp], pure: frozenset[str]) -> frozenset[str]:
    """Of the `pure` functions those whose value depends on their arguments only, not on what memory holds."""
    calls = {
        function.sym_name.value: _calls(function) or set()
        for function in functions
        if function.sym_name.value in pure and not _reads(function)
    }
    return _closed(calls)


def _closed(calls: dict[str, set[str]]) -> frozenset[str]:
    """The functions that only call others of them."""
    found = set(calls)
    while others := {name for name in found if not calls[name] <= found}:
        found -= others
    return frozenset(found)


def _reads(function: func.FuncOp) -> bool:
    return any(
        isinstance(op, memory.LoadOp) and not _is_own(op.address)
        for block in function.body.blocks
        for op in block.operations
    )


def _calls(function: func.FuncOp) -> set[str] | None:
    """What a function calls; None where it does more than to compute."""
    found: set[str] = set()
    for block in function.body.blocks:
        for op in block.operations:
            if isinstance(op, func.CallOp):
                found.add(ir.FlatSymbolRefAttr(op.attributes["callee"]).value)
            elif isinstance(op, memory.StoreOp):
                if not _is_own(op.address):
                    return None
            elif op.operation.name not in VALUES and op.operation.name not in _PLAIN:
                return None
            if "volatile" in op.operation.attributes:
                return None
    return found


def _is_own(address: ir.Value) -> bool:
    """Is it a place in a variable of the function?"""
    while not isinstance(address.owner, ir.Block):
        op = address.owner.opview
        if isinstance(op, memory.SlotOp):
            return True
        if not isinstance(op, (memory.ElementOp, memory.MemberOp, memory.DecayOp, memory.OffsetOp)):
            return False
        address = op.base
    return False

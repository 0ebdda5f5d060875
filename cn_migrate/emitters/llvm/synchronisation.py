"""Atomics and fences as instructions of LLVM IR.

LLVM Language Reference, "Atomic Memory Ordering Constraints".
"""

from __future__ import annotations

from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.llvm.function import FunctionWriter

_ORDERS = {"relaxed": "monotonic"}
_INTEGER = {
    "add": "add", "sub": "sub", "and": "and", "or": "or", "xor": "xor", "exchange": "xchg",
    "inc": "uinc_wrap", "dec": "udec_wrap",
}  # fmt: skip
_FLOAT = {"add": "fadd", "sub": "fsub", "min": "fmin", "max": "fmax", "exchange": "xchg"}


def atomic(f: FunctionWriter, op: x.AtomicOp) -> None:
    """An atomic read-modify-write."""
    kind, type_ = op.op.value, op.result.type
    order = _ORDERS.get(op.order.value, op.order.value)
    scope = _scope(f, op.scope.value)
    align = f.types.layout.align(type_)
    address, text = f.typed(op.address), f.types.value(type_)
    if kind == "compare_exchange":
        _compare_exchange(f, op, order, scope)
        return
    name = (_FLOAT if t.is_float(type_) else _INTEGER).get(kind)
    if name is None and t.is_int(type_):
        name = ("u" if t.is_unsigned(type_) else "") + kind
    if name is None or t.is_bool(type_) or kind in f.module.machine.lacks:
        raise f.refusal(op, f"an atomic '{kind}' of {type_}")
    value = f.operand(op.values[0])
    f.define(op.result, f"atomicrmw {name} {address}, {text} {value}{scope} {order}, align {align}")


def _compare_exchange(f: FunctionWriter, op: x.AtomicOp, order: str, scope: str) -> None:
    type_ = op.result.type
    text, width = f.types.value(type_), f.types.layout.size(type_) * 8
    expected, desired = (f.operand(v) for v in op.values)
    if t.is_float(type_):
        expected, desired = (
            f.temporary(f"bitcast {text} {v} to i{width}") for v in (expected, desired)
        )
    kind = f"i{width}" if t.is_float(type_) else text
    failure = {"release": "monotonic", "acq_rel": "acquire"}.get(order, order)
    pair = f.temporary(
        f"cmpxchg {f.typed(op.address)}, {kind} {expected}, {kind} {desired}{scope} {order} {failure}"
    )
    old = f"extractvalue {{ {kind}, i1 }} {pair}, 0"
    if t.is_float(type_):
        old = f"bitcast {kind} {f.temporary(old)} to {text}"
    f.define(op.result, old)


def fence(f: FunctionWriter, op: x.FenceOp) -> None:
    """A fence of one thread."""
    f.add(f"fence{_scope(f, op.scope.value)} seq_cst")


def _scope(f: FunctionWriter, scope: str) -> str:
    name = f.module.machine.scopes.get(scope, "")
    return f' syncscope("{name}")' if name else ""


RULES: dict[type[ir.OpView], Any] = {x.AtomicOp: atomic, x.FenceOp: fence}

"""`x op= y`, `++` and `--` become a load, the operation with its conversions, and a store."""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.lowering.call_graph import operations


def expand_updates(function: func.FuncOp) -> None:
    """Replace every `cnative.update` of `function`."""
    for op in [op for op in operations(function.body) if isinstance(op, m.UpdateOp)]:
        expand_update(op)


def expand_update(op: m.UpdateOp) -> m.StoreOp:
    """Replace `op`; the store that comes last."""
    with op.location, ir.InsertionPoint(op):
        load = m.LoadOp(op.address, t.pointee(op.address.type))
        old = load.result
        new = _moved(op, old) if t.is_ptr(old.type) else _computed(op, old)
        store = m.StoreOp(new, op.address)
    if "volatile" in op.attributes:
        load.attributes["volatile"] = store.attributes["volatile"] = op.attributes["volatile"]
    op.result.replace_all_uses_with(old if op.form.value == "post" else new)
    op.erase()
    return store


def _computed(op: m.UpdateOp, old: ir.Value) -> ir.Value:
    """The new value of an arithmetic type, computed in the type that C prescribes."""
    value, type_ = op.value, op.value.type
    if op.op.value in e.SHIFTS:
        type_ = t.promoted(old.type)
    elif t.is_bool(type_):
        type_ = t.promoted(type_)
        value = _converted(value, type_)
    result = e.BinaryOp(text(op.op.value), _converted(old, type_), value, type_).result
    return _converted(result, old.type)


def _moved(op: m.UpdateOp, old: ir.Value) -> ir.Value:
    """The pointer `op.value` elements further, or back."""
    steps: ir.Value = op.value
    if op.op.value == "sub":
        steps = _converted(steps, t.signed(64))
        steps = e.UnaryOp(text("neg"), steps, steps.type).result
    return m.OffsetOp(old, steps, old.type).result


def _converted(value: ir.Value, type_: ir.Type) -> ir.Value:
    return value if value.type == type_ else e.ConvertOp(value, type_).result

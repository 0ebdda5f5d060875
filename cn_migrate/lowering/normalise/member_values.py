"""Members of records and vectors in variables become parts of values, so that the variables can be promoted.

v.x = 1;     ->     store(insert "x" of load(v), v)
y = v.x;     ->     extract "x" of load(v)
"""

from __future__ import annotations

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.lowering.call_graph import operations
from cn_migrate.lowering.normalise.accesses import is_plain_access


def member_values(function: func.FuncOp, layout: Layout) -> None:
    """Rewrite the accesses to members of all variables whose address goes nowhere else."""
    slots = [op for op in operations(function.body) if isinstance(op, m.SlotOp)]
    for op in slots:
        if _goes_nowhere(op.result, layout):
            _rewrite_members(op.result, op.result, [])


def _goes_nowhere(place: ir.Value, layout: Layout) -> bool:
    return all(
        is_plain_access(use)
        or (
            isinstance(use.owner, m.MemberOp)
            and _has_parts(t.pointee(place.type), layout)
            and _goes_nowhere(use.owner.result, layout)
        )
        for use in place.uses
    )


def _has_parts(type_: ir.Type, layout: Layout) -> bool:
    """Do the members of `type_` lie side by side (a union's do not)?"""
    if isinstance(type_, t.RecordType):
        return layout.records[t.record_name(type_)].kind == "struct"
    return isinstance(type_, t.VecType)


def _rewrite_members(slot: ir.Value, place: ir.Value, path: list[m.MemberOp]) -> None:
    """Rewrite what happens to the members of `place`, which `path` leads to from `slot`."""
    for use in list(place.uses):
        op = use.owner
        if isinstance(op, m.MemberOp):
            _rewrite_members(slot, op.result, [*path, op])
            op.erase()
        elif path:
            _rewrite_access(slot, path, op)


def _rewrite_access(slot: ir.Value, path: list[m.MemberOp], op: m.LoadOp | m.StoreOp) -> None:
    with op.location, ir.InsertionPoint(op):
        wholes = [m.LoadOp(slot, t.pointee(slot.type)).result]
        for member in path:
            type_ = t.pointee(member.result.type)
            wholes.append(e.ExtractOp(member.field, wholes[-1], type_).result)
        value: ir.Value = wholes.pop()
        if isinstance(op, m.StoreOp):
            value = op.value
            for member, whole in zip(reversed(path), reversed(wholes), strict=True):
                value = e.InsertOp(member.field, whole, value, whole.type).result
            m.StoreOp(value, slot)
            value = op.value
    if op.result is not None:
        op.result.replace_all_uses_with(value)
    op.erase()

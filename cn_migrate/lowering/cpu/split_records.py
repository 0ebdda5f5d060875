"""Variables of record and vector types become one variable for each member, where only members or all of it are used.

Compilers go through threads side by side with numbers, and seldom with records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.diagnostics import Diagnostics
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import execution as x
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.attributes import text
from cn_migrate.dialects.cnative.layout import Field, Layout
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import functions, is_kernel
from cn_migrate.lowering.normalise.copy_attributes import copy_attributes

_CHANGES = (
    m.StoreOp,
    m.UpdateOp,
    x.AtomicOp,
    x.BarrierOp,
    func.CallOp,
    c.IfOp,
    c.ScopeOp,
    c.ForOp,
    c.WhileOp,
    c.DoOp,
)
_MOST = 8  # members: more than that are no few numbers


@dataclass(frozen=True)
class SplitRecords:
    """See the module."""

    name: str = "split-records"

    def apply(self, module: ir.Module, _diagnostics: Diagnostics) -> None:
        """Split the variables of kernels."""
        layout = Layout(module)
        with module.context:
            for kernel in functions(module).values():
                if is_kernel(kernel):
                    _split_in(kernel, layout)


def _split_in(kernel: func.FuncOp, layout: Layout) -> None:
    for op in of_kinds(kernel, m.SlotOp):
        type_ = t.pointee(op.result.type)
        if not isinstance(type_, (t.RecordType, t.VecType)) or not _is_whole(type_, layout):
            continue
        is_parameter = op.init is not None and isinstance(op.init.owner, ir.Block)
        if not is_parameter and _is_split(op.result):
            _split(op, layout.fields(type_))


def _is_whole(type_: ir.Type, layout: Layout) -> bool:
    """Is it a structure of few numbers?"""
    if isinstance(type_, t.RecordType) and layout.records[t.record_name(type_)].kind != "struct":
        return False
    fields = layout.fields(type_)
    plain = all(t.is_int(f.type) or t.is_float(f.type) for f in fields)
    return plain and 1 < len(fields) <= _MOST


def _is_split(address: ir.Value, whole: bool = True) -> bool:
    """Is all that is done at `address` a load or store, of it or of a member?"""
    for use in address.uses:
        op: Any = use.owner.opview
        if "volatile" in op.attributes:
            return False
        if isinstance(op, m.MemberOp):
            if not whole or not _is_split(op.result, whole=False):
                return False
        elif isinstance(op, m.StoreOp):
            if use.operand_number == 0:
                return False
        elif not isinstance(op, (m.LoadOp, m.UpdateOp)):
            return False
    return True


def _split(op: m.SlotOp, fields: tuple[Field, ...]) -> None:
    parts: dict[str, ir.Value] = {}
    with op.location, ir.InsertionPoint(op):
        for number, field in enumerate(fields):
            init = None if op.init is None else _part(op.init, number, field)
            pointer = t.ptr(field.type, t.space(op.result.type))
            slot = m.SlotOp(text(f"{op.name.value}_{field.name}"), pointer, init=init)
            copy_attributes(op, slot)
            parts[field.name] = slot.result
    for use in list(op.result.uses):
        user: Any = use.owner.opview
        with user.location, ir.InsertionPoint(user):
            if isinstance(user, m.MemberOp):
                user.result.replace_all_uses_with(parts[user.field.value])
            elif isinstance(user, m.StoreOp):
                values = [_part(user.value, i, field) for i, field in enumerate(fields)]
                for field, value in zip(fields, values, strict=True):
                    m.StoreOp(value, parts[field.name])
            else:
                user.result.replace_all_uses_with(_whole(user.result.type, fields, parts))
        user.erase()
    op.erase()


def _part(value: ir.Value, number: int, field: Field) -> ir.Value:
    """Member `field` of the record `value`, the one of that number."""
    op = None if isinstance(value.owner, ir.Block) else value.owner.opview
    if isinstance(op, e.AggregateOp) and number < len(op.parts):
        return ir.Value(op.parts[number])
    if isinstance(op, m.LoadOp) and _is_unchanged(op):
        pointer = t.ptr(field.type, t.space(op.address.type))
        return m.LoadOp(m.MemberOp(text(field.name), op.address, pointer).result, field.type).result
    return e.ExtractOp(text(field.name), value, field.type).result


def _is_unchanged(load: m.LoadOp) -> bool:
    """Is nothing stored between `load` and where ops are put now?"""
    place = ir.InsertionPoint.current
    if place.block != load.operation.block or "volatile" in load.attributes:
        return False
    ops = list(place.block.operations)
    begin, end = ops.index(load), ops.index(place.ref_operation)
    return not any(isinstance(op, _CHANGES) for op in ops[begin:end])


def _whole(type_: ir.Type, fields: tuple[Field, ...], parts: dict[str, ir.Value]) -> ir.Value:
    """The record that the variables of its members make."""
    loads = [m.LoadOp(parts[field.name], field.type).result for field in fields]
    if len({str(field.type) for field in fields}) == 1:
        return e.AggregateOp(type_, loads).result
    whole = e.ZeroOp(type_).result
    for field, part in zip(fields, loads, strict=True):
        whole = e.InsertOp(text(field.name), whole, part, type_).result
    return whole

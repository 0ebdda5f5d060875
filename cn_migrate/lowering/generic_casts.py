"""Pointers that go to generic places are cast to what the place holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cn_migrate._mlir import func, ir
from cn_migrate.dialects.cnative import control as c
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.layout import Layout
from cn_migrate.dialects.cnative.walk import of_kinds
from cn_migrate.lowering.call_graph import callee_of, functions
from cn_migrate.lowering.generic_places import forget

Wanted = Iterator[tuple[ir.OpView, int, ir.Type]]  # an op, the number of an operand, its type


def add_generic_casts(module: ir.Module) -> None:
    """Cast every pointer that is handed to a generic place, and take the places' marks away."""
    all_, layout = functions(module), Layout(module)
    for function in all_.values():
        for op in of_kinds(function, *_RULES):
            for user, number, type_ in _RULES[type(op)](op, function, all_, layout):
                _cast(user, number, type_)
            forget(op)
        forget(function)


def _cast(op: ir.OpView, number: int, type_: ir.Type) -> None:
    value = op.operation.operands[number]
    if value.type == type_ or not t.is_ptr(value.type):
        return
    with op.location, ir.InsertionPoint(op):
        op.operation.operands[number] = e.PtrCastOp(value, type_).result


def _slot(op: m.SlotOp, *_: object) -> Wanted:
    if op.init is not None:
        yield op, 0, t.pointee(op.result.type)


def _store(op: m.StoreOp, *_: object) -> Wanted:
    yield op, 0, t.pointee(op.address.type)


def _return(op: c.ReturnOp, function: func.FuncOp, *_: object) -> Wanted:
    if op.value is not None:
        yield op, 0, function.type.results[0]


def _conditional(op: e.ConditionalOp, *_: object) -> Wanted:
    for region in (op.then, op.otherwise):
        *_before, end = region.blocks[0].operations
        yield end, 0, op.result.type


def _compare(op: e.CompareOp | m.PtrDiffOp, *_: object) -> Wanted:
    if t.is_ptr(op.lhs.type) and op.lhs.type != op.rhs.type:
        for number, value in enumerate((op.lhs, op.rhs)):
            yield op, number, t.in_space(value.type, t.Space.GENERIC)


def _call(op: func.CallOp, _: func.FuncOp, all_: dict[str, func.FuncOp], *_rest: object) -> Wanted:
    for number, type_ in enumerate(all_[callee_of(op)].type.inputs):
        yield op, number, type_


def _aggregate(op: e.AggregateOp, _: func.FuncOp, _all: object, layout: Layout) -> Wanted:
    type_ = op.result.type
    if isinstance(type_, t.ArrayType):
        yield from ((op, number, t.element(type_)) for number in range(len(op.parts)))
    elif isinstance(type_, t.RecordType):
        fields = layout.fields(type_)
        yield from ((op, n, f.type) for n, f in enumerate(fields[: len(op.parts)]))


def _insert(op: e.InsertOp, _: func.FuncOp, _all: object, layout: Layout) -> Wanted:
    if isinstance(op.result.type, t.RecordType):
        (field,) = (f for f in layout.fields(op.result.type) if f.name == op.field.value)
        number = list(op.operation.operands).index(op.part)
        yield op, number, field.type


_RULES: dict[type[ir.OpView], Callable[..., Any]] = {
    m.SlotOp: _slot,
    m.StoreOp: _store,
    c.ReturnOp: _return,
    e.ConditionalOp: _conditional,
    e.CompareOp: _compare,
    m.PtrDiffOp: _compare,
    e.AggregateOp: _aggregate,
    e.InsertOp: _insert,
    func.CallOp: _call,
}

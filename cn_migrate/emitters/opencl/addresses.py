"""Addresses as C lvalues and pointers: `p[i]`, `s.f`, `p->f`, `&x`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import expressions as e
from cn_migrate.dialects.cnative import memory as m
from cn_migrate.dialects.cnative import types as t
from cn_migrate.emitters.opencl.arithmetic_types import is_subset, within
from cn_migrate.emitters.opencl.context import FunctionContext
from cn_migrate.emitters.opencl.expr import Expr, Prec, infix
from cn_migrate.emitters.opencl.expressions import expression, operand, prints, settled
from cn_migrate.emitters.opencl.names import identifier
from cn_migrate.emitters.opencl.spellings import is_native, type_name

VARIABLES = (m.SlotOp, m.SharedOp, m.GlobalRefOp)
ADDRESSES = (*VARIABLES, m.OffsetOp, m.ElementOp, m.DecayOp, m.MemberOp)
COMPONENTS = {"x": 0, "y": 1, "z": 2, "w": 3}


def target(ctx: FunctionContext, address: ir.Value) -> Expr:
    """The object at `address`, as an lvalue."""
    object_type = t.pointee(address.type)
    stored = t.unsigned(8) if t.is_bool(object_type) else object_type  # a bool in memory is a byte
    op = _address_op(ctx, address)
    if isinstance(op, m.GlobalRefOp):
        ctx.module.used_variables.add(op.symbol.value)
        return Expr(ctx.module.variables[op.symbol.value], Prec.PRIMARY, object_type, stored)
    if isinstance(op, (m.SlotOp, m.SharedOp)):
        byte = isinstance(op, m.SharedOp) or address in ctx.bytes_for_bool
        return Expr(ctx.names[address], Prec.PRIMARY, object_type, stored if byte else object_type)
    if op is None:
        text = f"*{pointer(ctx, address).at(Prec.UNARY)}"
        return Expr(text, Prec.UNARY, object_type, stored)
    return Expr(_PLACES[type(op)](ctx, op), Prec.POSTFIX, object_type, stored)


def _address_op(ctx: FunctionContext, address: ir.Value) -> ir.OpView | None:
    """The op that names a place inside of an object; None where `address` is just some pointer."""
    if isinstance(address.owner, ir.Block):
        return None
    op = address.owner.opview
    if isinstance(op, VARIABLES):
        return op
    return op if isinstance(op, ADDRESSES) and address not in ctx.names else None


def _offset_place(ctx: FunctionContext, op: m.OffsetOp) -> str:
    return f"{pointer(ctx, op.base).at(Prec.POSTFIX)}[{index(ctx, op.index).text}]"


def _element_place(ctx: FunctionContext, op: m.ElementOp) -> str:
    place = f"{target(ctx, op.base).at(Prec.POSTFIX)}[{index(ctx, op.index).text}]"
    return place + ctx.behind.get(op.base, "")


def _decay_place(ctx: FunctionContext, op: m.DecayOp) -> str:
    return f"{target(ctx, op.base).at(Prec.POSTFIX)}[0]"


def _member_place(ctx: FunctionContext, op: m.MemberOp) -> str:
    field = identifier(op.field.value)
    if _address_op(ctx, op.base) is None:
        return f"{pointer(ctx, op.base).at(Prec.POSTFIX)}->{field}"
    return f"{target(ctx, op.base).at(Prec.POSTFIX)}.{field}"


_PLACES: dict[type[ir.OpView], Callable[[FunctionContext, Any], str]] = {
    m.OffsetOp: _offset_place,
    m.ElementOp: _element_place,
    m.DecayOp: _decay_place,
    m.MemberOp: _member_place,
}


def index(ctx: FunctionContext, value: ir.Value) -> Expr:
    """`value` as a subscript, in the language at hand."""
    return (ctx.module.language.index or pointer_index)(ctx, value)


def pointer_index(ctx: FunctionContext, value: ir.Value) -> Expr:
    """`value` as a subscript: any exact integer will do."""
    stripped = operand(ctx, value, strip=True)
    kept = is_subset(stripped.type, value.type) or within(stripped.bounds, value.type)
    if not kept:
        stripped = operand(ctx, value, strip=False)
    return stripped if stripped.exact else settled(stripped)


def pointer(ctx: FunctionContext, value: ir.Value) -> Expr:
    """The pointer `value` itself."""
    op = _address_op(ctx, value)
    type_ = value.type
    if op is None:
        return expression(ctx, value)
    if isinstance(op, m.OffsetOp):
        return _moved(ctx, op)
    if isinstance(op, m.DecayOp):
        return Expr(target(ctx, op.base).text, target(ctx, op.base).prec, type_, type_)
    if isinstance(op, m.MemberOp) and _in_native_vector(op):
        return _component(ctx, op)
    return Expr(f"&{target(ctx, value).at(Prec.UNARY)}", Prec.UNARY, type_, type_)


def _moved(ctx: FunctionContext, op: m.OffsetOp) -> Expr:
    type_ = op.result.type
    if "subscript" in op.attributes:
        return Expr(f"&{_offset_place(ctx, op)}", Prec.UNARY, type_, type_)
    base, distance = pointer(ctx, op.base), index(ctx, op.index)
    if distance.text.startswith("-") and distance.prec == Prec.UNARY:
        back = Expr(distance.text[1:], Prec.UNARY, distance.type, distance.ctype)
        return Expr(infix("-", Prec.ADD, base, back), Prec.ADD, type_, type_)
    return Expr(infix("+", Prec.ADD, base, distance), Prec.ADD, type_, type_)


def _in_native_vector(op: m.MemberOp) -> bool:
    base = t.pointee(op.base.type)
    return isinstance(base, t.VecType) and is_native(base)


def _component(ctx: FunctionContext, op: m.MemberOp) -> Expr:
    """OpenCL C takes no address of a vector's component (6.1.7): a pointer to the whole is cast instead."""
    type_ = op.result.type
    first = f"({type_name(type_)}){pointer(ctx, op.base).at(Prec.UNARY)}"
    place = COMPONENTS[op.field.value]
    if place == 0:
        return Expr(first, Prec.UNARY, type_, type_)
    return Expr(f"{first} + {place}", Prec.ADD, type_, type_)


@prints(m.LoadOp)
def load(ctx: FunctionContext, op: m.LoadOp) -> Expr:
    """The object itself."""
    place = target(ctx, op.address)
    if "volatile" not in op.attributes or ctx.module.qualifiers.knows_volatile(op.address):
        return place
    through = pointer(ctx, op.address)
    text = f"*(volatile {type_name(op.address.type)}){through.at(Prec.UNARY)}"
    return Expr(text, Prec.UNARY, place.type, place.ctype)


@prints(*ADDRESSES)
def address(ctx: FunctionContext, op: ir.OpView) -> Expr:
    """An address used as a value."""
    return pointer(ctx, op.operation.results[0])


@prints(e.PtrCastOp)
def ptr_cast(ctx: FunctionContext, op: e.PtrCastOp) -> Expr:
    """A cast between pointers, or between a pointer and a 64-bit integer."""
    type_ = op.result.type
    is_ptr = t.is_ptr(op.value.type)
    value = pointer(ctx, op.value) if is_ptr else settled(expression(ctx, op.value))
    if op.value.type == type_:
        return value
    return Expr(f"({type_name(type_)}){value.at(Prec.UNARY)}", Prec.UNARY, type_, type_)


@prints(m.PtrDiffOp)
def ptr_diff(ctx: FunctionContext, op: m.PtrDiffOp) -> Expr:
    """`lhs - rhs`: a ptrdiff_t, which has 64 bits."""
    text = infix("-", Prec.ADD, pointer(ctx, op.lhs), pointer(ctx, op.rhs))
    return Expr(text, Prec.ADD, op.result.type, t.signed(64))


@prints(e.ExtractOp)
def extract(ctx: FunctionContext, op: e.ExtractOp) -> Expr:
    """A field of a value."""
    value = expression(ctx, op.value)
    type_ = op.result.type
    in_record = isinstance(op.value.type, t.RecordType)
    stored = t.unsigned(8) if in_record and t.is_bool(type_) else type_
    return Expr(
        f"{value.at(Prec.POSTFIX)}.{identifier(op.field.value)}", Prec.POSTFIX, type_, stored
    )

"""What the ops of `memory` become."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cn_migrate._mlir import ir
from cn_migrate.dialects.cnative import types as t
from cn_migrate.dialects.cnative.expressions import SHIFTS, UndefOp
from cn_migrate.dialects.cnative.interpreter.access import Cell
from cn_migrate.dialects.cnative.interpreter.compile_expressions import binary_text, conversion
from cn_migrate.dialects.cnative.interpreter.error import fail
from cn_migrate.dialects.cnative.interpreter.function_compiler import FunctionCompiler, in_loop
from cn_migrate.dialects.cnative.interpreter.scalars import scalar_of
from cn_migrate.dialects.cnative.interpreter.waiting import Wait, is_lockstep
from cn_migrate.dialects.cnative.memory import DecayOp, ElementOp, MemberOp, SlotOp


def slot(c: FunctionCompiler, op: Any) -> None:
    """A Python variable where that is possible, else private memory."""
    if op.init is not None:
        put(c, op, op.result, c.name(op.init))
    elif op.result in c.variables or in_loop(op):
        forget(c, op.result)


def shared(c: FunctionCompiler, op: Any) -> None:
    """One variable a block, known by its attribute `variable` or else by its op."""
    size = c.program.size(op, t.pointee(op.result.type))
    known = op.operation.attributes
    key = known["variable"].value if "variable" in known else f"{c.python_name} {c.fresh()}"
    c.define(op.result, f"t.block.shared({key!r}, {op.name.value!r}, {size})")


def dynamic_shared(c: FunctionCompiler, op: Any) -> None:
    """All of them are the same memory."""
    c.define(op.result, "t.block.dynamic.base")


def global_ref(c: FunctionCompiler, op: Any) -> None:
    """A constant address."""
    variable = c.program.globals.get(op.symbol.value)
    if variable is None:
        raise fail(op, f"no global is called '{op.symbol.value}'")
    c.names[op.result] = str(variable.base)


def offset(c: FunctionCompiler, op: Any) -> None:
    """`base + index * size`; also `element`."""
    size = c.program.size(op, t.pointee(op.result.type))
    c.define(op.result, f"{c.name(op.base)} + {c.name(op.index)} * {size}")


def decay(c: FunctionCompiler, op: Any) -> None:
    """The same address."""
    c.names[op.result] = c.name(op.base)


def member(c: FunctionCompiler, op: Any) -> None:
    """`base + offset of the field`."""
    field = c.program.field(op, t.pointee(op.base.type), op.field.value)
    if field.type != t.pointee(op.result.type):
        raise fail(op, f"field '{field.name}' is of another type than the result points to")
    c.define(op.result, f"{c.name(op.base)} + {field.offset}")


def ptr_diff(c: FunctionCompiler, op: Any) -> None:
    """The difference in elements."""
    size = c.program.size(op, t.pointee(op.lhs.type))
    c.define(op.result, f"({c.name(op.lhs)} - {c.name(op.rhs)}) // {size}")


def load(c: FunctionCompiler, op: Any) -> None:
    """`*address`."""
    c.names[op.result] = get(c, op, op.address)


def store(c: FunctionCompiler, op: Any) -> None:
    """`*address = value`; `undef` takes a variable's value away."""
    if is_made_by(UndefOp, op.value) and is_made_by(SlotOp, op.address):
        forget(c, op.address)
    else:
        put(c, op, op.address, c.name(op.value))
    if op.result is not None:
        c.names[op.result] = c.name(op.value)


def update(c: FunctionCompiler, op: Any) -> None:
    """`*address op= value`, `++`, `--`."""
    target = c.scalar(op, t.pointee(op.address.type))
    value, old, new = c.name(op.value), get(c, op, op.address), c.fresh()
    if target.kind == "ptr":
        if op.op.value not in ("add", "sub"):
            raise fail(op, f"'{op.op.value}' has no meaning on pointers")
        step = c.program.size(op, t.pointee(t.pointee(op.address.type)))
        c.emit(f"{new} = {old} {'+' if op.op.value == 'add' else '-'} {value} * {step}")
    else:
        shifts = op.op.value in SHIFTS
        scalar = c.scalar(op, t.promoted(t.pointee(op.address.type)) if shifts else op.value.type)
        result = binary_text(c, op, scalar, conversion(c, op, old, target, scalar), value)
        c.emit(f"{new} = {conversion(c, op, result, scalar, target)}")
    put(c, op, op.address, new)
    c.names[op.result] = old if op.form.value == "post" else new


def get(c: FunctionCompiler, op: Any, address: ir.Value) -> str:
    """Write a load; the name of its value."""
    name, variable = c.fresh(), c.variables.get(address)
    if variable is None:
        accessor = c.program.accessor(cell(c, op, address), "load")
        c.emit(f"{name} = {accessor}(t, {c.name(address)}, {c.program.site(op)})")
        return name
    c.emit(f"{name} = {variable.name}")
    if variable.maybe_unset:
        with c.under(f"if {name} is None:"):
            c.emit(f"{name} = {variable.scalar.zero}")
            if c.program.check:
                c.emit(f"checks.uninitialised(t, {c.program.site(op)}, {variable.label!r})")
    return name


def put(c: FunctionCompiler, op: Any, address: ir.Value, text: str) -> None:
    """Write a store of the value `text`."""
    variable = c.variables.get(address)
    if variable is not None:
        c.emit(f"{variable.name} = {text}")
        return
    accessor = c.program.accessor(cell(c, op, address), "store")
    with in_lockstep(c, op, address):
        c.emit(f"{accessor}(t, {c.name(address)}, {c.program.site(op)}, {text})")


@contextmanager
def in_lockstep(c: FunctionCompiler, op: Any, address: ir.Value) -> Iterator[None]:
    """Write a store that the threads of a warp which are together here do together, as far as it is of that kind.

    Programs for devices before compute capability 7.0 count on it (CUDA C++ Programming Guide, "Independent Thread
    Scheduling"); it orders no memory, so that the report tells.
    """
    if not is_lockstep(op):
        yield
        return
    together = c.fresh("together")
    meet = f"yield {c.program.constant(Wait('warp', c.program.site(op)))}"
    c.emit(f"{together} = t.block.is_shared({c.name(address)})")
    c.emit("t.mask = 0")
    c.emit(f"if {together}: {meet}")
    yield
    c.emit(f"if {together}: {meet}")


def forget(c: FunctionCompiler, address: ir.Value) -> None:
    """The local variable at `address` has no value any more."""
    variable = c.variables.get(address)
    c.emit(f"{variable.name} = None" if variable else f"t.renew({c.name(address)})")


def is_made_by(op_class: type[ir.OpView], value: ir.Value) -> bool:
    """Is `value` the result of such an op?"""
    return not isinstance(value.owner, ir.Block) and isinstance(value.owner.opview, op_class)


def cell(c: FunctionCompiler, op: Any, address: ir.Value) -> Cell:
    """What an access at `address` touches."""
    pointer = address.type
    type_ = t.pointee(pointer)
    size, align = c.program.size(op, type_), c.program.align(op, type_)
    align = min(align, packed_align(c, op, address))
    return Cell(
        scalar_of(type_),
        size,
        align,
        t.space(pointer),
        "volatile" in op.attributes,
        "partial" in op.attributes,
    )


def packed_align(c: FunctionCompiler, op: Any, address: ir.Value) -> int:
    """What a packed record leaves of the alignment of its fields: a power of two."""
    align = 1 << 30
    while not isinstance(address.owner, ir.Block) and isinstance(
        address.owner.opview, (MemberOp, ElementOp, DecayOp)
    ):
        place = address.owner.opview
        if isinstance(place, MemberOp):
            record = t.pointee(place.base.type)
            offset = c.program.field(op, record, place.field.value).offset
            align = min(align, c.program.align(op, record), offset & -offset or align)
        address = place.base
    return align


EMITTERS = {
    "cnative.slot": slot,
    "cnative.shared": shared,
    "cnative.dynamic_shared": dynamic_shared,
    "cnative.global_ref": global_ref,
    "cnative.offset": offset,
    "cnative.element": offset,
    "cnative.decay": decay,
    "cnative.member": member,
    "cnative.ptr_diff": ptr_diff,
    "cnative.load": load,
    "cnative.store": store,
    "cnative.update": update,
}
